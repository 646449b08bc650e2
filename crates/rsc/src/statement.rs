//! A statement: "in this menu there is a row with these fields".

/// A place in a text, both counted from 1; `column` counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One declarative line of RouterOS text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Menu with slashes and without a trailing one, e.g. `/ip/hotspot/profile`.
    pub menu: String,
    /// `add` or `set`.
    pub verb: Verb,
    /// Which row a `set` means. [`Target::None`] for `add` and for a `set` of a singleton.
    pub target: Target,
    /// The fields in the order written. A name occurs once.
    pub fields: Vec<Field>,
    /// Where the verb stands.
    pub at: Position,
}

/// What a statement does with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// There is such a row.
    Add,
    /// The row meant by the target has these fields.
    Set,
}

/// Which row a `set` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// None: an `add`, or the `set` of a singleton menu.
    None,
    /// A row by its name, as exports write it: `set ether1 …`, `set api disabled=yes`.
    Name(String),
    /// Rows by conditions that must all hold: `set [ find default-name=ether1 ] …`.
    Find(Vec<Condition>),
}

/// One equality in a `[find …]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Field name.
    pub field: String,
    /// The exact value, unquoted.
    pub value: String,
}

/// One field of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Field name, e.g. `rate-limit` or `configuration.ssid`.
    pub name: String,
    /// The value without quoting; `None` where the field is cleared (`!name`).
    pub value: Option<String>,
    /// Where the name stands.
    pub at: Position,
}
