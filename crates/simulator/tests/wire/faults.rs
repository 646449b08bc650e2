//! Faults on order.

use std::time::Duration;

use simulator::{Faults, SentenceFault, Simulator, SimulatorConfig, StreamFault};
use tokio::io::AsyncReadExt;

use crate::raw::{Raw, board, simulator};

async fn pools(simulator: &Simulator) -> usize {
    let rows = simulator.with_device(|device| device.rows("/ip/pool"));
    let ours = |name: Option<&str>| name.is_some_and(|name| name.starts_with("mine"));
    rows.iter().filter(|row| ours(row.get("name"))).count()
}

async fn faulty(stream: StreamFault) -> Simulator {
    let mut config = SimulatorConfig::new(board("7.21.5"));
    config.faults = Faults::none().on_stream(stream);
    Simulator::start(config).await.unwrap()
}

async fn add(raw: &mut Raw, number: u32) {
    let name = format!("=name=mine{number}");
    raw.send(&["/ip/pool/add", &name, "=ranges=10.0.0.2-10.0.0.9"])
        .await;
}

#[tokio::test]
async fn writing_sentences_are_refused_or_ignored_by_number() {
    let simulator = simulator("7.21.5").await;
    let faults = Faults::none()
        .on_write(2, SentenceFault::Refuse)
        .on_write(3, SentenceFault::Ignore);
    simulator.set_faults(faults);
    let mut raw = Raw::log_in(&simulator).await;
    raw.ask(&["/ip/pool/print"]).await;
    add(&mut raw, 1).await;
    assert_eq!(raw.sentence().await.unwrap()[0], "!done");
    add(&mut raw, 2).await;
    raw.hears(&[
        &["!trap", "=category=4", "=message=failure: simulated"],
        &["!done"],
    ])
    .await;
    add(&mut raw, 3).await;
    let ignored = raw.sentence().await.unwrap();
    assert!(ignored[0] == "!done" && ignored[1].starts_with("=ret=*"));
    assert_eq!(pools(&simulator).await, 1);
    assert_eq!(simulator.counters().write_sentences, 3);
}

#[tokio::test]
async fn connections_are_cut_before_or_after_a_write() {
    for (fault, there) in [(SentenceFault::CutBefore, 1), (SentenceFault::CutAfter, 2)] {
        let simulator = simulator("7.21.5").await;
        simulator.set_faults(Faults::none().on_write(2, fault));
        let mut raw = Raw::log_in(&simulator).await;
        for number in 1..=3 {
            add(&mut raw, number).await;
        }
        assert_eq!(raw.sentence().await.unwrap()[0], "!done");
        raw.is_closed().await;
        assert_eq!(pools(&simulator).await, there);
        // The device itself is well.
        Raw::log_in(&simulator).await;
    }
}

#[tokio::test]
async fn a_half_open_connection_says_no_more() {
    for (fault, there) in [
        (SentenceFault::HangBefore, 0),
        (SentenceFault::HangAfter, 1),
    ] {
        let simulator = simulator("7.21.5").await;
        simulator.set_faults(Faults::none().on_write(1, fault));
        let mut raw = Raw::log_in(&simulator).await;
        let replies = simulator.counters().replies;
        add(&mut raw, 1).await;
        raw.send(&["/ip/pool/print"]).await;
        // Another session is served after both sentences have come in; the first still has nothing to read.
        while simulator.counters().sentences < 2 {
            tokio::task::yield_now().await;
        }
        let mut other = Raw::log_in(&simulator).await;
        assert_eq!(
            other.ask(&["/ip/pool/print", "=count-only="]).await.len(),
            1
        );
        assert_eq!(simulator.counters().replies, replies + 2);
        assert_eq!(
            raw.stream.try_read(&mut [0; 1]).unwrap_err().kind(),
            std::io::ErrorKind::WouldBlock
        );
        assert_eq!(pools(&simulator).await, there);
    }
}

#[tokio::test]
async fn one_byte_per_write_is_still_the_whole_answer() {
    let simulator = faulty(StreamFault::OneBytePerWrite).await;
    let mut raw = Raw::log_in(&simulator).await;
    assert!(raw.ask(&["/ip/service/print"]).await.len() > 2);
}

#[tokio::test]
async fn a_reset_comes_after_that_many_bytes() {
    let simulator = faulty(StreamFault::ResetAfter(10)).await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.send(&["/ip/service/print"]).await;
    let mut bytes = Vec::new();
    let end = raw.stream.read_to_end(&mut bytes).await;
    assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    // The login's `!done` took 7 of the ten.
    assert_eq!(bytes.len(), 3);
}

#[tokio::test]
async fn garbage_is_the_same_for_the_same_seed() {
    let mut heard = Vec::new();
    for seed in [7, 7, 8] {
        let simulator = faulty(StreamFault::Garbage { seed, bytes: 100 }).await;
        let mut raw = Raw::connect(&simulator).await;
        let mut bytes = vec![0; 100];
        raw.stream.read_exact(&mut bytes).await.unwrap();
        heard.push(bytes);
    }
    assert_eq!(heard[0], heard[1]);
    assert_ne!(heard[0], heard[2]);
}

#[tokio::test]
async fn an_endless_answer_ends_with_the_client() {
    for fault in [StreamFault::EndlessAnswer(2), StreamFault::EndlessWord(2)] {
        let simulator = faulty(fault).await;
        let mut raw = Raw::log_in(&simulator).await;
        raw.send(&["/ip/service/print"]).await;
        let mut bytes = vec![0; 3 << 20];
        raw.stream.read_exact(&mut bytes).await.unwrap();
        assert!(bytes.starts_with(b"\x03!re"));
        drop(raw);
        // The router notices: its session leaves the list.
        for _ in 0..20 {
            Raw::connect(&simulator).await;
        }
        simulator.set_faults(Faults::none());
        Raw::log_in(&simulator).await;
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_costs_bounded_memory() {
    let simulator = simulator("7.21.5").await;
    let mut raw = Raw::log_in(&simulator).await;
    let mut sentences = Vec::new();
    for _ in 0..100 {
        sentences.extend(simulator::wire::frame::encode(&["/ip/service/print"]));
    }
    // Far more than the line takes: the router stops reading, so that writing no longer succeeds.
    let mut stuck = false;
    while !stuck && simulator.counters().bytes_in < 64 << 20 {
        let write = tokio::time::timeout(Duration::from_secs(1), raw.bytes(&sentences));
        stuck = write.await.is_err();
    }
    assert!(stuck, "the router took everything in");
}
