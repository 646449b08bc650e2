//! The use cases, in the words of the business.

pub mod accounts;
pub mod appliance;
pub mod apply;
pub mod audit;
pub mod builtin;
pub mod business;
pub mod clock;
pub mod diagnostics;
pub mod enroll;
pub mod generate;
pub mod guard;
pub mod home;
pub mod mail_settings;
pub mod network_check;
pub mod onboard;
pub mod outbox;
pub mod site_file;
pub mod sweep;
pub mod throttle;
pub mod unlock;
