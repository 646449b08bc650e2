//! What the router should hold: the rows of a configuration, read from rendered RouterOS text.
//!
//! The text is parsed by `rsc` and checked here against the menu table: every menu and field known and present in that
//! RouterOS version, every added row marked as ours, every key once. Whether the configuration makes *sense* is `check.rs`.

use std::collections::HashSet;
use std::fmt;

use rsc::{Position, Statement, Target, Verb};

use super::changeset::named;
use super::mark::SiteMark;
use super::site::Override;
use crate::domain::routeros::menu::{Field, Mark, Menu, Order, Shape};
use crate::domain::routeros::menus;
use crate::domain::routeros::value::Kind;
use crate::domain::routeros::version::Version;
use crate::domain::secret::Secret;

/// All rows that one site wants on its router.
#[derive(Debug, Clone)]
pub struct Desired {
    /// Whose rows they are.
    pub mark: SiteMark,
    /// The rows in the order of the text.
    pub rows: Vec<DesiredRow>,
}

impl Desired {
    /// No rows of that site.
    pub fn none(mark: SiteMark) -> Self {
        Desired {
            mark,
            rows: Vec::new(),
        }
    }
}

/// One row.
#[derive(Debug, Clone)]
pub struct DesiredRow {
    /// Its menu.
    pub menu: &'static Menu,
    /// How the row on the router is recognised.
    pub identity: Identity,
    /// The fields it must have; other fields of the row are not looked at. In the order of the text.
    pub fields: Vec<Want>,
    /// `place-before=0`: it must stand before all rows that are not ours (of its chain).
    pub first: bool,
    /// Where it stands in the rendered text.
    pub at: Position,
}

/// One field of a desired row.
#[derive(Clone)]
pub struct Want {
    /// Which field.
    pub field: &'static Field,
    /// Its value; `None`: cleared.
    pub value: Option<String>,
}

impl fmt::Debug for Want {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match self.field.kind {
            Kind::Secret => Secret::HIDDEN,
            _ => self.value.as_deref().unwrap_or_default(),
        };
        write!(f, "{}={value:?}", self.field.name)
    }
}

/// How the row on the router is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The only record of its menu.
    Singleton,
    /// A row of ours, by the key in its mark.
    Key(String),
    /// A row that the router has anyway (a port, a radio, a service), by the values of some fields.
    Existing(Vec<(String, String)>),
}

/// Why a text is no valid set of rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {}, column {}: {message}", at.line, at.column)]
pub struct RowError {
    /// Where in the text.
    pub at: Position,
    /// What is wrong and what to do.
    pub message: String,
}

