//! Opening: what is refused is left as it was; what is migrated is copied before.

use std::os::unix::fs::PermissionsExt;

use hotspotd::store::{Database, OpenError, Schema, snapshot};

use super::bench::{FORGETFUL, Folder, NOW, SALES, SMALL, ids, open, sale, stored};

const NEWER: Schema = Schema {
    migrations: &[SALES, "ALTER TABLE sale ADD COLUMN price INTEGER;"],
    ..SMALL
};

/// The second step is good, the third is not.
const BAD: Schema = Schema {
    migrations: &[
        SALES,
        "ALTER TABLE sale ADD COLUMN price INTEGER; DELETE FROM sale WHERE id = 1;",
        "INSERT INTO nowhere VALUES (1);",
    ],
    ..SMALL
};

#[tokio::test]
async fn a_newer_schema_is_refused_and_nothing_is_touched() {
    let folder = Folder::new();
    let newer = Database::open(folder.path(), &NEWER, NOW).unwrap();
    newer.write(sale(1)).await.unwrap();
    newer.close().await;
    let before = folder.contents();
    let error = Database::open(folder.path(), &SMALL, NOW).unwrap_err();
    assert!(
        matches!(
            error,
            OpenError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(folder.contents(), before);
}

#[tokio::test]
async fn a_newer_schema_is_seen_in_the_log_too() {
    let folder = Folder::new();
    open(folder.path()).close().await;
    let newer = Database::open(folder.path(), &NEWER, NOW).unwrap();
    newer.write(sale(1)).await.unwrap();
    // As a kill would leave it: the new version stands in the log alone.
    let killed = Folder::new();
    for name in ["state.db", "state.db-wal"] {
        std::fs::copy(folder.file(name), killed.file(name)).unwrap();
    }
    let before = killed.contents();
    let error = Database::open(killed.path(), &SMALL, NOW).unwrap_err();
    assert!(matches!(error, OpenError::Newer { .. }), "{error}");
    for (name, bytes) in before {
        assert_eq!(std::fs::read(killed.file(&name)).unwrap(), bytes, "{name}");
    }
    let whole = Database::open(killed.path(), &NEWER, NOW).unwrap();
    assert_eq!(ids(&whole).await, [1]);
}

#[test]
fn a_database_of_another_program_is_refused_and_nothing_is_touched() {
    let folder = Folder::new();
    rusqlite::Connection::open(folder.file("state.db"))
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1);")
        .unwrap();
    let before = folder.contents();
    let error = Database::open(folder.path(), &SMALL, NOW).unwrap_err();
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
    assert_eq!(folder.contents(), before);

    std::fs::write(
        folder.file("state.db"),
        "a letter to the landlord, quite long enough for a header",
    )
    .unwrap();
    let error = Database::open(folder.path(), &SMALL, NOW).unwrap_err();
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
}

#[tokio::test]
async fn a_making_that_was_interrupted_is_made_again() {
    let folder = Folder::new();
    std::fs::write(folder.file("state.db"), "").unwrap();
    open(folder.path()).close().await;
    // The header alone, as a power cut leaves it after the journal mode was set and before the first migration.
    let empty = Folder::new();
    rusqlite::Connection::open(empty.file("state.db"))
        .unwrap()
        .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
        .unwrap();
    assert!(std::fs::metadata(empty.file("state.db")).unwrap().len() > 0);
    let database = open(empty.path());
    database.write(sale(1)).await.unwrap();
}

#[tokio::test]
async fn before_a_migration_there_is_a_checked_copy() {
    let folder = Folder::new();
    let old = open(folder.path());
    old.write(sale(1)).await.unwrap();
    old.close().await;
    let new = Database::open(folder.path(), &NEWER, NOW).unwrap();
    assert_eq!(ids(&new).await, [1]);
    let copies: Vec<_> = std::fs::read_dir(folder.file(snapshot::FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_eq!(stored(&copies[0]), (vec![1], "ok".to_owned()));
    let columns: i64 = rusqlite::Connection::open(&copies[0])
        .unwrap()
        .query_row(
            "SELECT count(*) FROM pragma_table_info('sale')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(columns, 2, "the copy has the old schema");
}

#[tokio::test]
async fn a_migration_that_fails_leaves_the_old_schema_and_its_data() {
    let folder = Folder::new();
    let old = open(folder.path());
    old.write(sale(1)).await.unwrap();
    old.close().await;
    let error = Database::open(folder.path(), &BAD, NOW).unwrap_err();
    assert!(
        matches!(error, OpenError::Migration { to: 3, .. }),
        "{error}"
    );
    let again = open(folder.path());
    assert_eq!(ids(&again).await, [1]);
}

#[tokio::test]
async fn a_table_made_anew_does_not_take_its_children_along() {
    const FAMILY: &str = "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE) STRICT;
        INSERT INTO parent VALUES (1); INSERT INTO child VALUES (7, 1);";
    let first = Schema {
        migrations: &[FAMILY],
        ..SMALL
    };
    let anew = Schema {
        migrations: &[FAMILY, "CREATE TABLE new (id INTEGER PRIMARY KEY, more TEXT) STRICT;
            INSERT INTO new (id) SELECT id FROM parent; DROP TABLE parent; ALTER TABLE new RENAME TO parent;"],
        ..SMALL
    };
    let orphans = Schema {
        migrations: &[FAMILY, "DELETE FROM parent;"],
        ..SMALL
    };
    let folder = Folder::new();
    Database::open(folder.path(), &first, NOW)
        .unwrap()
        .close()
        .await;
    let error = Database::open(folder.path(), &orphans, NOW).unwrap_err();
    assert!(matches!(error, OpenError::Migration { .. }), "{error}");
    Database::open(folder.path(), &anew, NOW)
        .unwrap()
        .close()
        .await;
    let children: i64 = rusqlite::Connection::open(folder.file("state.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM child", [], |row| row.get(0))
        .unwrap();
    assert_eq!(children, 1);
}

#[tokio::test]
async fn damage_is_told_as_such_and_samples_are_begun_anew() {
    let folder = Folder::new();
    let database = open(folder.path());
    for id in 0..500 {
        database.write(sale(id)).await.unwrap();
    }
    database.close().await;
    let path = folder.file("state.db");
    let mut bytes = std::fs::read(&path).unwrap();
    for byte in &mut bytes[4096..8192] {
        *byte = 0x5a;
    }
    std::fs::write(&path, &bytes).unwrap();
    let disposable = Schema {
        precious: false,
        ..FORGETFUL
    };
    let fresh = Database::open(folder.path(), &disposable, NOW).unwrap();
    assert_eq!(ids(&fresh).await, [0_i64; 0]);
    assert_eq!(
        std::fs::read(folder.file("state.db.damaged")).unwrap(),
        bytes
    );

    let torn = Folder::new();
    std::fs::write(torn.file("state.db"), &bytes[..100]).unwrap();
    let error = Database::open(torn.path(), &SMALL, NOW).unwrap_err();
    assert!(
        error.to_string().contains("hotspotd restore FILE"),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_else_may_read_it() {
    let folder = Folder::new();
    let database = open(folder.path());
    database.write(sale(1)).await.unwrap();
    let copy = database
        .snapshot(folder.file("backups"), "copy.db".to_owned())
        .await
        .unwrap();
    for path in [
        folder.file("state.db"),
        folder.file("state.db-wal"),
        folder.file("state.db-shm"),
        copy,
    ] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    }
}
