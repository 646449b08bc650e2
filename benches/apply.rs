//! An apply over a line of 20 ms: how long it takes beside what its turnarounds alone take.
//!
//! Not a test, because a busy machine may be late. The simulator delays answers, not TCP and TLS handshakes (its own
//! operating system answers those), so the turnarounds of handshakes are left out of the ratio: that is the stricter reckoning.

#![allow(clippy::expect_used, reason = "a bench stops where it cannot measure")]

mod figure;
#[path = "../tests/support/mod.rs"]
mod support;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use figure::{Figures, median, millis};
use hotspotd::service::apply::{Target, look};
use simulator::{Simulator, SimulatorConfig};
use support::shop::{Shop, agreed, router, target, tls_target};
use support::sites::model;

const LATENCY: Duration = Duration::from_millis(20);
const RUNS: usize = 15;
const BUDGET: f64 = 1.3;

async fn far_router() -> Simulator {
    let config = SimulatorConfig {
        latency: LATENCY,
        tls_listen: Some(([127, 0, 0, 1], 0).into()),
        tls_ready: true,
        ..router(model(), "7.21.5")
    };
    Simulator::start(config).await.expect("a simulator")
}

/// Turnarounds and time of one apply.
async fn apply(target: &Target, shop: &Shop) -> (u32, Duration) {
    let start = Instant::now();
    let order = shop.order();
    let seen = look(target, &order).await.expect("a look");
    let report = seen
        .apply(&order, &agreed(), |_| {})
        .await
        .expect("a proven configuration");
    (report.turnarounds, start.elapsed())
}

/// How a simulator is reached.
type Way = fn(&Simulator) -> Target;

#[tokio::main]
async fn main() -> ExitCode {
    let shop = Shop::basic();
    let mut figures = Figures::default();
    // Handshakes of the simulator's operating system: TCP, or TCP and TLS, for each connection. Turnarounds that a first apply may take.
    let ways: [(&str, Way, u32, f64); 2] =
        [("plain", target, 1, 16.0), ("TLS", tls_target, 2, 18.0)];
    for (way, target, handshakes, most_first) in ways {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut turnarounds = (0, 0);
        for _ in 0..RUNS {
            let router = far_router().await;
            let target = target(&router);
            let (count, took) = apply(&target, &shop).await;
            turnarounds.0 = count;
            first.push(took);
            let (count, took) = apply(&target, &shop).await;
            turnarounds.1 = count;
            second.push(took);
            router.stop().await;
        }
        for (what, count, connections, most, times) in [
            ("first apply", turnarounds.0, 2, most_first, first),
            ("apply with nothing to do", turnarounds.1, 1, 4.0, second),
        ] {
            let took = median(times);
            let waited = LATENCY * (count - handshakes * connections);
            let what = format!("{what} ({way}, 20 ms away)");
            figures.hold(&format!("{what}: turnarounds"), f64::from(count), most, "");
            figures.hold(
                &format!("{what}: {:.0} ms, of the time waited", millis(took)),
                took.as_secs_f64() / waited.as_secs_f64(),
                BUDGET,
                " ×",
            );
        }
    }
    figures.end()
}
