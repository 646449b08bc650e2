//! A foreign administrator at work on the same router, between diff and apply, during the apply, and after it: nothing of theirs is
//! lost, and the report says what was seen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use hotspotd::domain::hotspot::site::Site;
use hotspotd::service::apply::{ApplyError, Cause, Look, Progress, Report, Terms, look};
use simulator::device::{Caller, DeviceConfig, DeviceMode, Outcome};
use simulator::{Faults, SentenceFault, Simulator, SimulatorConfig};
use support::held::Held;
use support::shop::{Shop, hap, router, target};
use support::sites::{basic, model};

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

/// Time that passes on the router at once.
fn passing(
    simulator: &Simulator,
) -> impl Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + '_ {
    move |time| {
        simulator.advance(time);
        Box::pin(std::future::ready(()))
    }
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

#[tokio::test]
async fn something_else_changed_between_diff_and_apply() {
    let (simulator, shop) = (hap().await, Shop::basic());
    let look = seen(&simulator, &shop).await;
    Administrator(&simulator).lets_in("8291");
    let terms = Terms {
        take_over: true,
        ..Terms::default()
    };
    let report = look.apply(&shop.order(), &terms, |_| {}).await;
    let report = report.expect("an apply");
    assert_eq!(report.others, ["/ip/firewall/filter by hand is new"]);
    assert_eq!(by_hand(&simulator), 1);
    simulator.stop().await;
}

#[tokio::test]
async fn what_is_to_be_changed_changed_between_diff_and_apply() {
    let (simulator, shop) = (hap().await, Shop::basic());
    let look = seen(&simulator, &shop).await;
    Administrator(&simulator).names_the_router("Duka la Amina");
    let before = simulator.with_device(|device| Held::of(device));
    let terms = Terms {
        take_over: true,
        ..Terms::default()
    };
    let error = look.apply(&shop.order(), &terms, |_| {}).await;
    let error = error.expect_err("it moved");
    assert!(matches!(error, ApplyError::Moved { .. }), "{error:?}");
    assert_eq!(simulator.with_device(|device| Held::of(device)), before);
    simulator.stop().await;
}

#[tokio::test]
async fn something_else_changed_during_the_apply() {
    for stage in 1..=3 {
        let (simulator, shop) = (hap().await, Shop::basic());
        let report = during(&simulator, &shop, stage, |administrator| {
            administrator.does(
                "/ip/dns/static/add",
                &[("name", "printer.lan"), ("address", "192.168.88.9")],
            );
        })
        .await
        .expect("an apply");
        assert_eq!(report.others, ["/ip/dns/static printer.lan is new"]);
        assert_eq!(scripts(&simulator), 0);
        simulator.stop().await;
    }
}

/// They change the very field that we have changed: theirs stays, ours goes back.
#[tokio::test]
async fn the_same_field_changed_during_the_apply() {
    let (simulator, shop) = (hap().await, Shop::basic());
    let before = simulator.with_device(|device| Held::of(device));
    let error = during(&simulator, &shop, 3, |administrator| {
        administrator.names_the_router("Duka la Amina");
        administrator.lets_in("8291");
    })
    .await
    .expect_err("not what was wanted");
    let ApplyError::RolledBack { cause, others, .. } = error else {
        panic!("{error:?}");
    };
    assert!(matches!(*cause, Cause::NotProven(_)), "{cause:?}");
    let others: Vec<String> = others.iter().map(ToString::to_string).collect();
    assert_eq!(
        others,
        [
            "/system/identity has name Duka la Amina instead of MikroTik",
            "/ip/firewall/filter by hand is new"
        ]
    );
    assert_eq!(scripts(&simulator), 0);
    // Without theirs, the router is what it was.
    let administrator = Administrator(&simulator);
    administrator.names_the_router("MikroTik");
    let rule = simulator.with_device(|device| {
        let rows = device.rows("/ip/firewall/filter");
        let mut rules = rows
            .iter()
            .filter(|row| row.get("comment") == Some("by hand"));
        let id = rules.next().and_then(|row| row.get(".id"));
        id.map(str::to_owned).expect("their rule")
    });
    administrator.does("/ip/firewall/filter/remove", &[(".id", &rule)]);
    let after = simulator.with_device(|device| Held::of(device));
    assert_eq!(before.differences(&after), "");
    simulator.stop().await;
}

