//! What the tests share: a folder that goes, a small database, numbers by chance.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use hotspotd::domain::moment::Moment;
use hotspotd::store::{Connection, Database, Schema, StoreError};

/// A folder that goes with the value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let path = std::env::temp_dir().join(format!(
            "hotspotd-store-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Names and contents of all files, without folders.
    pub fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub const NOW: Moment = Moment::from_secs(1_796_000_000);

/// The first schema of the small database.
pub const SALES: &str =
    "CREATE TABLE sale (id INTEGER PRIMARY KEY, note TEXT NOT NULL UNIQUE) STRICT;";

pub const SMALL: Schema = Schema {
    file: "state.db",
    migrations: &[SALES],
    synchronous: "FULL",
    precious: true,
    readers: 2,
};

/// The same, where a commit is not synced.
pub const FORGETFUL: Schema = Schema {
    synchronous: "NORMAL",
    ..SMALL
};

pub fn open(folder: &Path) -> Database {
    Database::open(folder, &SMALL, NOW).unwrap()
}

/// A job that stores a sale.
pub fn sale(id: i64) -> impl FnOnce(&Connection) -> Result<(), StoreError> + Send + 'static {
    noted(id, format!("sale {id}"))
}

pub fn noted(
    id: i64,
    note: String,
) -> impl FnOnce(&Connection) -> Result<(), StoreError> + Send + 'static {
    move |connection| {
        connection.execute("INSERT INTO sale (id, note) VALUES (?1, ?2)", (id, note))?;
        Ok(())
    }
}

/// The ids that are stored, and what `integrity_check` says, by a connection of our own.
pub fn stored(path: &Path) -> (Vec<i64>, String) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let check = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    let ids = connection
        .prepare("SELECT id FROM sale ORDER BY id")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    (ids, check)
}

/// The ids that a database tells.
pub async fn ids(database: &Database) -> Vec<i64> {
    database
        .read(|connection| {
            let ids = connection
                .prepare("SELECT id FROM sale ORDER BY id")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<Vec<i64>, _>>()?;
            Ok::<_, StoreError>(ids)
        })
        .await
        .unwrap()
}

/// Numbers by chance, the same for the same seed (xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Chance(seed.max(1))
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound.max(1)
    }
}
