//! What is known of RouterOS and of the boards it runs on.

pub mod board;
pub mod catalogue;
pub mod container;
pub mod export;
pub mod facts;
pub mod inventory;
pub mod lint;
pub mod menu;
pub mod menus;
pub mod model;
pub mod model_line;
pub mod neighbour;
pub mod tree;
pub mod value;
pub mod version;
pub mod vitals;
