//! A backup under load, restored: everything that was acknowledged before it was asked for is in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hotspotd::routeros::Limits;
use hotspotd::service::clock::Clock;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::bench::{Bench, ended, refused};
use crate::daemon::Daemon;
use crate::support::furnished::{self, PASSWORD};

const PROFILES: &str = "/api/config/bandwidth-profiles/";
const WRITERS: usize = 4;
const ROUNDS: usize = 3;
/// How many more acknowledgements are waited for before a backup is made.
const MORE: usize = 40;
const DEADLINE: Duration = Duration::from_secs(120);

/// What was acknowledged, and whether to go on.
#[derive(Default)]
struct Ledger {
    acknowledged: Mutex<Vec<String>>,
    enough: AtomicBool,
}

impl Ledger {
    fn all(&self) -> Vec<String> {
        self.acknowledged.lock().unwrap().clone()
    }

    /// Waits until so many are acknowledged.
    async fn reaches(&self, count: usize) {
        let reached = async {
            while self.acknowledged.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let in_time = tokio::time::timeout(DEADLINE, reached).await;
        assert!(in_time.is_ok(), "only {} of {count}", self.all().len());
    }
}

async fn access(client: &Client, daemon: &Daemon) -> String {
    let body = json!({"login": "amina", "password": PASSWORD});
    let request = client.post(daemon.url("/api/auth/login/")).json(&body);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["access"].as_str().unwrap().to_owned()
}

/// Adds one thing after the other, and notes each that was acknowledged.
async fn write(url: String, access: String, writer: usize, ledger: Arc<Ledger>) {
    let client = Client::new();
    for number in 0.. {
        if ledger.enough.load(Ordering::Relaxed) {
            return;
        }
        let name = format!("w{writer}-{number}");
        let body = json!({ "name": name, "upload": "2M", "download": "4M" });
        let request = client.post(&url).bearer_auth(&access).json(&body);
        match request.send().await.unwrap().status() {
            StatusCode::CREATED => ledger.acknowledged.lock().unwrap().push(name),
            // Too much at once is no acknowledgement.
            StatusCode::SERVICE_UNAVAILABLE => {}
            status => panic!("{name}: {status}"),
        }
    }
}

/// The names of all that a daemon holds.
async fn held(daemon: &Daemon) -> BTreeSet<String> {
    let client = Client::new();
    let access = access(&client, daemon).await;
    let mut names = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let url = daemon.url(&format!("{PROFILES}?limit=200&cursor={cursor}"));
        let request = client.get(url).bearer_auth(&access);
        let page: Value = request.send().await.unwrap().json().await.unwrap();
        for item in page["items"].as_array().unwrap() {
            names.insert(item["id"].as_str().unwrap().to_owned());
        }
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return names,
        }
    }
}

fn integrity(database: &Path) -> String {
    let connection = rusqlite::Connection::open(database).unwrap();
    let said = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    said.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_acknowledged_before_is_in_it() {
    let bench = Bench::new("backup-load");
    let data = bench.path("data");
    let appliance = furnished::opened(&data, Clock::system(), Limits::default()).await;
    furnished::owner(&appliance).await;
    appliance.close().await;
    drop(appliance);
    let daemon = Daemon::start(&data, None).await;
    let ledger = Arc::new(Ledger::default());
    let access = access(&Client::new(), &daemon).await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (url, access) = (daemon.url(PROFILES), access.clone());
            tokio::spawn(write(url, access, writer, Arc::clone(&ledger)))
        })
        .collect();
    for round in 0..ROUNDS {
        ledger.reaches(ledger.all().len() + MORE).await;
        let before = ledger.all();
        let out = format!("round-{round}.age");
        let made = tokio::process::Command::new(env!("CARGO_BIN_EXE_hotspotd"))
            .args(["backup", "make", "--data-dir", data.to_str().unwrap()])
            .args([
                "--out",
                &bench.at(&out),
                "--passphrase-file",
                &bench.at("pass"),
            ])
            .output();
        ended(&made.await.unwrap(), 0);
        let during = ledger.all().len() - before.len();
        assert!(during > 0, "nobody wrote while the backup was made");

        // On a new box.
        let new = format!("new-{round}");
        ended(&bench.restore(&out, &new, &[]), 0);
        let there = Daemon::start(&bench.path(&new), None).await;
        let found = held(&there).await;
        let lost: Vec<&String> = before
            .iter()
            .filter(|name| !found.contains(*name))
            .collect();
        assert!(
            lost.is_empty(),
            "round {round}: {} were lost: {lost:?}",
            lost.len()
        );
        there.kill().await;
        assert_eq!(integrity(&bench.path(&new).join("state.db")), "ok");
        eprintln!(
            "round {round}: {} acknowledged before, {} in the backup, {during} written meanwhile",
            before.len(),
            found.len()
        );
    }
    ledger.enough.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    // While the daemon runs, a backup can be looked at, but not put back.
    let looked = ended(&bench.restore("round-0.age", "data", &["--verify-only"]), 0);
    assert!(
        looked.contains("The backup is sound.") && looked.contains("1 account,"),
        "{looked}"
    );
    let held = refused(&bench.restore("round-0.age", "data", &[]));
    assert!(held.contains("another hotspotd works in"), "{held}");
    daemon.kill().await;
}
