//! What people and programs reach over HTTP: the pages and what they are made of.

pub mod assets;
pub mod headers;
pub mod view;
pub mod words;
