//! Which row on the router is meant by which desired row.
//!
//! First by mark; then, among what is left, by natural key: a foreign row that stands in the place of a desired one is
//! *claimed*. It is changed by `set` and never deleted and added again. All other foreign rows are left alone.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::desired::{Desired, DesiredRow, Identity};
use super::mark::{SiteMark, is_marked, is_marked_name};
use super::observed::{Observed, ObservedRow};
use crate::domain::routeros::menu::{Mark, Menu};

/// What a desired row found on the router.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found<'a> {
    /// Nothing: it must be added.
    Nothing,
    /// A row of ours.
    Ours(&'a ObservedRow),
    /// A row of somebody else in its place.
    Foreign(&'a ObservedRow),
}

/// All desired rows with what they found, and our rows that nobody wants any more.
#[derive(Debug)]
pub struct Claims<'a> {
    /// In the order of [`Desired::rows`].
    pub pairs: Vec<(&'a DesiredRow, Found<'a>)>,
    /// Rows with our mark that no desired row found.
    pub surplus: Vec<(&'static Menu, &'a ObservedRow)>,
}

/// Why a desired row cannot be brought onto this router.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// A row that should come with the router is not there.
    #[error(
        "the router has no {find} in {menu}: check the model in the site file, and the packages on the router"
    )]
    Missing {
        /// The menu.
        menu: &'static str,
        /// What was looked for, `field=value …`.
        find: String,
    },
    /// The router does not have the menu at all.
    #[error(
        "the router has no menu {0}: install the package that brings it (/system package), or change model or version in the site file"
    )]
    NoMenu(&'static str),
    /// Somebody else's row uses a row that is no longer wanted.
    #[error("{menu} {row} is no longer wanted, and {user} still uses it: change that row first")]
    InUse {
        /// The menu.
        menu: &'static str,
        /// Key of our row.
        row: String,
        /// The row that names it.
        user: String,
    },
    /// A row that keeps its place stands where one of ours must go.
    #[error(
        "{menu} {row} must get {values}, which another row has already ({holder}): remove or change that one first"
    )]
    InTheWay {
        /// The menu.
        menu: &'static str,
        /// Key of our row.
        row: String,
        /// The values that only one row can have.
        values: String,
        /// What that row is called.
        holder: String,
    },
    /// The place is taken by another site of hotspotd.
    #[error("{menu} {row}: {owner} holds its place on this router; two sites cannot share it")]
    OtherSite {
        /// The menu.
        menu: &'static str,
        /// The desired row's key.
        row: String,
        /// The other site's mark.
        owner: String,
    },
}

/// Finds for every desired row the row on the router that is meant.
///
/// # Errors
/// All desired rows that cannot be brought onto this router.
pub fn claim<'a>(
    desired: &'a Desired,
    observed: &'a Observed,
) -> Result<Claims<'a>, Vec<ClaimError>> {
    let mut indexes: HashMap<&'static str, Index<'a>> = HashMap::new();
    for row in &desired.rows {
        indexes
            .entry(row.menu.path)
            .or_insert_with(|| Index::new(row.menu, observed.rows(row.menu.path), &desired.mark));
    }
    let absent: BTreeSet<&str> = indexes
        .keys()
        .filter(|path| !observed.menus.contains_key(*path))
        .copied()
        .collect();
    if !absent.is_empty() {
        return Err(absent.into_iter().map(ClaimError::NoMenu).collect());
    }
    let mut taken: HashSet<*const ObservedRow> = HashSet::new();
    let mut pairs: Vec<(&DesiredRow, Found)> = Vec::with_capacity(desired.rows.len());
    let mut errors = Vec::new();
    for row in &desired.rows {
        let found = match indexes.get(row.menu.path) {
            Some(index) => index.by_identity(row, &desired.mark),
            None => Found::Nothing,
        };
        match found {
            Found::Ours(have) | Found::Foreign(have) => {
                taken.insert(std::ptr::from_ref(have));
            }
            Found::Nothing => {
                if let Some(error) = missing(row) {
                    errors.push(error);
                }
            }
        }
        pairs.push((row, found));
    }
    for (row, found) in &mut pairs {
        if *found != Found::Nothing {
            continue;
        }
        let Some(have) = indexes
            .get(row.menu.path)
            .and_then(|index| index.by_key(row, &taken))
        else {
            continue;
        };
        match owner(row.menu, have) {
            Some(owner) if !is_ours(row.menu, have, &desired.mark) => {
                errors.push(ClaimError::OtherSite {
                    menu: row.menu.path,
                    row: row.key().to_owned(),
                    owner: owner.to_owned(),
                });
            }
            _ => {
                taken.insert(std::ptr::from_ref(have));
                let ours = is_ours(row.menu, have, &desired.mark);
                *found = if ours {
                    Found::Ours(have)
                } else {
                    Found::Foreign(have)
                };
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let surplus = crate::domain::routeros::menus::all()
        .flat_map(|menu| observed.rows(menu.path).iter().map(move |row| (menu, row)))
        .filter(|(menu, row)| {
            !row.dynamic
                && is_ours(menu, row, &desired.mark)
                && !taken.contains(&std::ptr::from_ref(*row))
        })
        .collect();
    Ok(Claims { pairs, surplus })
}

/// The mark of a row that belongs to some site of hotspotd.
fn owner<'r>(menu: &Menu, row: &'r ObservedRow) -> Option<&'r str> {
    match menu.mark {
        Mark::Name => row.get("name").filter(|name| is_marked_name(name)),
        Mark::Comment | Mark::None => row.get("comment").filter(|comment| is_marked(comment)),
    }
}

