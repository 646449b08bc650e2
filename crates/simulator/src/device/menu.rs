//! What the simulator believes of a menu: its shape and its fields.

use std::borrow::Cow;

use super::Device;
use super::kind::Kind;
use super::outcome::Trap;
use super::store::Row;
use super::version::Version;

/// How the rows of a menu behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Rows are added and removed.
    List,
    /// Rows are there from the factory and can only be changed.
    Fixed,
    /// One nameless row.
    Singleton,
    /// Rows can be read and removed, never added or changed, e.g. active sessions.
    Watched,
    /// Nothing can be changed at all.
    ReadOnly,
    /// Computed from other menus; changes go to them (`/interface`).
    View,
}

/// Who may see and change a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone who may read and write the menu.
    Open,
    /// Shown, never set.
    ReadOnly,
    /// Set, never shown.
    WriteOnly,
    /// Shown only with policy `sensitive`.
    Sensitive,
}

/// A rule of one menu about a row that is to be stored.
pub type Rule = fn(&Candidate<'_>) -> Result<(), Trap>;

/// A row that is about to be stored.
pub struct Candidate<'a> {
    /// The device as it is now.
    pub device: &'a Device,
    /// The menu of the row.
    pub menu: &'a Menu,
    /// Its id when it exists already.
    pub id: Option<u32>,
    /// The row as it would be.
    pub row: &'a Row,
}

impl Candidate<'_> {
    /// The effective value of a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.menu.value(self.row, field)
    }
}

/// One field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name on the wire.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: Kind,
    /// Value of a row that does not set it; `None`: absent from such a row.
    pub default: Option<Cow<'static, str>>,
    /// Must an `add` give it?
    pub required: bool,
    /// Who sees and sets it.
    pub access: Access,
    /// First version that has it.
    pub since: Option<Version>,
    /// First version that no longer has it.
    pub until: Option<Version>,
}

/// Rows that may not agree in all of these fields.
#[derive(Debug, Clone, Copy)]
pub struct Unique {
    /// The fields that make the key.
    pub fields: &'static [&'static str],
    /// What the router says of a second one.
    pub message: &'static str,
}

/// One menu.
#[derive(Debug, Clone)]
pub struct Menu {
    /// Path, e.g. `/ip/pool`.
    pub path: Cow<'static, str>,
    /// How its rows behave.
    pub shape: Shape,
    /// Fields in print order.
    pub fields: Vec<Field>,
    /// Does the order of rows mean something?
    pub ordered: bool,
    /// Keys that no two rows share.
    pub unique: Vec<Unique>,
    /// Prefix of the name that a nameless `add` gets.
    pub auto_name: Option<&'static str>,
    /// Property that is `true` for rows from the factory that cannot be removed, e.g. `default`.
    pub builtin: Option<&'static str>,
    /// Are `dynamic` and `invalid` printed?
    pub flags: &'static [&'static str],
    /// Policy needed to change it.
    pub policy: &'static str,
    /// A rule about rows to be stored.
    pub rule: Option<Rule>,
    /// Verbs besides those of its shape.
    pub verbs: &'static [&'static str],
    /// First version that has it.
    pub since: Option<Version>,
    /// First version that no longer has it.
    pub until: Option<Version>,
    /// Is it missing from the tree of a virtual x86 router, because it needs hardware?
    pub hardware: bool,
    /// Does the simulator know it in depth? Otherwise it was made from the command tree.
    pub known: bool,
}

/// Starts a field.
pub fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name: Cow::Borrowed(name),
        kind,
        default: None,
        required: false,
        access: Access::Open,
        since: None,
        until: None,
    }
}

/// Optional fields of one kind, given as names with spaces between.
pub fn fields(names: &'static str, kind: Kind) -> Vec<Field> {
    names
        .split_ascii_whitespace()
        .map(|name| field(name, kind))
        .collect()
}

impl Field {
    /// The value of rows that do not set it.
    pub fn default(mut self, value: &'static str) -> Self {
        self.default = Some(Cow::Borrowed(value));
        self
    }

    /// An `add` must give it.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Never set, only shown.
    pub fn read_only(mut self) -> Self {
        self.access = Access::ReadOnly;
        self
    }

    /// Set, never shown.
    pub fn write_only(mut self) -> Self {
        self.access = Access::WriteOnly;
        self
    }

    /// Shown only with policy `sensitive`.
    pub fn sensitive(mut self) -> Self {
        self.access = Access::Sensitive;
        self
    }

    /// First minor version of RouterOS 7 that has it.
    pub fn since(mut self, minor: u16) -> Self {
        self.since = Some(Version::new(7, minor, 0));
        self
    }

    /// First exact version that has it.
    pub fn since_patch(mut self, minor: u16, patch: u16) -> Self {
        self.since = Some(Version::new(7, minor, patch));
        self
    }

