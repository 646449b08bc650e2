//! The daemon under a supervisor, as systemd is one: it tells when it is ready, that it lives, and says nothing once a part of it stands still.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

use std::io::{BufRead as _, BufReader, ErrorKind};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hotspotd::service::pulse::{self, Still};
use hotspotd::store::{Connection, StoreError};
use support::office::Office;

/// The supervisor's patience; systemd's is 30 s.
const LONG: Duration = Duration::from_secs(2);

/// Ends when it is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the daemon says next; nothing where it is silent for so long.
fn next(socket: &UnixDatagram, long: Duration) -> Option<String> {
    socket.set_read_timeout(Some(long)).unwrap();
    let mut word = [0; 512];
    match socket.recv(&mut word) {
        Ok(length) => Some(String::from_utf8_lossy(&word[..length]).into_owned()),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => None,
        Err(error) => panic!("{error}"),
    }
}

/// The daemon over a folder, telling its supervisor's socket there.
fn daemon(folder: &Path) -> Process {
    let started = Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(["--portal-listen", "127.0.0.1:0", "--data-dir"])
        .arg(folder.join("data"))
        .env("NOTIFY_SOCKET", folder.join("notify"))
        .env("WATCHDOG_USEC", LONG.as_micros().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Process(started.unwrap())
}

#[test]
fn who_stops_it_as_soon_as_it_is_ready_has_it_end_in_order() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let socket = UnixDatagram::bind(folder.path().join("notify")).unwrap();
        let mut daemon = daemon(folder.path());
        let first = next(&socket, Duration::from_secs(30)).unwrap();
        assert_eq!(first.trim(), "READY=1");
        let told = Command::new("kill").arg(daemon.0.id().to_string()).status();
        assert!(told.unwrap().success());
        assert_eq!(daemon.0.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_supervisor_hears_that_it_is_ready_and_lives_and_nothing_while_the_writer_stands_still() {
    let folder = tempfile::tempdir().unwrap();
    let socket = UnixDatagram::bind(folder.path().join("notify")).unwrap();
    let daemon = daemon(folder.path());
    let patient = Duration::from_secs(30);
    assert_eq!(next(&socket, patient).unwrap().trim(), "READY=1");
    for _ in 0..3 {
        assert_eq!(next(&socket, patient).unwrap().trim(), "WATCHDOG=1");
    }

    let held = Command::new("python3")
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/supervised/hold_thread.py"
        ))
        .args([&daemon.0.id().to_string(), "write state.db"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn();
    let Ok(held) = held else {
        println!("SKIPPED: a writer that stands still: there is no python3");
        return;
    };
    let mut held = Process(held);
    let mut said = String::new();
    let out = held.0.stdout.as_mut().unwrap();
    BufReader::new(out).read_line(&mut said).unwrap();
    if said.trim() != "held" {
        println!("SKIPPED: a writer that stands still: this system lets nobody hold a thread");
        return;
    }
    // A word that was on its way may still come; then there is silence for longer than the supervisor's patience.
    let mut words = 0;
    while let Some(word) = next(&socket, LONG + LONG / 4) {
        words += 1;
        assert!(words <= 2, "{word}");
    }
    // It moves again, and is heard again.
    drop(held);
    assert_eq!(next(&socket, patient).unwrap().trim(), "WATCHDOG=1");
}

#[tokio::test]
async fn a_writer_that_stands_still_under_load_is_not_taken_for_alive() {
    let office = Office::open(0, 0).await;
    let appliance = &office.running.appliance;
    let (long, patience) = (Duration::from_secs(60), Duration::from_secs(10));
    assert_eq!(pulse::look(appliance, long, patience).await, Ok(()));
    // One job that does not end, and behind it more than may wait: the first that comes back was refused.
    let (go_on, held) = std::sync::mpsc::channel::<()>();
    let (begun, began) = tokio::sync::oneshot::channel();
    let mut writes = tokio::task::JoinSet::new();
    let state = appliance.state.clone();
    writes.spawn(async move {
        let job = move |_: &Connection| {
            let _ = begun.send(());
            // An error says that the test lets go.
            let _ = held.recv();
            Ok::<_, StoreError>(())
        };
        state.write(job).await
    });
    began.await.unwrap();
    for _ in 0..300 {
        let state = appliance.state.clone();
        writes.spawn(async move { state.write(|_: &Connection| Ok::<_, StoreError>(())).await });
    }
    let refused = writes.join_next().await.unwrap().unwrap();
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    let found = pulse::look(appliance, long, patience).await;
    assert_eq!(found, Err(Still::Writer("state")));
    drop(go_on);
    while let Some(written) = writes.join_next().await {
        assert!(matches!(written.unwrap(), Ok(()) | Err(StoreError::Busy)));
    }
    assert_eq!(pulse::look(appliance, long, patience).await, Ok(()));
}