/// The line is cut while they work: the guard fires by itself, and takes nothing of theirs with it.
#[tokio::test]
async fn something_else_changed_and_the_line_was_cut() {
    let (simulator, shop) = (hap().await, Shop::basic());
    simulator.set_faults(Faults::none().on_write(50, SentenceFault::CutAfter));
    let error = during(&simulator, &shop, 2, |administrator| {
        administrator.lets_in("8291");
    })
    .await
    .expect_err("a cut line");
    let ApplyError::RolledBack { others, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(others[0].to_string(), "/ip/firewall/filter by hand is new");
    assert_eq!((by_hand(&simulator), scripts(&simulator)), (1, 0));
    simulator.stop().await;
}

/// Safe mode undoes what everybody did. That is said, row by row.
#[tokio::test]
async fn what_safe_mode_takes_along_is_told() {
    let config = SimulatorConfig {
        device: DeviceConfig {
            device_mode: DeviceMode::WithoutScheduler,
            ..router(model(), "7.21.5").device
        },
        ..router(model(), "7.21.5")
    };
    let simulator = Simulator::start(config).await.expect("a simulator");
    let error = during(&simulator, &Shop::basic(), 3, |administrator| {
        administrator.names_the_router("Duka la Amina");
        administrator.lets_in("8291");
    })
    .await
    .expect_err("not what was wanted");
    let ApplyError::RolledBack {
        others, undone_too, ..
    } = error
    else {
        panic!("{error:?}");
    };
    assert!(others.is_empty(), "{others:?}");
    assert_eq!(
        undone_too[0].to_string(),
        "/ip/firewall/filter by hand is new"
    );
    assert_eq!(by_hand(&simulator), 0);
    simulator.stop().await;
}

/// Afterwards they change a row of ours and one of their own: the next apply puts ours back and leaves theirs.
#[tokio::test]
async fn a_row_of_ours_changed_after_the_apply() {
    let (simulator, shop) = (hap().await, Shop::basic());
    during(&simulator, &shop, 0, |_| {})
        .await
        .expect("an apply");
    let administrator = Administrator(&simulator);
    administrator.lets_in("8291");
    administrator.does(
        "/ip/hotspot/set",
        &[("numbers", "hd-duka-guest"), ("idle-timeout", "10m")],
    );
    let look = seen(&simulator, &shop).await;
    let names: Vec<String> = look.changes.changes.iter().map(|one| one.name()).collect();
    assert_eq!(names, ["/ip/hotspot guest"]);
    look.close().await;
    let report = during(&simulator, &shop, 0, |_| {}).await;
    assert_eq!(report.expect("an apply").writes, 1);
    assert_eq!(value(&simulator, "/ip/hotspot", "idle-timeout"), "5m");
    assert_eq!(by_hand(&simulator), 1);
    simulator.stop().await;
}

/// Two hotspotd at the same router: the second finds the first one's guard and sends nothing.
#[tokio::test]
async fn another_hotspotd_is_at_work() {
    let (simulator, shop) = (hap().await, Shop::basic());
    let mut other: Site = basic();
    other.walled_garden.hosts.push("kplc.co.ke".to_owned());
    let other = Shop::new(other);
    let second = seen(&simulator, &other).await;
    let second = std::cell::RefCell::new(Some(second));
    let order = shop.order();
    let terms = Terms {
        take_over: true,
        ..Terms::default()
    };
    let first = seen(&simulator, &shop).await;
    let report = first.apply(&order, &terms, |_| {}).await;
    report.expect("an apply");
    // What it had seen is no longer so.
    let late = second.take().expect("a look");
    let error = late.apply(&other.order(), &terms, |_| {}).await;
    let error = error.expect_err("it moved");
    assert!(
        matches!(error, ApplyError::Moved { .. } | ApplyError::Claim(_)),
        "{error:?}"
    );
    assert_eq!(scripts(&simulator), 0);
    simulator.stop().await;
}