    /// First minor version of RouterOS 7 that lacks it.
    pub fn until(mut self, minor: u16) -> Self {
        self.until = Some(Version::new(7, minor, 0));
        self
    }

    /// Does this version have the field?
    pub fn exists_in(&self, version: Version) -> bool {
        within(self.since, self.until, version)
    }
}

impl Menu {
    /// Starts a menu.
    pub fn new(path: &'static str, shape: Shape) -> Self {
        Self {
            path: Cow::Borrowed(path),
            shape,
            fields: Vec::new(),
            ordered: false,
            unique: Vec::new(),
            auto_name: None,
            builtin: None,
            flags: &[],
            policy: "write",
            rule: None,
            verbs: &[],
            since: None,
            until: None,
            hardware: false,
            known: true,
        }
    }

    /// Adds a field.
    pub fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// Adds fields.
    pub fn with_all(mut self, fields: Vec<Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Adds `name`, unique within the menu.
    pub fn named(self, message: &'static str) -> Self {
        self.with(field("name", Kind::Text).required())
            .unique(&["name"], message)
    }

    /// Adds `name`, unique within the menu, made from the prefix when an `add` lacks it.
    pub fn auto_named(mut self, prefix: &'static str, message: &'static str) -> Self {
        self.auto_name = Some(prefix);
        self.with(field("name", Kind::Text))
            .unique(&["name"], message)
    }

    /// Adds `comment`.
    pub fn comment(self) -> Self {
        self.with(field("comment", Kind::Text))
    }

    /// Adds `disabled` with its default.
    pub fn disabled(self, default: &'static str) -> Self {
        self.with(field("disabled", Kind::Bool).default(default))
    }

    /// No two rows agree in these fields.
    pub fn unique(mut self, fields: &'static [&'static str], message: &'static str) -> Self {
        self.unique.push(Unique { fields, message });
        self
    }

    /// The order of rows matters.
    pub fn ordered(mut self) -> Self {
        self.ordered = true;
        self
    }

    /// Rows from the factory carry this property and cannot be removed.
    pub fn builtin(mut self, property: &'static str) -> Self {
        self.builtin = Some(property);
        self
    }

    /// Flags shown as properties.
    pub fn flags(mut self, flags: &'static [&'static str]) -> Self {
        self.flags = flags;
        self
    }

    /// Policy needed to change it.
    pub fn policy(mut self, policy: &'static str) -> Self {
        self.policy = policy;
        self
    }

    /// A rule about rows to be stored.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Verbs besides those of its shape.
    pub fn verbs(mut self, verbs: &'static [&'static str]) -> Self {
        self.verbs = verbs;
        self
    }

    /// First minor version of RouterOS 7 that has it.
    pub fn since(mut self, minor: u16) -> Self {
        self.since = Some(Version::new(7, minor, 0));
        self
    }

    /// First minor version of RouterOS 7 that lacks it.
    pub fn until(mut self, minor: u16) -> Self {
        self.until = Some(Version::new(7, minor, 0));
        self
    }

    /// It needs hardware, so the tree of a virtual router lacks it.
    pub fn hardware(mut self) -> Self {
        self.hardware = true;
        self
    }

    /// The belief about a field.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Has it such a field?
    pub fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// The effective value of a field: the row's own, else the default.
    pub fn value<'a>(&'a self, row: &'a Row, name: &str) -> Option<&'a str> {
        match row.values.get(name) {
            Some(value) => Some(value),
            None => self.field(name).and_then(|field| field.default.as_deref()),
        }
    }

    /// Is the row switched on?
    pub fn enabled(&self, row: &Row) -> bool {
        self.value(row, "disabled") != Some("true")
    }

    /// Does this version have the menu?
    pub fn exists_in(&self, version: Version) -> bool {
        within(self.since, self.until, version)
    }

    /// Does the menu know the verb, as far as its shape tells?
    pub fn has_verb(&self, verb: &str) -> bool {
        let rows = self.shape != Shape::Singleton;
        match verb {
            "print" | "getall" | "get" => true,
            "find" => rows,
            "export" => !matches!(self.shape, Shape::Watched | Shape::View),
            "add" => self.shape == Shape::List,
            "remove" => matches!(self.shape, Shape::List | Shape::Watched),
            "set" => !matches!(self.shape, Shape::Watched | Shape::ReadOnly),
            "enable" | "disable" => rows && self.has("disabled"),
            "comment" => rows && self.has("comment"),
            "unset" => matches!(self.shape, Shape::List | Shape::Fixed),
            "move" => self.ordered,
            other => self.verbs.contains(&other),
        }
    }
}

fn within(since: Option<Version>, until: Option<Version>, version: Version) -> bool {
    since.is_none_or(|since| version >= since) && until.is_none_or(|until| version < until)
}
