//! The use cases, in the words of the business.

pub mod apply;
pub mod builtin;
pub mod enroll;
pub mod generate;
pub mod guard;
pub mod onboard;
pub mod unlock;
