//! What a reading of 10,000 rows costs in memory: the rows as they are kept, and the most that was held on the way.
//!
//! Allocations of the reading thread alone are counted; the simulator runs on threads of its own.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use std::net::IpAddr;

use hotspotd::domain::hotspot::observed::Observed;
use hotspotd::routeros::read::read;
use simulator::Simulator;
use simulator::device::{Caller, Device, Entry, Service};

mod support;
use support::shop::{connect, router};
use support::sites::model;

const ROWS: usize = 10_000;
const BUDGET: u64 = 20_000_000;

/// A router with that many rows of an operator's own.
fn crowded() -> Device {
    let config = router(model(), "7.21.5");
    let mut device = Device::factory(&config.device).expect("a board");
    let router = IpAddr::from([192, 168, 88, 1]);
    let who = Caller {
        session: 0,
        name: "admin".to_owned(),
        policies: ["read", "write", "policy", "sensitive", "api", "test"]
            .map(str::to_owned)
            .into(),
        entry: Entry {
            interface: "ether2".to_owned(),
            from: IpAddr::from([192, 168, 88, 2]),
            to: router,
            service: Service::Api,
            port: 8728,
        },
    };
    for number in 0..ROWS {
        let fields = [
            ("action", "allow".to_owned()),
            ("dst-host", format!("*.customer{number:05}.example.com")),
            ("comment", format!("by hand: customer {number:05}")),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        device
            .run(&who, "/ip/hotspot/walled-garden/add", &fields)
            .expect("a row");
    }
    device
}

fn reading(runtime: &tokio::runtime::Runtime, simulator: &Simulator) -> Observed {
    runtime.block_on(async {
        let mut client = connect(simulator).await;
        let reading = read(&mut client, "admin").await.expect("a reading");
        client.close().await;
        reading.observed
    })
}

#[test]
fn ten_thousand_rows_are_read_with_less_than_20_mb() {
    let theirs = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let ours = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let config = router(model(), "7.21.5");
    let simulator = theirs
        .block_on(Simulator::start_with(crowded(), config))
        .expect("a simulator");
    let mut rows = 0;
    let memory = allocation_counter::measure(|| {
        let observed = reading(&ours, &simulator);
        rows = observed.rows("/ip/hotspot/walled-garden").len();
    });
    assert!(rows >= ROWS, "{rows} rows");
    // It did count: the rows have some bytes at the very least.
    assert!(memory.bytes_max > 1_000_000, "{memory:?}");
    let megabytes = memory.bytes_max as f64 / 1e6;
    println!("\n| 10,000 rows read, most memory at once | {megabytes:.1} MB | ≤ 20 MB |");
    assert!(memory.bytes_max <= BUDGET, "{memory:?}");
}
