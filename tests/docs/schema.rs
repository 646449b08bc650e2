//! docs/schema.md, out of freshly migrated databases and the comments in their migrations.

use std::path::Path;

use hotspotd::domain::moment::Moment;
use hotspotd::store::{Connection, Database, STATE, Schema, TELEMETRY};

use crate::words::{Words, usual};

/// The whole document.
///
/// # Panics
/// A table or a column without a word on what it is.
pub async fn markdown(folder: &Path) -> String {
    let mut text = String::from(HEAD);
    for (schema, about) in [(&STATE, ABOUT_STATE), (&TELEMETRY, ABOUT_TELEMETRY)] {
        let database = Database::open(folder, schema, Moment::from_secs(0)).expect("a database");
        database.close().await;
        let connection = Connection::open(folder.join(schema.file)).expect("the file");
        let version: u32 = one(&connection, "SELECT user_version FROM pragma_user_version");
        assert_eq!(version as usize, schema.migrations.len());
        text.push_str(&format!(
            "\n## {}\n\n{about} Version {version} of its schema (`PRAGMA user_version`).\n",
            schema.file
        ));
        text.push_str(&tables(&connection, schema));
    }
    text
}

/// Each table of a database, in the order in which they came.
fn tables(connection: &Connection, schema: &Schema) -> String {
    let words = Words::of(schema.migrations);
    let tables: Vec<(String, String)> = rows(
        connection,
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    let mut text = String::new();
    for (table, sql) in tables {
        let about = words.table(&table).unwrap_or_else(|| {
            panic!("say in a comment before CREATE TABLE {table} what a row is")
        });
        text.push_str(&format!("\n### {table}\n\n{about}\n\n"));
        text.push_str(
            "| column | type | NULL | refers to | what it is |\n| --- | --- | --- | --- | --- |\n",
        );
        text.push_str(&columns(connection, &table, &sql, &words));
        let more = indexes(connection, &table, &words) + &triggers(connection, &table, &words);
        if !more.is_empty() {
            text.push_str(&format!("\n{more}"));
        }
    }
    text
}

fn columns(connection: &Connection, table: &str, sql: &str, words: &Words) -> String {
    let references: Vec<(String, String, String, String)> = rows(
        connection,
        &format!(
            "SELECT \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list('{table}')"
        ),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    );
    let all: Vec<(String, String, bool, Option<String>, u32)> = rows(
        connection,
        &format!(
            "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('{table}')"
        ),
        |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        },
    );
    let mut text = String::new();
    for (name, kind, not_null, default, key) in all {
        let refers = references.iter().find(|(from, ..)| *from == name);
        let refers = refers.map_or_else(String::new, |(_, table, to, on_delete)| {
            let goes = match on_delete.as_str() {
                "CASCADE" => ", gone with it",
                _ => "",
            };
            format!("{table}.{to}{goes}")
        });
        let about = words.column(table, &name).or_else(|| usual(&name));
        let about = about.unwrap_or_else(|| {
            panic!("say in a comment before the column {name} of CREATE TABLE {table} what it is")
        });
        let mut about = about.to_owned();
        if let Some(values) = allowed(sql, &name) {
            about.push_str(&format!(" One of {values}."));
        }
        if let Some(default) = default {
            about.push_str(&format!(" `{default}` where nobody says it."));
        }
        let empty = if not_null || key > 0 { "no" } else { "yes" };
        let name = if key > 0 {
            format!("**`{name}`**")
        } else {
            format!("`{name}`")
        };
        let about = about.replace('|', "\\|");
        text.push_str(&format!(
            "| {name} | {kind} | {empty} | {refers} | {about} |\n"
        ));
    }
    text
}

/// The words that `CHECK (column IN (…))` allows.
fn allowed(sql: &str, column: &str) -> Option<String> {
    let (_, rest) = sql.split_once(&format!("CHECK ({column} IN ("))?;
    let (words, _) = rest.split_once("))")?;
    Some(words.replace('\'', "`"))
}

fn indexes(connection: &Connection, table: &str, words: &Words) -> String {
    // Those that PRIMARY KEY and UNIQUE make by themselves have no text.
    let mut all: Vec<(String, bool, String, Option<String>)> = rows(
        connection,
        &format!(
            "SELECT list.name, list.\"unique\", list.origin, found.sql FROM pragma_index_list('{table}') AS list
             LEFT JOIN sqlite_schema AS found ON found.type = 'index' AND found.name = list.name"
        ),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    );
    all.retain(|(_, _, origin, _)| origin != "pk");
    all.sort();
    let mut text = String::new();
    for (name, unique, _, sql) in all {
        let columns: Vec<String> = rows(
            connection,
            &format!("SELECT name FROM pragma_index_info('{name}') ORDER BY seqno"),
            |row| row.get(0),
        );
        let columns = format!("`{}`", columns.join("`, `"));
        let unique = if unique {
            "no two rows have the same "
        } else {
            "found by "
        };
        let only = sql
            .as_deref()
            .and_then(|sql| sql.split_once(" WHERE "))
            .map_or_else(String::new, |(_, only)| format!(" where `{only}`"));
        let about = words.index(&name).map(|about| format!(" {about}"));
        let called = sql.is_some().then(|| format!(" (`{name}`)"));
        text.push_str(&format!(
            "- {unique}{columns}{only}{}.{}\n",
            called.unwrap_or_default(),
            about.unwrap_or_default()
        ));
    }
    text
}

fn triggers(connection: &Connection, table: &str, words: &Words) -> String {
    let names: Vec<String> = rows(
        connection,
        &format!(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}' ORDER BY name"
        ),
        |row| row.get(0),
    );
    let mut text = String::new();
    for name in names {
        let about = words.trigger(&name).unwrap_or_else(|| {
            panic!("say in a comment before CREATE TRIGGER {name} what it does")
        });
        text.push_str(&format!("- trigger `{name}`: {about}\n"));
    }
    text
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> Result<T, rusqlite::Error>,
) -> Vec<T> {
    let mut statement = connection.prepare(sql).expect("a question");
    let found = statement.query_map([], read).expect("rows");
    found.collect::<Result<_, _>>().expect("what was asked for")
}

fn one<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> T {
    connection
        .query_row(sql, [], |row| row.get(0))
        .expect("one row")
}

const HEAD: &str = "\
# The databases

<!-- Written by a test: `UPDATE=1 cargo test --test docs`. What things are is said by comments in src/store/migrations/. -->

Both are SQLite in WAL mode, `STRICT` tables, one writing thread each (docs/appliance.md, \"Writing\"). Moments are milliseconds since 1970, UTC. What is *sealed* is
encrypted with the box's key and bound to its row, so that it cannot be read, nor put into another row, by whoever has the file alone. The key of a table is in bold.

A schema changes by another script in src/store/migrations/, never by a change of one that stands: boxes have run it. Comments may be mended.

    sudo -u hotspotd sqlite3 -readonly /var/lib/hotspotd/state.db .schema
";

const ABOUT_STATE: &str = "\
Accounts, routers, jobs: whatever may not be lost. An acknowledged write survives a power cut, and a copy is made before the schema changes.";

const ABOUT_TELEMETRY: &str = "\
Samples: they may be thrown away, and a damaged file is put aside. The last writes before a power cut may be lost.";
