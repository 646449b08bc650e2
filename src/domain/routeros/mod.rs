//! What is known of RouterOS and of the boards it runs on.

pub mod version;
