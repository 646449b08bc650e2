//! The delay line.

use std::time::{Duration, Instant};

use simulator::{Simulator, SimulatorConfig};

use crate::raw::{Raw, board};

const LATENCY: Duration = Duration::from_millis(60);

async fn slow() -> (Simulator, Raw) {
    let mut config = SimulatorConfig::new(board("7.21.5"));
    config.latency = LATENCY;
    let simulator = Simulator::start(config).await.unwrap();
    let raw = Raw::log_in(&simulator).await;
    (simulator, raw)
}

#[tokio::test]
async fn pipelined_sentences_wait_once() {
    let (_simulator, mut raw) = slow().await;
    let before = Instant::now();
    for _ in 0..30 {
        raw.send(&["/ip/pool/print", "=count-only="]).await;
    }
    for _ in 0..30 {
        assert_eq!(raw.sentence().await.unwrap()[0], "!done");
    }
    let took = before.elapsed();
    assert!(took >= LATENCY && took < 20 * LATENCY, "{took:?}");
}

#[tokio::test]
async fn sentences_one_after_the_other_wait_each() {
    let (_simulator, mut raw) = slow().await;
    let before = Instant::now();
    for _ in 0..3 {
        raw.ask(&["/ip/pool/print", "=count-only="]).await;
    }
    assert!(before.elapsed() >= 3 * LATENCY);
}

#[tokio::test]
async fn a_cut_takes_its_time_as_well() {
    let (_simulator, mut raw) = slow().await;
    let before = Instant::now();
    raw.send(&["/ip/service/disable", "=.id=api"]).await;
    raw.is_closed().await;
    assert!(before.elapsed() >= LATENCY);
}
