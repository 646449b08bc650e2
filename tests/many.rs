//! Fifty routers in one process: quick to start, small, and looked at all at once, with a slow and a dead one among them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use hotspotd::service::apply::look;
use hotspotd::service::onboard::{reach, survey};
use support::many::{Many, SLOW};
use support::shop::Shop;

/// What this process holds in memory, in KiB; absent where the system does not say.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_routers() {
    let shop = Shop::basic();
    let before = resident();
    let many = Many::start(50, true).await;
    let after = resident();
    eprintln!("50 routers with TLS: started in {:?}", many.took);
    if let (Some(before), Some(after)) = (before, after) {
        eprintln!("memory: {} KiB each", after.saturating_sub(before) / 50);
        assert!(
            after.saturating_sub(before) < 150 << 10,
            "{before} KiB, then {after} KiB"
        );
    }
    assert!(many.took < Duration::from_secs(30), "{:?}", many.took);

    let began = Instant::now();
    let targets = many.targets();
    let seen = join_all(targets.iter().map(|target| survey(target, None))).await;
    let mut names: Vec<String> = seen
        .into_iter()
        .map(|seen| seen.unwrap().identity)
        .collect();
    let took = began.elapsed();
    eprintln!("all surveyed at once in {took:?}, the slow one among them");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 50);
    // The slow one is waited for: login and two readings, and the others beside it.
    assert!(took >= 3 * SLOW, "{took:?}");

    let quick = &targets[0];
    let look = look(quick, &shop.order()).await.unwrap();
    let differences: Vec<_> = look.changes.changes.iter().collect();
    assert!(
        differences.len() <= 1,
        "only its name may differ: {differences:?}"
    );
    look.close().await;

    let mut dead = many.dead.clone();
    dead.limits.login = Duration::from_millis(300);
    assert_eq!(reach(&dead).await.unwrap_err().key(), "timeout");
}
