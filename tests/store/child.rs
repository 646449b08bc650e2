//! A process of its own that writes sales and tells each that was acknowledged: to be killed, starved or cut off.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use hotspotd::store::{Database, StoreError};

use super::bench::{FORGETFUL, NOW, SMALL, noted};

const FOLDER: &str = "HOTSPOTD_STORE_CHILD";
const MOST: &str = "HOTSPOTD_STORE_CHILD_MOST";
const SYNC: &str = "HOTSPOTD_STORE_CHILD_SYNC";
/// How many write at the same time.
const TASKS: i64 = 4;

/// How the child is started: what stands in front of its program, and how many sales it makes.
pub struct Way<'a> {
    pub before: &'a [&'a str],
    pub most: i64,
    pub synced: bool,
}

/// The command that writes into this folder.
pub fn command(folder: &Path, way: &Way<'_>) -> Command {
    command_of("child::writes_until_the_end", folder, way)
}

/// A test of this program as a program of its own.
pub fn command_of(test: &str, folder: &Path, way: &Way<'_>) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut parts: Vec<&std::ffi::OsStr> = way.before.iter().map(|part| part.as_ref()).collect();
    parts.push(program.as_os_str());
    let mut command = Command::new(parts[0]);
    command
        .args(&parts[1..])
        .args([
            "--ignored",
            "--exact",
            test,
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, folder)
        .env(MOST, way.most.to_string())
        .env(SYNC, if way.synced { "FULL" } else { "NORMAL" })
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// The folder that the parent named.
pub fn named_folder() -> Option<std::path::PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}

/// The ids in what it told; a last line that was cut off does not count.
pub fn acknowledged(told: &str) -> Vec<i64> {
    let whole = told.rfind('\n').map_or("", |end| &told[..end]);
    whole
        .lines()
        .filter_map(|line| line.strip_prefix("saved ")?.strip_suffix('.'))
        .map(|id| id.parse().unwrap())
        .collect()
}

/// A line in one piece.
pub fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    // Who listens may have seen enough.
    let _ = out.write_all(format!("{line}\n").as_bytes());
    let _ = out.flush();
}

#[test]
#[ignore = "the child of other tests, not a test"]
fn writes_until_the_end() {
    let Some(folder) = named_folder() else {
        return;
    };
    let most: i64 = std::env::var(MOST).unwrap().parse().unwrap();
    let schema = match std::env::var(SYNC).unwrap().as_str() {
        "FULL" => SMALL,
        _ => FORGETFUL,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(write(&folder, &schema, most));
}

async fn write(folder: &Path, schema: &hotspotd::store::Schema, most: i64) {
    let database = match Database::open(folder, schema, NOW) {
        Ok(database) => database,
        Err(error) => return tell(&format!("not opened: {error}")),
    };
    let last = database
        .read(|connection| {
            let last =
                connection.query_row("SELECT coalesce(max(id), 0) FROM sale", [], |row| {
                    row.get(0)
                })?;
            Ok::<i64, StoreError>(last)
        })
        .await
        .unwrap();
    tell("begun");
    let next = Arc::new(AtomicI64::new(last + 1));
    let tasks = (0..TASKS).map(|_| {
        let (database, next) = (database.clone(), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let id = next.fetch_add(1, Ordering::SeqCst);
                if id > last + most {
                    return false;
                }
                // Two or three pages each, so that a checkpoint comes within a few hundred.
                let note = format!("{id} {}", "n".repeat(3_000));
                match database.write(noted(id, note)).await {
                    Ok(()) => tell(&format!("saved {id}.")),
                    Err(StoreError::Broken) => return true,
                    Err(error) => {
                        tell(&format!("refused: {error}"));
                        return false;
                    }
                }
            }
        })
    });
    let broken = futures_util::future::join_all(tasks).await;
    if broken.into_iter().any(|broken| broken.unwrap()) {
        // Told right after the answers.
        let mut failed = database.failed();
        if failed.wait_for(|failed| *failed).await.is_ok() {
            tell("failed");
        }
    }
}
