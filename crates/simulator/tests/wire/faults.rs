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

#[tokio::test]
async fn a_router_that_starts_anew_drops_everybody_and_runs_what_is_to_run_then() {
    for (fault, there) in [
        (SentenceFault::RebootBefore, 0),
        (SentenceFault::RebootAfter, 1),
    ] {
        let simulator = simulator("7.21.5").await;
        let mut raw = Raw::log_in(&simulator).await;
        raw.ask(&[
            "/system/scheduler/add",
            "=name=boot",
            "=start-time=startup",
            "=interval=0s",
            "=on-event=/log warning \"up\"",
        ])
        .await;
        simulator.set_faults(Faults::none().on_write(1, fault));
        let mut other = Raw::log_in(&simulator).await;
        add(&mut raw, 1).await;
        raw.is_closed().await;
        other.is_closed().await;
        assert_eq!(pools(&simulator).await, there);
        let (uptime, runs) = simulator.with_device(|device| {
            let rows = device.rows("/system/scheduler");
            let runs = rows[0].get("run-count").map(str::to_owned);
            (device.uptime(), runs)
        });
        assert!(uptime < Duration::from_secs(1), "{uptime:?}");
        assert_eq!(runs.as_deref(), Some("1"));
        Raw::log_in(&simulator).await;
    }
}

#[tokio::test]
async fn a_lost_line_is_noticed_after_minutes_and_a_closed_one_at_once() {
    for (fault, passes) in [
        (SentenceFault::HangAfter, 3),
        (SentenceFault::HalfOpenAfter, 541),
    ] {
        let simulator = simulator("7.21.5").await;
        let mut raw = Raw::log_in(&simulator).await;
        raw.ask(&["/safe-mode/take"]).await;
        simulator.set_faults(Faults::none().on_write(1, fault));
        add(&mut raw, 1).await;
        simulator.fault_reached().await;
        drop(raw);
        simulator.everybody_left().await;
        assert_eq!(pools(&simulator).await, 1);
        simulator.advance(Duration::from_secs(passes - 2));
        assert_eq!(pools(&simulator).await, 1, "{fault:?}");
        simulator.advance(Duration::from_secs(2));
        assert_eq!(pools(&simulator).await, 0, "{fault:?}");
    }
}

#[tokio::test]
async fn commands_keep_the_router_busy_one_after_the_other() {
    let simulator = simulator("7.21.5").await;
    let mut one = Raw::log_in(&simulator).await;
    let mut other = Raw::log_in(&simulator).await;
    let mut faults = Faults::none();
    faults.cost = Duration::from_millis(20);
    simulator.set_faults(faults);
    let began = std::time::Instant::now();
    for _ in 0..5 {
        one.send(&["/system/identity/print"]).await;
        other.send(&["/system/identity/print"]).await;
    }
    for _ in 0..5 {
        for raw in [&mut one, &mut other] {
            for word in ["!re", "!done"] {
                assert_eq!(raw.sentence().await.unwrap()[0], word);
            }
        }
    }
    // Ten of them, whichever connection they came by.
    assert!(began.elapsed() >= Duration::from_millis(200));
}
