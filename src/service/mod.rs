//! The use cases, in the words of the business.

pub mod accounts;
pub mod appliance;
pub mod apply;
pub mod builtin;
pub mod catalogue;
pub mod clock;
pub mod configurations;
pub mod enroll;
pub mod generate;
pub mod guard;
pub mod jobs;
pub mod onboard;
pub mod packed;
pub mod routers;
pub mod rows;
pub mod sample;
pub mod site_file;
pub mod templates;
pub mod throttle;
pub mod told;
pub mod unlock;
