//! What hashing a password takes of the box's memory, the box gets back.

#![cfg(target_os = "linux")] // It is read from /proc.
#![allow(clippy::unwrap_used)] // The helpers of tests are no tests to clippy.

use hotspotd::credentials::{Cost, Hasher};
use hotspotd::domain::secret::Secret;

/// Memory of this process, in KiB: what it has now, or the most that it had.
fn memory(which: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(which)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn memory_goes_back_after_each_password() {
    let cost = Cost {
        passes: 1,
        ..Cost::STANDARD
    };
    let hasher = Hasher::new(cost, 2).unwrap();
    let password = Secret::new("kahawa moto sana");
    let before = memory("VmRSS");
    for _ in 0..3 {
        let (one, other) = tokio::join!(hasher.hash(&password), hasher.hash(&password));
        assert!(one.is_ok() && other.is_ok());
    }
    let most = memory("VmHWM") - before;
    let after = memory("VmRSS") - before;
    println!("two at once: {most} KiB more at most, {after} KiB more afterwards");
    // Two at a time were at work, and not more. The kernel counts pages in batches for each core: a few are missing at times.
    let two = 2 * u64::from(cost.memory);
    assert!((two - 1_024..two + 8_192).contains(&most), "{most}");
    assert!(after < 4_096, "{after}");
}
