//! Every sentence of an apply goes wrong in every way. Whatever happens, the router holds exactly its old or exactly its new rows
//! afterwards, answers on its management port, keeps no script or scheduler of ours, and takes the next apply.
//!
//! `cargo test` takes each sentence with some of the ways, in turn; all of all: `cargo test --profile long --test sweep --
//! --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

mod case;
mod scenario;

use std::collections::BTreeMap;
use std::sync::Arc;

use case::{Case, Mishap, Result};
use scenario::Scenario;
use simulator::device::DeviceMode::{self, Advanced, WithoutScheduler};
use tokio::task::JoinSet;

/// Cases at a time: most of them wait.
const AT_A_TIME: usize = 8;

/// How much of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breadth {
    /// Every so-many-th case of a sentence that is no print, and a tenth as many of the others.
    OneIn(usize),
    All,
}

impl Breadth {
    /// Whether a case is taken; the ways take turns from sentence to sentence.
    fn takes(self, sentence: &str, index: usize, way: usize) -> bool {
        match self {
            Breadth::All => true,
            Breadth::OneIn(every) if sentence.ends_with("/print") => {
                (index * 5 + way).is_multiple_of(every * 10)
            }
            Breadth::OneIn(every) => (index * 5 + way).is_multiple_of(every),
        }
    }
}

async fn sweep(scenario: Scenario, breadth: Breadth) {
    let scenario = Arc::new(scenario);
    let sentences = case::sentences(&scenario).await;
    let mut cases = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        for (way, mishap) in Mishap::ALL.into_iter().enumerate() {
            if breadth.takes(sentence, index, way) {
                cases.push(Case {
                    number: index as u64 + 1,
                    sentence: sentence.clone(),
                    mishap,
                });
            }
        }
    }
    let count = cases.len();
    let mut tally: BTreeMap<(Mishap, Result), usize> = BTreeMap::new();
    let mut running = JoinSet::new();
    let mut rest = cases.into_iter();
    loop {
        while running.len() < AT_A_TIME
            && let Some(case) = rest.next()
        {
            let scenario = scenario.clone();
            running.spawn(async move { (case.mishap, case.run(&scenario).await) });
        }
        match running.join_next().await {
            None => break,
            Some(Ok(end)) => *tally.entry(end).or_default() += 1,
            Some(Err(failed)) => std::panic::resume_unwind(failed.into_panic()),
        }
    }
    eprintln!(
        "{}: {} sentences, {count} cases",
        scenario.name,
        sentences.len()
    );
    for ((mishap, result), count) in &tally {
        eprintln!("  {mishap:?}: {count} {result:?}");
    }
    assert!(count >= 20, "{count} cases");
}

/// All three scenarios on routers of that mode: with a guard, or under safe mode where schedulers are forbidden.
async fn all(mode: DeviceMode, breadth: Breadth) {
    sweep(Scenario::first_apply(mode).await, breadth).await;
    sweep(Scenario::small_change(mode).await, breadth).await;
    sweep(Scenario::own_port(mode).await, breadth).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn some_with_a_guard() {
    all(Advanced, Breadth::OneIn(7)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn some_under_safe_mode() {
    all(WithoutScheduler, Breadth::OneIn(7)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: cargo test --profile long --test sweep -- --ignored --nocapture"]
async fn every_sentence_with_a_guard() {
    all(Advanced, Breadth::All).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: cargo test --profile long --test sweep -- --ignored --nocapture"]
async fn every_sentence_under_safe_mode() {
    all(WithoutScheduler, Breadth::All).await;
}
