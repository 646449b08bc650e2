//! What is known of RouterOS and of the boards it runs on.

pub mod menu;
pub mod menus;
pub mod value;
pub mod version;