impl Desired {
    /// Reads the rows of a parsed text for the site with this mark and a router of this version.
    ///
    /// # Errors
    /// All rows that the menu table refuses.
    pub fn from_statements(
        mark: SiteMark,
        statements: &[Statement],
        version: &Version,
    ) -> Result<Self, Vec<RowError>> {
        let mut rows = Vec::with_capacity(statements.len());
        let mut errors = Vec::new();
        let mut seen = HashSet::new();
        let mut keys = HashSet::new();
        for statement in statements {
            match row(&mark, statement, version) {
                Ok(row) if !seen.insert((row.menu.path, row.identity.clone())) => {
                    errors.push(RowError {
                        at: statement.at,
                        message: format!(
                            "{} stands here for the second time: give each row its own key",
                            named(row.menu, row.key())
                        ),
                    })
                }
                Ok(row) => match row.natural_keys().into_iter().find(|key| !keys.insert((row.menu.path, key.clone()))) {
                    Some((_, values)) => errors.push(RowError {
                        at: statement.at,
                        message: format!(
                            "{} cannot have two rows with {}: give this one another name, port or address",
                            row.menu.path,
                            values.join(" ")
                        ),
                    }),
                    None => rows.push(row),
                },
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(Desired { mark, rows })
        } else {
            Err(errors)
        }
    }

    /// Applies what the operator accepted from drift.
    ///
    /// # Errors
    /// The overrides that name no row or field of this configuration.
    pub fn apply_overrides(&mut self, overrides: &[Override]) -> Result<(), Vec<String>> {
        let mut errors = Vec::new();
        for item in overrides {
            if let Err(message) = self.apply_override(item) {
                errors.push(message);
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn apply_override(&mut self, item: &Override) -> Result<(), String> {
        let place = format!("override of {} {}", item.menu, item.key);
        let place = place.trim_end();
        let row = self
            .rows
            .iter_mut()
            .find(|row| row.menu.path == item.menu && row.key() == item.key)
            .ok_or_else(|| format!("{place}: the configuration has no such row; remove the override or correct its menu and key"))?;
        let field = row
            .menu
            .field(&item.field)
            .ok_or_else(|| format!("{place}: the menu has no field {}", item.field))?;
        if matches!(field.name, "comment" | "name")
            || row.menu.keys().iter().any(|key| key.contains(&field.name))
        {
            return Err(format!(
                "{place}: {} says which row it is and cannot be overridden",
                field.name
            ));
        }
        match row
            .fields
            .iter_mut()
            .find(|want| want.field.name == field.name)
        {
            Some(want) => want.value = Some(item.value.clone()),
            None => row.fields.push(Want {
                field,
                value: Some(item.value.clone()),
            }),
        }
        Ok(())
    }

    /// The rows of one menu.
    pub fn in_menu<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a DesiredRow> {
        self.rows.iter().filter(move |row| row.menu.path == path)
    }
}

impl DesiredRow {
    /// The value of a field, if the row says one.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|want| want.field.name == field)?
            .value
            .as_deref()
    }

    /// What the row is called in overrides and messages: the part of its mark behind the site, or the value it is found by.
    pub fn key(&self) -> &str {
        match &self.identity {
            Identity::Singleton => "",
            Identity::Key(key) => key,
            Identity::Existing(find) => find.first().map_or("", |(_, value)| value),
        }
    }

    /// The natural keys that the row takes: number of the key in the menu table, and its normal values.
    pub fn natural_keys(&self) -> Vec<NaturalKey> {
        natural_keys(self.menu, |field| self.get(field))
    }

    /// The order group that the row belongs to: its chain where the menu is ordered by chain.
    pub fn group(&self) -> Option<&str> {
        match self.menu.order {
            Order::Free => None,
            Order::Whole => Some(""),
            Order::PerChain => Some(self.get("chain").unwrap_or_default()),
        }
    }
}

/// A natural key with its values: which of the menu's keys, and the normal forms.
pub type NaturalKey = (usize, Vec<String>);

/// The natural keys of a row with these values; those of which it has all fields.
pub fn natural_keys<'v>(menu: &Menu, value: impl Fn(&str) -> Option<&'v str>) -> Vec<NaturalKey> {
    let normal = |name: &&str| Some(menu.field(name)?.kind.normal(value(name)?));
    let whole = |(index, key): (usize, &&[&str])| {
        Some((
            index,
            key.iter().map(normal).collect::<Option<Vec<String>>>()?,
        ))
    };
    menu.keys().iter().enumerate().filter_map(whole).collect()
}

fn row(mark: &SiteMark, statement: &Statement, version: &Version) -> Result<DesiredRow, RowError> {
    let refuse = |at: Position, message: String| RowError { at, message };
    let menu = menus::find(&statement.menu).ok_or_else(|| {
        refuse(
            statement.at,
            format!(
                "hotspotd does not write the menu {}; leave it out or set it up by hand",
                statement.menu
            ),
        )
    })?;
    let number = (version.major, version.minor);
    if !menu.exists_in(number) {
        return Err(refuse(
            statement.at,
            format!("RouterOS {version} has no menu {}", menu.path),
        ));
    }
    let mut fields = Vec::with_capacity(statement.fields.len());
    let mut first = false;
    for written in &statement.fields {
        if written.name == "place-before"
            && statement.verb == Verb::Add
            && menu.order != Order::Free
        {
            if written.value.as_deref() != Some("0") {
                return Err(refuse(
                    written.at,
                    "place-before may only be 0: before all rows that are not ours".to_owned(),
                ));
            }
            first = true;
            continue;
        }
        let field = menu.field(&written.name).ok_or_else(|| {
            refuse(
                written.at,
                format!("hotspotd does not write {} in {}", written.name, menu.path),
            )
        })?;
        if field.since.is_some_and(|since| number < since) {
            return Err(refuse(
                written.at,
                format!("RouterOS {version} has no {} in {}", field.name, menu.path),
            ));
        }
        fields.push(Want {
            field,
            value: written.value.clone(),
        });
    }
    // A row that is on the router but switched off does nothing, so being switched on is part of what is wanted.
    let silent = |name: &str| !fields.iter().any(|want| want.field.name == name);
    if let (Verb::Add, Some(field), true) =
        (statement.verb, menu.field("disabled"), silent("disabled"))
    {
        fields.push(Want {
            field,
            value: Some("no".to_owned()),
        });
    }
    let identity = identity(mark, menu, statement, &fields)
        .map_err(|message| refuse(statement.at, message))?;
    Ok(DesiredRow {
        menu,
        identity,
        fields,
        first,
        at: statement.at,
    })
}

fn identity(
    mark: &SiteMark,
    menu: &'static Menu,
    statement: &Statement,
    fields: &[Want],
) -> Result<Identity, String> {
    let value = |name: &str| {
        fields
            .iter()
            .find(|want| want.field.name == name)
            .and_then(|want| want.value.as_deref())
    };
    match (statement.verb, menu.shape, &statement.target) {
        (Verb::Set, Shape::Singleton, Target::None) => Ok(Identity::Singleton),
        (Verb::Set, Shape::Singleton, _) => Err(format!(
            "{} has one record only: write `set field=value` without a row",
            menu.path
        )),
        (Verb::Set, _, Target::None) => Err(format!(
            "say which row of {}: `set [find name=…] …`",
            menu.path
        )),
        (Verb::Set, _, Target::Name(name)) => {
            Ok(Identity::Existing(vec![("name".to_owned(), name.clone())]))
        }
        (Verb::Set, _, Target::Find(conditions)) if !conditions.is_empty() => {
            if let Some(unknown) = conditions
                .iter()
                .find(|condition| menu.field(&condition.field).is_none())
            {
                return Err(format!(
                    "{} has no field {} to find a row by",
                    menu.path, unknown.field
                ));
            }
            Ok(Identity::Existing(
                conditions
                    .iter()
                    .map(|c| (c.field.clone(), c.value.clone()))
                    .collect(),
            ))
        }
        (Verb::Set, _, Target::Find(_)) => {
            Err("`set [find]` would change every row: name one".to_owned())
        }
        (Verb::Add, Shape::Singleton, _) => Err(format!(
            "{} has one record only: write `set` instead of `add`",
            menu.path
        )),
        (Verb::Add, Shape::Fixed, _) => Err(format!(
            "rows of {} come with the router: write `set [find name=…]` instead of `add`",
            menu.path
        )),
        (Verb::Add, Shape::Rows(_), _) => match menu.mark {
            Mark::Name => value("name")
                .and_then(|name| mark.key_in_name(name))
                .filter(|key| !key.is_empty())
                .map(|key| Identity::Key(key.to_owned()))
                .ok_or_else(|| {
                    format!(
                        "a row of {} needs a name that begins with {}, so that it is known as ours",
                        menu.path,
                        mark.name()
                    )
                }),
            Mark::Comment | Mark::None => value("comment")
                .and_then(|comment| mark.key_in_comment(comment))
                .filter(|key| !key.is_empty())
                .map(|key| Identity::Key(key.to_owned()))
                .ok_or_else(|| {
                    format!(
                        "a row of {} needs comment=\"{}<key>\", so that it is known as ours",
                        menu.path,
                        mark.comment()
                    )
                }),
        },
    }
}
