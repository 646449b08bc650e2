//! The rows of every menu, their ids and the journal of changes.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde::{Deserialize, Serialize};

/// Entries of the journal that are kept; a listener that is further behind gets every row again.
const JOURNAL: usize = 65_536;

/// One row. Values are kept in their outgoing form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// Number of the row, printed as `*` and hex in capitals. 0 for the row of a singleton.
    pub id: u32,
    /// Values that were set; defaults are not stored.
    pub values: BTreeMap<String, String>,
    /// What made a dynamic row; `None` for rows that a person added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Is it there from the factory and not to be removed?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub builtin: bool,
}

impl Row {
    /// A row with these values and no id yet.
    pub fn of(values: &[(&str, &str)]) -> Self {
        let values = values
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        Self {
            values,
            ..Self::default()
        }
    }

    /// A value that was set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The id as it is printed.
    pub fn label(&self) -> String {
        label(self.id)
    }

    /// Was it made by the router itself?
    pub fn dynamic(&self) -> bool {
        self.origin.is_some()
    }
}

/// `*` and hex in capitals.
pub fn label(id: u32) -> String {
    format!("*{id:X}")
}

/// The id in a text like `*1A`.
pub fn parse_label(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix('*')?, 16).ok()
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Table {
    rows: Vec<Row>,
    /// Rows by name: menus with thousands of rows are searched by it.
    #[serde(skip)]
    names: HashMap<String, Vec<u32>>,
}

/// A change of one row.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Number of the change.
    pub revision: u64,
    /// Menu of the row.
    pub menu: String,
    /// Number of the row.
    pub id: u32,
}

/// The rows of every menu.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Store {
    tables: BTreeMap<String, Table>,
    /// Highest id given out per menu (interfaces share one); ids are never used again.
    ids: BTreeMap<String, u32>,
    #[serde(skip)]
    revision: u64,
    #[serde(skip)]
    journal: VecDeque<Entry>,
}

impl Store {
    /// The rows of a menu in their order.
    pub fn rows(&self, menu: &str) -> &[Row] {
        self.tables
            .get(menu)
            .map_or(&[], |table| table.rows.as_slice())
    }

    /// The row of a singleton.
    pub fn single(&self, menu: &str) -> Row {
        self.rows(menu).first().cloned().unwrap_or_default()
    }

    /// A row by its number.
    pub fn by_id(&self, menu: &str, id: u32) -> Option<&Row> {
        self.rows(menu).iter().find(|row| row.id == id)
    }

    /// Rows by name.
    pub fn named<'a>(&'a self, menu: &'a str, name: &str) -> impl Iterator<Item = &'a Row> {
        let ids = self
            .tables
            .get(menu)
            .and_then(|table| table.names.get(name))
            .cloned()
            .unwrap_or_default();
        ids.into_iter().filter_map(move |id| self.by_id(menu, id))
    }

