//! What is known of RouterOS and of the boards it runs on.

pub mod catalogue;
pub mod model;
pub mod version;
