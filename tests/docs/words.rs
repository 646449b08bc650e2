//! What the comments in SQL scripts say of tables, columns, indexes and triggers.

use std::collections::BTreeMap;

/// Columns that are the same in every table, so that no comment repeats it.
const USUAL: &[(&str, &str)] = &[
    ("id", "Its number."),
    ("operator_id", "Whose it is."),
    ("account_id", "Whose it is."),
    ("session_id", "Of which session."),
    ("router_id", "On which router."),
    ("job_id", "Of which job."),
    ("created_at", "When it was made."),
    ("changed_at", "When it was last changed."),
    ("archived_at", "When it was put away. NULL: it is in use."),
];

/// What a column is that is the same in every table.
pub fn usual(column: &str) -> Option<&'static str> {
    let found = USUAL.iter().find(|(name, _)| *name == column);
    found.map(|(_, about)| *about)
}

/// What comments say of something: a comment stands in the lines right above it.
#[derive(Debug, Default)]
pub struct Words(BTreeMap<(Kind, String), String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Table,
    Column,
    Index,
    Trigger,
}

impl Words {
    /// Those of these scripts, one after the other.
    pub fn of(scripts: &[&str]) -> Self {
        let mut words = Words::default();
        for script in scripts {
            words.read(script);
        }
        words
    }

    fn read(&mut self, script: &str) {
        let mut comment: Vec<&str> = Vec::new();
        let mut table = "";
        for line in script.lines() {
            let line = line.trim();
            if let Some(text) = line.strip_prefix("--") {
                comment.push(text.trim());
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            let (kind, name) = match words[..] {
                ["CREATE", "TABLE", name, ..] => {
                    table = name;
                    (Kind::Table, name.to_owned())
                }
                ["CREATE", "INDEX", name, ..] | ["CREATE", "UNIQUE", "INDEX", name, ..] => {
                    (Kind::Index, name.to_owned())
                }
                ["CREATE", "TRIGGER", name, ..] => (Kind::Trigger, name.to_owned()),
                ["ALTER", "TABLE", table, "ADD", "COLUMN", name, ..] => {
                    (Kind::Column, format!("{table}.{name}"))
                }
                [name, _, ..] if !table.is_empty() => (Kind::Column, format!("{table}.{name}")),
                _ => {
                    comment.clear();
                    continue;
                }
            };
            if line.starts_with(')') {
                table = "";
            }
            if !comment.is_empty() {
                self.0.insert((kind, name), comment.join(" "));
                comment.clear();
            }
        }
    }

    fn find(&self, kind: Kind, name: String) -> Option<&str> {
        self.0.get(&(kind, name)).map(String::as_str)
    }

    /// What a row of a table is.
    pub fn table(&self, name: &str) -> Option<&str> {
        self.find(Kind::Table, name.to_owned())
    }

    /// What a column is.
    pub fn column(&self, table: &str, name: &str) -> Option<&str> {
        self.find(Kind::Column, format!("{table}.{name}"))
    }

    /// What an index is for.
    pub fn index(&self, name: &str) -> Option<&str> {
        self.find(Kind::Index, name.to_owned())
    }

    /// What a trigger does.
    pub fn trigger(&self, name: &str) -> Option<&str> {
        self.find(Kind::Trigger, name.to_owned())
    }
}

#[test]
fn a_comment_belongs_to_what_follows_it() {
    let words = Words::of(&[
        "-- Of the file.\n\n-- A sale,\n-- for money.\nCREATE TABLE sale (\n    id INTEGER,\n    -- In cents.\n    price INTEGER,\n    -- Not a column of another.\n    UNIQUE (price)\n) STRICT;\n-- Quick.\nCREATE INDEX sale_price ON sale (price);\nCREATE TABLE bare (\n    id INTEGER\n) STRICT;",
        "-- When.\nALTER TABLE sale ADD COLUMN at INTEGER;",
    ]);
    assert_eq!(words.table("sale"), Some("A sale, for money."));
    assert_eq!(words.column("sale", "id"), None);
    assert_eq!(words.column("sale", "price"), Some("In cents."));
    assert_eq!(words.column("sale", "at"), Some("When."));
    assert_eq!(words.index("sale_price"), Some("Quick."));
    assert_eq!(words.table("bare"), None);
}
