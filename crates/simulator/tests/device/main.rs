//! The device against the facts files: one fact, one line.

mod admission;
mod dynamic_rows;
mod factory;
mod lab;
mod life;
mod permissions;
mod traps;
mod tree;
mod values;
