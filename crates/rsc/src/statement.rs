//! A statement: "in this menu there is a row with these fields".

/// A place in a text, both counted from 1; `column` counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The place of a byte in a text. Beyond the end, or within a character, it is the end of the text.
    pub fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
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

impl Statement {
    /// An `add` to a menu, still without fields.
    pub fn add(menu: impl Into<String>) -> Self {
        Statement::new(menu, Verb::Add, Target::None)
    }

    /// A `set` in a menu, still without fields.
    pub fn set(menu: impl Into<String>, target: Target) -> Self {
        Statement::new(menu, Verb::Set, target)
    }

    fn new(menu: impl Into<String>, verb: Verb, target: Target) -> Self {
        Statement {
            menu: menu.into(),
            verb,
            target,
            fields: Vec::new(),
            at: Position::default(),
        }
    }

    /// The same with one field more.
    #[must_use]
    pub fn with(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.and(name.into(), Some(value.into()))
    }

    /// The same with one field more, cleared.
    #[must_use]
    pub fn without(self, name: impl Into<String>) -> Self {
        self.and(name.into(), None)
    }

    fn and(mut self, name: String, value: Option<String>) -> Self {
        self.fields.push(Field {
            name,
            value,
            at: Position::default(),
        });
        self
    }

    /// The same row without the places it was read at, to compare what two texts mean.
    #[must_use]
    pub fn unplaced(mut self) -> Self {
        self.at = Position::default();
        for field in &mut self.fields {
            field.at = Position::default();
        }
        self
    }
}

impl Condition {
    /// The row's `field` is `value`.
    pub fn new(field: impl Into<String>, value: impl Into<String>) -> Self {
        Condition {
            field: field.into(),
            value: value.into(),
        }
    }
}
