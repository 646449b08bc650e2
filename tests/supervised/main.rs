//! The daemon under a supervisor, as systemd is one: it tells when it is ready, that it lives, and says nothing once a part of it stands still.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

use std::io::{BufRead as _, BufReader, ErrorKind};
use std::os::unix::net::UnixDatagram;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

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

#[test]
fn a_supervisor_hears_that_it_is_ready_and_lives_and_nothing_while_the_writer_stands_still() {
    let folder = tempfile::tempdir().unwrap();
    let socket = UnixDatagram::bind(folder.path().join("notify")).unwrap();
    let daemon = Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--portal-listen",
            "127.0.0.1:0",
        ])
        .arg("--data-dir")
        .arg(folder.path().join("data"))
        .env("NOTIFY_SOCKET", folder.path().join("notify"))
        .env("WATCHDOG_USEC", LONG.as_micros().to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let daemon = Process(daemon);
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
