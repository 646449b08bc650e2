//! A disk that fails: the writer stops, the daemon ends and says why, and a restart finds everything acknowledged.

use std::path::Path;

use hotspotd::app::{AppError, Running};
use hotspotd::config::Config;
use hotspotd::service::clock::Clock;
use hotspotd::store::StoreError;

use super::bench::{Folder, stored};
use super::child::{Way, acknowledged, command, command_of, named_folder, tell};

/// Runs the child behind this and gives what it told.
fn told(mut command: std::process::Command) -> String {
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// What was acknowledged is there, and a child that nothing stands in the way of goes on.
fn recovers(folder: &Path, ids: &[i64]) {
    let again = told(command(
        folder,
        &Way {
            before: &[],
            most: 5,
            synced: true,
        },
    ));
    let more = acknowledged(&again);
    assert_eq!(more.len(), 5, "{again}");
    let (stored, check) = stored(&folder.join("state.db"));
    assert_eq!(check, "ok");
    for id in ids.iter().chain(&more) {
        assert!(stored.binary_search(id).is_ok(), "{id} is lost");
    }
}

/// A write over this size fails with EFBIG, which to SQLite is a failing disk (its own full disk is ENOSPC alone).
fn limited(kibibytes: u32) -> String {
    format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"",
        kibibytes * 2
    )
}

#[test]
fn a_write_that_fails_under_a_commit_ends_the_writer() {
    let folder = Folder::new();
    let limit = limited(300);
    let told = told(command(
        folder.path(),
        &Way {
            before: &["sh", "-c", &limit],
            most: 10_000,
            synced: true,
        },
    ));
    let ids = acknowledged(&told);
    assert!(
        told.ends_with("failed\n") || told.contains("\nfailed\n"),
        "{told}"
    );
    assert!(ids.len() > 5 && ids.len() < 10_000, "{}", ids.len());
    recovers(folder.path(), &ids);
}

/// Whether this machine lets us make system calls fail.
pub fn strace() -> bool {
    let works = std::process::Command::new("strace")
        .args(["-f", "-o", "/dev/null", "true"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !works {
        println!("SKIPPED: there is no strace that may trace here");
    }
    works
}

#[test]
fn an_fsync_that_fails_ends_the_writer() {
    if !strace() {
        return;
    }
    // The first ones belong to the making of the database.
    for nth in [25, 40, 61] {
        let folder = Folder::new();
        let inject = format!("inject=fsync,fdatasync:error=EIO:when={nth}");
        let before = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            &inject,
        ];
        let told = told(command(
            folder.path(),
            &Way {
                before: &before,
                most: 2_000,
                synced: true,
            },
        ));
        let ids = acknowledged(&told);
        assert!(told.contains("\nfailed\n"), "{nth}: {told}");
        assert!(!ids.is_empty() && ids.len() < 2_000, "{nth}: {}", ids.len());
        recovers(folder.path(), &ids);
    }
}

#[test]
fn the_daemon_ends_and_says_why() {
    let folder = Folder::new();
    let limit = limited(700);
    let told = told(command_of(
        "failing::daemon_until_the_end",
        folder.path(),
        &Way {
            before: &["sh", "-c", &limit],
            most: 0,
            synced: true,
        },
    ));
    assert!(
        told.contains("ended: the disk failed under the database"),
        "{told}"
    );
    let ids = acknowledged(&told);
    assert!(ids.len() > 3, "{told}");
    let last = ids.last().unwrap().to_string();
    // Started again, it has what it had acknowledged.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let running = Running::start(config(folder.path())).await.unwrap();
        let found = running
            .appliance
            .state
            .read(|connection| hotspotd::store::setting::get(connection, "test-count"))
            .await
            .unwrap();
        let found: i64 = found.unwrap()[..8].trim().parse().unwrap();
        assert!(found >= last.parse().unwrap(), "{found} < {last}");
        running.stop().await;
    });
}

fn config(folder: &Path) -> Config {
    let anywhere = "127.0.0.1:0".parse().unwrap();
    Config::on_trial(folder.to_owned(), anywhere, anywhere, Clock::system())
}

#[test]
#[ignore = "the child of another test, not a test"]
fn daemon_until_the_end() {
    let Some(folder) = named_folder() else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let running = match Running::start(config(&folder)).await {
            Ok(running) => running,
            Err(error) => return tell(&format!("not started: {error}")),
        };
        let (state, clock) = (
            running.appliance.state.clone(),
            running.appliance.clock.clone(),
        );
        tokio::spawn(async move {
            for count in 1.. {
                let now = clock.now();
                let value = format!("{count:<8}{}", "v".repeat(4_000));
                let written = state
                    .write(move |connection| {
                        hotspotd::store::setting::set(connection, "test-count", &value, now)
                    })
                    .await;
                match written {
                    Ok(()) => tell(&format!("saved {count}.")),
                    Err(StoreError::Broken) => return,
                    Err(error) => return tell(&format!("refused: {error}")),
                }
            }
        });
        match running.until(std::future::pending()).await {
            Err(error @ AppError::Disk) => tell(&format!("ended: {error}")),
            other => tell(&format!("ended otherwise: {other:?}")),
        }
    });
}
