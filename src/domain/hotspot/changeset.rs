//! The difference between what the router should hold and what it holds, as a value: printed, stored, hashed, sent.

use serde::{Serialize, Serializer};

use super::desired::NaturalKey;
use crate::domain::routeros::menu::{Field, Menu};
use crate::domain::routeros::value::Kind;

/// What stands in the place of a secret wherever a change is shown.
pub const HIDDEN: &str = "••••";

/// Everything that must change, in no particular order of sending (`stage.rs` orders it).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ChangeSet {
    /// The changes, by menu in the table's order.
    pub changes: Vec<Change>,
}

/// One change of one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The row's menu.
    #[serde(serialize_with = "menu_path")]
    pub menu: &'static Menu,
    /// The row's key, as overrides and messages call it.
    pub row: String,
    /// The order group (chain) the row belongs to, in ordered menus.
    #[serde(skip)]
    pub group: Option<String>,
    /// What happens.
    #[serde(flatten)]
    pub action: Action,
    /// Natural keys that the row takes, which no other row may have by then.
    #[serde(skip)]
    pub takes: Vec<NaturalKey>,
    /// Natural keys that the row had and gives up.
    #[serde(skip)]
    pub frees: Vec<NaturalKey>,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Action {
    /// The row is new.
    Add {
        /// Its fields; none of them cleared.
        fields: Vec<Setting>,
        /// The row (`.id`) that it must stand before; `None`: at the end.
        before: Option<String>,
    },
    /// Some fields of the row change.
    Set {
        /// `.id`; `None` for the only record of a menu.
        id: Option<String>,
        /// The fields that change.
        fields: Vec<FieldChange>,
        /// The row is not ours yet: somebody must agree.
        take_over: bool,
    },
    /// The row changes its place.
    Move {
        /// `.id`
        id: String,
        /// The row (`.id`) that it must stand before; `None`: at the end.
        before: Option<String>,
    },
    /// The row carries our mark and is no longer wanted.
    Remove {
        /// `.id`
        id: String,
        /// What it was, in the router's spelling.
        former: Vec<(&'static str, String)>,
    },
}

/// A field and its new value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting {
    /// Which field.
    #[serde(rename = "field", serialize_with = "field_name")]
    pub field: FieldRef,
    /// The value as the template wrote it. Secret where the field is.
    #[serde(serialize_with = "shown")]
    pub value: Shown,
}

/// A field that changes its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldChange {
    /// Which field.
    #[serde(rename = "field", serialize_with = "field_name")]
    pub field: FieldRef,
    /// In the router's spelling; `None` where the router has none, or where it is secret.
    pub from: Option<String>,
    /// As the template wrote it; `None`: the field is cleared.
    #[serde(serialize_with = "shown_option")]
    pub to: Option<Shown>,
}

/// A field of the menu table; two are equal when their names are.
#[derive(Debug, Clone, Copy)]
pub struct FieldRef(pub &'static Field);

impl PartialEq for FieldRef {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

/// A value that is hidden where it is secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    value: String,
    secret: bool,
}

impl Shown {
    /// A value of that field.
    pub fn new(field: &Field, value: String) -> Self {
        Shown {
            value,
            secret: field.kind == Kind::Secret,
        }
    }

    /// What goes to the router.
    pub fn reveal(&self) -> &str {
        &self.value
    }

    /// What goes to a person.
    pub fn shown(&self) -> &str {
        if self.secret { HIDDEN } else { &self.value }
    }
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.shown())
    }
}

impl Change {
    /// Menu and row, as messages call it: `/ip/pool guest`; a singleton is its menu.
    pub fn name(&self) -> String {
        named(self.menu, &self.row)
    }
}

/// Menu and row key; a singleton has no key.
pub(crate) fn named(menu: &Menu, row: &str) -> String {
    format!("{} {row}", menu.path).trim_end().to_owned()
}

impl ChangeSet {
    /// Whether a secret of a row that is there is written. Whether it was cannot be read back.
    pub fn sets_secrets(&self) -> bool {
        let secret = |field: &FieldChange| field.field.0.kind == Kind::Secret;
        self.changes.iter().any(
            |change| matches!(&change.action, Action::Set { fields, .. } if fields.iter().any(secret)),
        )
    }

    /// Whether the router already holds what it should.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The rows that are not ours yet and would be changed.
    pub fn take_overs(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| {
            matches!(
                change.action,
                Action::Set {
                    take_over: true,
                    ..
                }
            )
        })
    }

    /// How many rows are added, set, moved, removed.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            match change.action {
                Action::Add { .. } => counts.added += 1,
                Action::Set { .. } => counts.set += 1,
                Action::Move { .. } => counts.moved += 1,
                Action::Remove { .. } => counts.removed += 1,
            }
        }
        counts
    }
}

/// How many rows are added, set, moved, removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New rows.
    pub added: usize,
    /// Rows with changed fields.
    pub set: usize,
    /// Rows that only change their place.
    pub moved: usize,
    /// Rows of ours that go.
    pub removed: usize,
}

fn menu_path<S: Serializer>(menu: &&'static Menu, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(menu.path)
}

fn field_name<S: Serializer>(field: &FieldRef, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(field.0.name)
}

fn shown<S: Serializer>(value: &Shown, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.shown())
}

fn shown_option<S: Serializer>(value: &Option<Shown>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(Shown::shown).serialize(serializer)
}
