//! The closed dialect: what is written for the router to run by itself, and nothing more.
//!
//! The idempotent script a person downloads, the guard's undo and its scheduler entries are lists of [`Command`]s.
//! [`write()`] makes text of them, [`parse`] reads exactly that text back (the simulator's `/import` and scripts do),
//! and a declarative text as well. Nobody types the dialect.

mod command;
mod parse;
pub(crate) mod regex;
mod write;

pub use command::{Command, LogLevel, Test};
pub use parse::{MAX_DEPTH, parse, parse_all};
pub use write::{write, write_inline};
