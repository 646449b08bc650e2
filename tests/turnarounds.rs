//! How often the client waits for the router, by its own count. Time over a long line is this number and little else;
//! `cargo bench --bench apply` measures how little.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::time::Duration;

use hotspotd::domain::hotspot::stage::stages;
use hotspotd::domain::routeros::menus;
use hotspotd::routeros::read::read;
use hotspotd::routeros::send::command;
use hotspotd::routeros::{Client, Command, Security};
use hotspotd::service::apply::{Report, Target, look};
use simulator::{Simulator, SimulatorConfig};
use support::shop::{Shop, agreed, connect, router, target, tls_target};
use support::sites::model;
use tokio::time::Instant;

/// A TCP connection is waited for once, and so are a login, a look, and every stage. A TLS 1.3 handshake is one more.
const TCP: u32 = 1;
const TLS: u32 = 1;
const LOGIN: u32 = 1;
const LOOK: u32 = 1;
/// The guard: its script is checked, it is armed, it is read back; at the end its schedulers go, what stands is read, its script goes.
const ARM: u32 = 2 + LOOK;
const DISARM: u32 = 3;

async fn apply(target: &Target, shop: &Shop) -> (u32, Report) {
    let order = shop.order();
    let seen = look(target, &order).await.expect("a look");
    let stages = stages(&seen.changes).expect("an order").len();
    let report = seen
        .apply(&order, &agreed(), |_| {})
        .await
        .expect("a proven configuration");
    (stages as u32, report)
}

async fn hap_with_tls() -> Simulator {
    let config = SimulatorConfig {
        tls_listen: Some(([127, 0, 0, 1], 0).into()),
        tls_ready: true,
        ..router(model(), "7.21.5")
    };
    Simulator::start(config).await.expect("a simulator")
}

/// First and second apply of the typical shop: the turnarounds are those of the stages and no others.
async fn first_and_second(target: &Target, connection: u32) -> [u32; 2] {
    let shop = Shop::basic();
    let rows = shop.generated.desired.rows.len();
    assert!(rows >= 60, "{rows} rows");
    let (stages, first) = apply(target, &shop).await;
    // The proof is a reading over a new connection.
    assert_eq!(
        first.turnarounds,
        connection + LOOK + ARM + stages + connection + LOOK + DISARM
    );
    let (_, second) = apply(target, &shop).await;
    assert_eq!(second.writes, 0);
    assert_eq!(second.turnarounds, connection + LOOK);
    eprintln!(
        "{rows} rows, {} changes in {stages} stages: {} turnarounds; again: {}",
        first.writes, first.turnarounds, second.turnarounds
    );
    [first.turnarounds, second.turnarounds]
}

#[tokio::test]
async fn the_typical_shop_is_applied_in_sixteen_turnarounds_and_looked_at_in_four() {
    let simulator = support::shop::hap().await;
    let [first, second] = first_and_second(&target(&simulator), TCP + LOGIN).await;
    assert!(first <= 16, "{first}");
    assert!(second <= 4, "{second}");
}

#[tokio::test]
async fn tls_costs_one_turnaround_for_each_connection() {
    let simulator = hap_with_tls().await;
    let target = tls_target(&simulator);
    assert!(matches!(target.endpoint.security, Security::Tls { .. }));
    let [first, second] = first_and_second(&target, TCP + TLS + LOGIN).await;
    assert!(first <= 18, "{first}");
    assert!(second <= 4, "{second}");
}

/// What one look sends: commands and bytes.
async fn one_look(client: &mut Client, simulator: &Simulator) -> (u64, u64, u32) {
    let (sentences, bytes, turnarounds) = (
        simulator.counters().sentences,
        client.bytes().sent,
        client.turnarounds(),
    );
    read(client, "admin").await.expect("a reading");
    (
        simulator.counters().sentences - sentences,
        client.bytes().sent - bytes,
        client.turnarounds() - turnarounds,
    )
}

#[tokio::test]
async fn one_look_fits_into_one_window() {
    let simulator = support::shop::hap().await;
    let mut client = connect(&simulator).await;
    let (commands, bytes, turnarounds) = one_look(&mut client, &simulator).await;
    eprintln!("one look: {commands} commands, {bytes} bytes, {turnarounds} turnaround");
    // The window of a connection begins at 64 commands and 64 KiB.
    assert!(commands <= 64, "{commands} commands");
    assert!(bytes <= 64 << 10, "{bytes} bytes");
    assert_eq!(turnarounds, LOOK);
}

#[tokio::test]
async fn every_window_is_a_turnaround() {
    let simulator = support::shop::hap().await;
    let mut client = connect(&simulator).await;
    let prints: Vec<Command> = menus::all()
        .map(|menu| Command::read(format!("{}/print", menu.path)))
        .collect();
    for window in [1, 8, 20, 64] {
        let before = client.turnarounds();
        for commands in prints.chunks(window) {
            client.run_all(commands).await.expect("answers");
        }
        let expected = prints.len().div_ceil(window) as u32;
        assert_eq!(
            client.turnarounds() - before,
            expected,
            "{window} at a time"
        );
    }
}

#[tokio::test]
async fn without_stages_every_row_is_a_turnaround() {
    let simulator = support::shop::hap().await;
    let (target, shop) = (target(&simulator), Shop::basic());
    let changes = look(&target, &shop.order()).await.expect("a look").changes;
    let stages = stages(&changes).expect("an order");
    let mut client = connect(&simulator).await;
    let before = client.turnarounds();
    for change in stages.iter().flatten() {
        let replies = client.run_all(&[command(change)]).await.expect("an answer");
        assert!(!replies[0].is_trap(), "{change:?}: {replies:?}");
    }
    let one_by_one = client.turnarounds() - before;
    assert_eq!(one_by_one, changes.changes.len() as u32);
    assert!(one_by_one > 10 * stages.len() as u32);
}

/// The count is neither made up nor too low: over a line of 20 ms, an apply takes 20 ms for every turnaround, and not one more.
///
/// On tokio's paused clock, which moves on only while nobody has anything to do, so that computing takes no time at all and
/// the result is the same on a busy machine. The clock does not know of bytes that the operating system still carries from one
/// socket to the other, and may move on too far for their sake; it never moves too little. Hence the best of three.
#[tokio::test(start_paused = true)]
async fn every_turnaround_is_one_delay_of_the_line_and_nothing_else_is() {
    const LATENCY: Duration = Duration::from_millis(20);
    let shop = Shop::basic();
    let mut best = Duration::MAX;
    let mut expected = Duration::ZERO;
    for _ in 0..3 {
        let config = SimulatorConfig {
            latency: LATENCY,
            ..router(model(), "7.21.5")
        };
        let simulator = Simulator::start(config).await.expect("a simulator");
        let started = Instant::now();
        let (_, report) = apply(&target(&simulator), &shop).await;
        best = best.min(started.elapsed());
        // TCP is between the operating systems; the simulator delays what it answers itself.
        expected = LATENCY * (report.turnarounds - 2 * TCP);
    }
    assert_eq!(best, expected);
}
