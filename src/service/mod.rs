//! The use cases, in the words of the business.

pub mod apply;
pub mod builtin;
pub mod generate;
pub mod guard;
pub mod unlock;