    /// The first row with this value.
    pub fn find<'a>(&'a self, menu: &str, field: &str, value: &str) -> Option<&'a Row> {
        self.rows(menu)
            .iter()
            .find(|row| row.get(field) == Some(value))
    }

    /// Menus that have rows.
    pub fn menus(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// Stores a new row, before another one or at the end; gives it an id unless it has one. Returns the id.
    pub fn insert(&mut self, menu: &str, mut row: Row, at: Option<usize>) -> u32 {
        if row.id == 0 {
            row.id = self.next_id(menu);
        }
        let id = row.id;
        let table = self.tables.entry(menu.to_string()).or_default();
        if let Some(name) = row.get("name") {
            table.names.entry(name.to_string()).or_default().push(id);
        }
        let at = at.unwrap_or(table.rows.len()).min(table.rows.len());
        table.rows.insert(at, row);
        self.note(menu, id);
        id
    }

    /// Replaces a row by its id; adds it when it is not there (singletons have id 0).
    pub fn replace(&mut self, menu: &str, row: Row) {
        let table = self.tables.entry(menu.to_string()).or_default();
        let id = row.id;
        match table.rows.iter_mut().find(|old| old.id == id) {
            Some(old) => {
                if old.get("name") != row.get("name") {
                    if let Some(ids) = old.get("name").and_then(|name| table.names.get_mut(name)) {
                        ids.retain(|other| *other != id);
                    }
                    if let Some(name) = row.get("name") {
                        table.names.entry(name.to_string()).or_default().push(id);
                    }
                }
                *old = row;
            }
            None => table.rows.push(row),
        }
        self.note(menu, id);
    }

    /// Removes a row.
    pub fn remove(&mut self, menu: &str, id: u32) -> Option<Row> {
        let table = self.tables.get_mut(menu)?;
        let at = table.rows.iter().position(|row| row.id == id)?;
        let row = table.rows.remove(at);
        if let Some(ids) = row.get("name").and_then(|name| table.names.get_mut(name)) {
            ids.retain(|other| *other != id);
        }
        self.note(menu, id);
        Some(row)
    }

    /// Puts rows in a new order; ids that are not named keep theirs.
    pub fn reorder(&mut self, menu: &str, order: &[u32]) {
        if let Some(table) = self.tables.get_mut(menu) {
            let place = |row: &Row| {
                order
                    .iter()
                    .position(|id| *id == row.id)
                    .unwrap_or(usize::MAX)
            };
            table.rows.sort_by_key(place);
        }
    }

    /// Writes down that a row changed.
    pub fn note(&mut self, menu: &str, id: u32) {
        self.revision += 1;
        self.journal.push_back(Entry {
            revision: self.revision,
            menu: menu.to_string(),
            id,
        });
        if self.journal.len() > JOURNAL {
            self.journal.pop_front();
        }
    }

    /// Number of the last change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Changes after a revision; `None` when the journal no longer reaches back so far.
    pub fn since(&self, revision: u64) -> Option<impl Iterator<Item = &Entry>> {
        let oldest = self
            .journal
            .front()
            .map_or(self.revision + 1, |entry| entry.revision);
        if revision + 1 < oldest {
            return None;
        }
        let seen = self
            .journal
            .partition_point(|entry| entry.revision <= revision);
        Some(self.journal.iter().skip(seen))
    }

    /// Takes the rows of another store over, but for those of some menus. Ids that were given out stay so.
    pub fn go_back_to(&mut self, other: &Store, except: &[&str]) {
        let menus: BTreeSet<String> = self
            .tables
            .keys()
            .chain(other.tables.keys())
            .cloned()
            .collect();
        for menu in menus.iter().filter(|menu| !except.contains(&menu.as_str())) {
            let (now, then) = (self.rows(menu), other.rows(menu));
            if now == then {
                continue;
            }
            let changed = |one: &[Row], other: &[Row]| -> Vec<u32> {
                one.iter()
                    .filter(|row| !other.contains(row))
                    .map(|row| row.id)
                    .collect()
            };
            let ids: BTreeSet<u32> = changed(now, then)
                .into_iter()
                .chain(changed(then, now))
                .collect();
            let table = other.tables.get(menu).cloned().unwrap_or_default();
            self.tables.insert(menu.clone(), table);
            for id in ids {
                self.note(menu, id);
            }
        }
    }

    /// Rebuilds what is not saved.
    pub fn reindex(&mut self) {
        for table in self.tables.values_mut() {
            table.names.clear();
            for row in &table.rows {
                if let Some(name) = row.get("name") {
                    table
                        .names
                        .entry(name.to_string())
                        .or_default()
                        .push(row.id);
                }
            }
        }
    }

    /// Gives out the next id of a menu.
    fn next_id(&mut self, menu: &str) -> u32 {
        let space = id_space(menu);
        let last = self.ids.entry(space.to_string()).or_insert(0);
        *last = last.saturating_add(1);
        *last
    }

    /// Sets the number that ids of a menu go on from.
    pub fn ids_from(&mut self, menu: &str, last: u32) {
        self.ids.insert(id_space(menu).to_string(), last);
    }
}

/// Interfaces share one row of ids over all their menus.
fn id_space(menu: &str) -> &str {
    if super::menus::INTERFACES.contains(&menu) {
        "/interface"
    } else {
        menu
    }
}
