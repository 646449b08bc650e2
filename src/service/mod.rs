//! The use cases, in the words of the business.

pub mod accounts;
pub mod appliance;
pub mod apply;
pub mod backup;
pub mod builtin;
pub mod clock;
pub mod disk;
pub mod enroll;
pub mod generate;
pub mod guard;
pub mod onboard;
pub mod site_file;
pub mod telemetry;
pub mod throttle;
pub mod trust;
pub mod unlock;
