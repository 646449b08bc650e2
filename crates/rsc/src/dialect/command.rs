//! The commands of the dialect.

use crate::statement::{Condition, Statement};

/// One command of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `/ip pool add …`, `/ip pool set [find name="x"] …`.
    Row(Statement),
    /// `/ip firewall filter add … place-before=[find comment="x"]`: the row stands before the first that is found.
    ///
    /// What a router does where none is found is not documented; write it within [`Command::IfAbsent`]s.
    AddBefore {
        /// An `add`.
        row: Statement,
        /// Finds the row that comes after it.
        before: Vec<Test>,
    },
    /// `/ip pool remove [find …]`: every row that is found; none is no error.
    Remove {
        /// Menu with slashes.
        menu: String,
        /// What all removed rows have.
        find: Vec<Test>,
    },
    /// `/ip firewall filter move [find …] destination=[:pick [/ip firewall filter find …] 0]`: before the first row
    /// found second. With `dynamic=no` among the conditions that is never a row of the router's own, before which
    /// nothing can be moved.
    ///
    /// What a router does where either finds nothing is not documented; write it within [`Command::Guarded`].
    Move {
        /// Menu with slashes.
        menu: String,
        /// The rows to move.
        find: Vec<Test>,
        /// The first of these is the row they shall stand before.
        before: Vec<Test>,
    },
    /// `/ip firewall filter move [find …]`: behind the last row.
    ///
    /// That is what the API does without a destination; that the console does the same is an assumption. Write it within
    /// [`Command::Guarded`].
    MoveToEnd {
        /// Menu with slashes.
        menu: String,
        /// The rows to move.
        find: Vec<Test>,
    },
    /// `:if ([:len [/ip pool find …]]=0) do={…} else={…}`: a script is idempotent by this.
    IfAbsent {
        /// Menu with slashes.
        menu: String,
        /// Finds the row.
        find: Vec<Test>,
        /// Run where there is no such row.
        add: Vec<Command>,
        /// Run where there is one or more. Not written when empty.
        otherwise: Vec<Command>,
    },
    /// `:do {…} on-error={…}`: an error ends the body, never the script.
    Guarded {
        /// What may fail.
        body: Vec<Command>,
        /// Run after a failure; mostly empty.
        on_error: Vec<Command>,
    },
    /// `:delay 15s`.
    Delay {
        /// Seconds.
        seconds: u32,
    },
    /// `:log warning "…"`.
    Log {
        /// How grave.
        level: LogLevel,
        /// The line in the router's log.
        text: String,
    },
    /// `/system script run NAME`.
    RunScript {
        /// The script's name.
        name: String,
    },
    /// `/certificate sign NAME`: the certificate signs itself. The router goes on working at it in the background
    /// (RouterOS facts: hotspot, section 11), so a [`Command::Delay`] comes after it.
    Sign {
        /// The certificate's name.
        name: String,
    },
}

/// The log topics the dialect writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogLevel {
    /// `info`.
    Info,
    /// `warning`.
    Warning,
    /// `error`.
    Error,
}

impl LogLevel {
    /// The level's word in the language.
    pub fn word(self) -> &'static str {
        match self {
            LogLevel::Info => "info",
            LogLevel::Warning => "warning",
            LogLevel::Error => "error",
        }
    }
}

/// One condition of a `find`; all of them must hold.
///
/// A `find` has at least one; a list without any is written so that it finds no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `field="value"`.
    Equals(Condition),
    /// `field~"^prefix"`, the prefix's special characters escaped.
    Prefix {
        /// Field name.
        field: String,
        /// The plain text that the field's value begins with.
        prefix: String,
    },
}

impl Test {
    /// The row's `field` is `value`.
    pub fn equals(field: impl Into<String>, value: impl Into<String>) -> Self {
        Test::Equals(Condition::new(field, value))
    }

    /// The row's `field` begins with `prefix`.
    pub fn prefix(field: impl Into<String>, prefix: impl Into<String>) -> Self {
        Test::Prefix {
            field: field.into(),
            prefix: prefix.into(),
        }
    }
}

impl From<Condition> for Test {
    fn from(condition: Condition) -> Self {
        Test::Equals(condition)
    }
}

impl Command {
    /// The commands so that an error among them ends them and nothing else: `:do {…} on-error={}`.
    pub fn guarded(body: Vec<Command>) -> Self {
        Command::Guarded {
            body,
            on_error: Vec::new(),
        }
    }

    /// The same command without the places it was read at, to compare what two texts mean.
    #[must_use]
    pub fn unplaced(self) -> Self {
        let all = |commands: Vec<Command>| commands.into_iter().map(Command::unplaced).collect();
        match self {
            Command::Row(row) => Command::Row(row.unplaced()),
            Command::AddBefore { row, before } => Command::AddBefore {
                row: row.unplaced(),
                before,
            },
            Command::IfAbsent {
                menu,
                find,
                add,
                otherwise,
            } => Command::IfAbsent {
                menu,
                find,
                add: all(add),
                otherwise: all(otherwise),
            },
            Command::Guarded { body, on_error } => Command::Guarded {
                body: all(body),
                on_error: all(on_error),
            },
            other => other,
        }
    }
}
