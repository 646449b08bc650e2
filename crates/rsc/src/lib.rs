//! RouterOS text: lexer, parser, writer, quoting and the closed script dialect.
//!
//! Two languages live here and nowhere else:
//! - the **declarative subset** (`/menu`, `add`, `set`, `set [find …]`): what templates write and `/export` prints;
//! - the **closed dialect** ([`dialect`]): `:do`, `:if`, `remove [find …]`, `:delay`, `:log`, written for the router
//!   (idempotent scripts, the guard's undo) and executed by the simulator. Nobody types it.
//!
//! ```text
//! statement.rs  one row: menu, verb, target, fields     quoting.rs  text ⇄ RouterOS token
//! lexer.rs      characters → tokens                     reading.rs  tokens → menu path
//! row.rs        tokens → target and fields              finding.rs  tokens → [find …]
//! parser.rs     the declarative subset                  writer.rs   rows → text
//! dialect/      commands ⇄ text                         error.rs    line, column, what to do
//! ```

pub mod dialect;
mod error;
mod finding;
mod lexer;
mod parser;
mod quoting;
mod reading;
mod row;
pub mod statement;
mod writer;

pub use error::ParseError;
pub use parser::{MAX_ERRORS, parse, parse_all};
pub use quoting::{escape, quote, unquote};
pub use reading::{MAX_ROWS, MAX_TEXT};
pub use row::MAX_FIELDS;
pub use statement::{Condition, Field, Position, Statement, Target, Verb};
pub use writer::{write_export, write_statement};
