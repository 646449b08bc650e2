//! The daemon is killed (`kill -9`) in the middle of a change that somebody asked for in the browser, at one sentence after the other.
//! Started again, it tells the truth about the job, and the router holds exactly its old or exactly its new rows.
//!
//! `cargo test` takes some sentences; every one of them, in every way: `cargo test --profile long --test killed -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/daemon.rs"]
mod daemon;

mod bench;
mod keys;

use std::collections::BTreeMap;

use bench::{Bench, Death, ENDED};
use simulator::{Faults, SentenceFault};

/// At which sentences of so many: some of the whole course, the first and the last among them.
fn spread(of: u64, count: u64) -> Vec<u64> {
    let mut at: Vec<u64> = (0..count).map(|n| 1 + n * (of - 1) / (count - 1)).collect();
    at.dedup();
    at
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_some_sentences() {
    let bench = Bench::new().await;
    let mut tally = BTreeMap::new();
    for (turn, number) in spread(bench.sentences, 12).into_iter().enumerate() {
        let death = Death::ALL[turn % Death::ALL.len()];
        *tally
            .entry(bench.killed_at(number, death).await)
            .or_insert(0) += 1;
    }
    eprintln!("{} sentences; {tally:?}", bench.sentences);
    assert!(tally.len() >= 2, "only one of the ends was seen: {tally:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: cargo test --profile long --test killed -- --ignored --nocapture"]
async fn at_every_sentence() {
    let bench = Bench::new().await;
    let mut tally = BTreeMap::new();
    for number in 1..=bench.sentences {
        for death in Death::ALL {
            *tally
                .entry(bench.killed_at(number, death).await)
                .or_insert(0) += 1;
        }
    }
    let cases = bench.sentences * Death::ALL.len() as u64;
    eprintln!("{} sentences, {cases} cases: {tally:?}", bench.sentences);
}

/// Killed in the middle, and once more while it picks up what it had left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twice() {
    let bench = Bench::new().await;
    for (first, second) in [(70, 3), (50, 40), (90, 60)] {
        let number = bench.sentences * first / 100;
        let job = bench.begin_and_kill(number, SentenceFault::HangAfter).await;
        bench
            .simulator
            .set_faults(Faults::none().on_sentence(second, SentenceFault::HangBefore));
        let daemon = bench.start().await;
        bench.reached(&daemon, &job).await;
        daemon.kill().await;
        bench.simulator.everybody_left().await;
        bench.simulator.set_faults(Faults::none());
        let told = format!("killed at {number} and again at {second}");
        bench.picked_up(&job, &told).await;
    }
}

/// Another job waits behind the one that is killed: it is done afterwards, on a router that is settled.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_waits() {
    let bench = Bench::new().await;
    let number = bench.sentences / 2;
    let (daemon, job) = bench.begin(number, SentenceFault::HangAfter).await;
    let path = format!("/jobs/{job}");
    let page = bench.browser.get(&daemon, &path).await;
    let path = format!("{path}/undo");
    let asked = bench.browser.send(&daemon, &page, &path, &[]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let second = bench.latest(&daemon).await;
    assert_ne!(second, job);
    let told = bench.told(&daemon, &second).await;
    assert_eq!(told["state"], "waiting", "{told}");
    daemon.kill().await;
    bench.simulator.everybody_left().await;
    bench.simulator.set_faults(Faults::none());
    bench.picked_up(&job, "another waits").await;
    let daemon = bench.start().await;
    bench.ended(&daemon, &second).await;
    let (first, second) = (
        bench.told(&daemon, &job).await,
        bench.told(&daemon, &second).await,
    );
    assert_eq!(second["state"], "done", "{second}");
    let moment = |job: &serde_json::Value, what: &str| job[what].as_str().unwrap().to_owned();
    assert!(moment(&second, "started_at") >= moment(&first, "ended_at"));
    daemon.kill().await;
}

/// Killed in the very moment in which the end of the job was told: it stays over, and nothing is done again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_its_end_was_told() {
    let bench = Bench::new().await;
    let (daemon, job) = bench.begin(u64::MAX, SentenceFault::HangBefore).await;
    let events = bench.ended(&daemon, &job).await;
    daemon.kill().await;
    assert!(events.contains(ENDED), "{events}");
    let log = bench.simulator.log().len();
    let daemon = bench.start().await;
    let told = bench.told(&daemon, &job).await;
    assert_eq!(told["state"], "done", "{told}");
    assert_eq!(bench.ended(&daemon, &job).await, events);
    let page = bench.browser.get(&daemon, &format!("/jobs/{job}")).await;
    assert_eq!(page.status, 200);
    daemon.kill().await;
    assert_eq!(
        bench.simulator.log().len(),
        log,
        "the router was asked again"
    );
}
