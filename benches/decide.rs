//! Site → rows → text → difference: everything that is decided before the first change is sent, without the router.
//!
//! The typical shop against a hAP ac² as it leaves the factory, read once from the simulator. The templates are read once
//! too, as the daemon does at its start.

#![allow(clippy::expect_used, reason = "a bench stops where it cannot measure")]

mod figure;
#[path = "../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use figure::{Figures, median, millis};
use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::observed::Observed;
use hotspotd::domain::hotspot::script;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::routeros::read::read;
use hotspotd::service::generate::generate;
use support::shop::{connect, hap};
use support::sites::{basic, templates};

const RUNS: usize = 2000;
const BUDGET_MS: f64 = 1.0;

fn factory() -> Observed {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let simulator = hap().await;
        let mut client = connect(&simulator).await;
        let reading = read(&mut client, "admin").await.expect("a reading");
        reading.observed
    })
}

fn main() -> ExitCode {
    let (site, observed) = (basic(), factory());
    let (catalogue, templates) = (Catalogue::builtin(), templates());
    let mut steps: [Vec<Duration>; 4] = Default::default();
    for run in 0..RUNS + RUNS / 10 {
        let start = Instant::now();
        let generated = generate(black_box(&site), catalogue, templates).expect("a configuration");
        let rows = start.elapsed();
        let text = black_box(script::idempotent(&generated.desired).expect("an order"));
        let written = start.elapsed();
        let changes =
            diff(&generated.desired, black_box(&observed), Secrets::Keep).expect("a change set");
        let decided = start.elapsed();
        assert!(text.len() > 1000 && changes.changes.len() > 60);
        // The first tenth warms up.
        if run >= RUNS / 10 {
            let parts = [rows, written - rows, decided - written, decided];
            for (times, part) in steps.iter_mut().zip(parts) {
                times.push(part);
            }
        }
    }
    let [rows, text, changes, whole] = steps.map(|times| millis(median(times)));
    let mut figures = Figures::default();
    figures.hold("site → rows → text → diff, median", whole, BUDGET_MS, " ms");
    figures.tell(
        "of which site → rows, rows → text, diff",
        &format!("{rows:.2} + {text:.2} + {changes:.2} ms"),
    );
    figures.end()
}