/// The key in the mark of a row that is ours; `None` where it is not.
pub fn own_key<'r>(menu: &Menu, row: &'r ObservedRow, mark: &SiteMark) -> Option<&'r str> {
    match menu.mark {
        Mark::Name => mark.key_in_name(row.get("name")?),
        Mark::Comment | Mark::None => mark.key_in_comment(row.get("comment")?),
    }
}

/// Whether a row carries the mark of this site.
pub fn is_ours(menu: &Menu, row: &ObservedRow, mark: &SiteMark) -> bool {
    own_key(menu, row, mark).is_some()
}

fn missing(row: &DesiredRow) -> Option<ClaimError> {
    let find = match &row.identity {
        Identity::Key(_) => return None,
        Identity::Singleton => "record".to_owned(),
        Identity::Existing(find) => find
            .iter()
            .map(|(field, value)| format!("{field}={value}"))
            .collect::<Vec<_>>()
            .join(" "),
    };
    Some(ClaimError::Missing {
        menu: row.menu.path,
        find,
    })
}

/// The rows of one menu, by mark and by natural key.
struct Index<'a> {
    menu: &'static Menu,
    rows: &'a [ObservedRow],
    by_mark: HashMap<&'a str, &'a ObservedRow>,
    by_key: Vec<HashMap<Vec<String>, Vec<&'a ObservedRow>>>,
}

impl<'a> Index<'a> {
    fn new(menu: &'static Menu, rows: &'a [ObservedRow], mark: &SiteMark) -> Self {
        let mut by_mark = HashMap::new();
        let mut by_key: Vec<HashMap<Vec<String>, Vec<&ObservedRow>>> =
            menu.keys().iter().map(|_| HashMap::new()).collect();
        for row in rows.iter().filter(|row| !row.dynamic) {
            if let Some(key) = own_key(menu, row, mark) {
                by_mark.entry(key).or_insert(row);
            }
            for (key, map) in menu.keys().iter().zip(&mut by_key) {
                if let Some(values) = key_of(menu, key, |field| row.get(field)) {
                    map.entry(values).or_default().push(row);
                }
            }
        }
        Index {
            menu,
            rows,
            by_mark,
            by_key,
        }
    }

    fn by_identity(&self, row: &DesiredRow, mark: &SiteMark) -> Found<'a> {
        match &row.identity {
            Identity::Key(key) => self
                .by_mark
                .get(key.as_str())
                .map_or(Found::Nothing, |have| Found::Ours(have)),
            Identity::Singleton => self.rows.first().map_or(Found::Nothing, Found::Foreign),
            Identity::Existing(find) => self
                .rows
                .iter()
                .filter(|have| !have.dynamic)
                .find(|have| {
                    find.iter()
                        .all(|(field, value)| have.get(field) == Some(value))
                })
                .map_or(Found::Nothing, |have| {
                    if is_ours(self.menu, have, mark) {
                        Found::Ours(have)
                    } else {
                        Found::Foreign(have)
                    }
                }),
        }
    }

    fn by_key(
        &self,
        row: &DesiredRow,
        taken: &HashSet<*const ObservedRow>,
    ) -> Option<&'a ObservedRow> {
        self.menu
            .keys()
            .iter()
            .zip(&self.by_key)
            .find_map(|(key, map)| {
                let values = key_of(self.menu, key, |field| row.get(field))?;
                map.get(&values)?
                    .iter()
                    .copied()
                    .find(|have| !taken.contains(&std::ptr::from_ref(*have)))
            })
    }
}

/// The normal values of a natural key, if the row has all of its fields.
fn key_of<'v>(
    menu: &Menu,
    key: &[&str],
    value: impl Fn(&str) -> Option<&'v str>,
) -> Option<Vec<String>> {
    key.iter()
        .map(|name| Some(menu.field(name)?.kind.normal(value(name)?)))
        .collect()
}
