//! RouterOS text: lexer, parser, writer, quoting and the closed script dialect.
//!
//! Two languages live here and nowhere else:
//! - the **declarative subset** (`/menu`, `add`, `set`, `set [find …]`): what templates write and `/export` prints;
//! - the **closed dialect** ([`dialect`]): `:do`, `:if`, `remove [find …]`, `:delay`, `:log`, written for the router
//!   (idempotent scripts, the guard's undo) and executed by the simulator. Nobody types it.

pub mod statement;
