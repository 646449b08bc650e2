//! The use cases, in the words of the business.

pub mod accounts;
pub mod appliance;
pub mod apply;
pub mod builtin;
pub mod clock;
pub mod dashboard;
pub mod enroll;
pub mod generate;
pub mod guard;
pub mod jobs;
pub mod onboard;
pub mod packed;
pub mod routers;
pub mod site_file;
pub mod site_form;
pub mod throttle;
pub mod told;
pub mod unlock;
