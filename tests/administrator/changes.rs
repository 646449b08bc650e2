//! Somebody changes the router by hand: before, during and after an apply.

use hotspotd::service::apply::{ApplyError, Cause, Terms};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Faults, SentenceFault, Simulator, SimulatorConfig};

use crate::support::held::Held;
use crate::support::shop::{Shop, hap, router};
use crate::support::sites::model;
use crate::{Administrator, by_hand, during, scripts, seen, value};

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
