//! A foreign administrator at work on the same router, between diff and apply, during the apply, and after it: nothing of theirs is
//! lost, and the report says what was seen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

mod changes;
mod rivals;

use hotspotd::service::apply::{ApplyError, Look, Progress, Report, Terms, look};
use simulator::Simulator;
use simulator::device::{Caller, Outcome};
use support::passing::passing;
use support::shop::{Shop, target};

/// Somebody with Winbox open.
struct Administrator<'s>(&'s Simulator);

impl Administrator<'_> {
    fn does(&self, path: &str, values: &[(&str, &str)]) {
        let values: Vec<(String, String)> = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let done = self.0.with_device(|device| {
            let from = "192.168.88.2".parse().expect("an address");
            let who: Caller = device.authenticate("admin", "", from).expect("admin");
            device.run(&who, path, &values)
        });
        assert!(matches!(done, Ok(Outcome::Done { .. })), "{path}: {done:?}");
    }

    fn lets_in(&self, port: &str) {
        self.does(
            "/ip/firewall/filter/add",
            &[
                ("chain", "input"),
                ("action", "accept"),
                ("protocol", "tcp"),
                ("dst-port", port),
                ("comment", "by hand"),
            ],
        );
    }

    fn names_the_router(&self, name: &str) {
        self.does("/system/identity/set", &[("name", name)]);
    }
}

fn value(simulator: &Simulator, menu: &str, field: &str) -> String {
    let rows = simulator.with_device(|device| device.rows(menu));
    rows[0].get(field).unwrap_or_default().to_owned()
}

fn by_hand(simulator: &Simulator) -> usize {
    let rows = simulator.with_device(|device| device.rows("/ip/firewall/filter"));
    rows.iter()
        .filter(|row| row.get("comment") == Some("by hand"))
        .count()
}

fn scripts(simulator: &Simulator) -> usize {
    simulator.with_device(|device| {
        device.rows("/system/script").len() + device.rows("/system/scheduler").len()
    })
}

async fn seen(simulator: &Simulator, shop: &Shop) -> Look {
    look(&target(simulator), &shop.order())
        .await
        .expect("a look")
}

/// Applies; the administrator acts when the stage with that number begins.
async fn during(
    simulator: &Simulator,
    shop: &Shop,
    stage: usize,
    act: impl Fn(Administrator<'_>) + Send + Sync,
) -> Result<Report, ApplyError> {
    let pause = passing(simulator);
    let terms = Terms {
        take_over: true,
        pause: &pause,
        ..Terms::default()
    };
    let order = shop.order();
    let progress = |progress: Progress<'_>| {
        if let Progress::Stage { number, .. } = progress
            && number == stage
        {
            act(Administrator(simulator));
        }
    };
    seen(simulator, shop)
        .await
        .apply(&order, &terms, progress)
        .await
}
