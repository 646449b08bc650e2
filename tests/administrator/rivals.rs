//! Others that put the router back: another hotspotd, somebody's safe mode, and our own guard when it fires too early.

use std::time::Duration;

use hotspotd::domain::hotspot::guard::Token;
use hotspotd::domain::hotspot::site::Site;
use hotspotd::service::apply::{ApplyError, Progress, Terms, look};
use simulator::{Faults, SentenceFault, StreamFault};

use crate::support::held::Held;
use crate::support::passing::dead_for;
use crate::support::shop::{Shop, hap, target};
use crate::support::sites::basic;
use crate::{Administrator, during, scripts, seen};

/// Two hotspotd at the same router: what the second has seen is no longer so.
#[tokio::test]
async fn another_hotspotd_was_faster() {
    let (simulator, shop) = (hap().await, Shop::basic());
    let other = with_another_host();
    let late = seen(&simulator, &other).await;
    during(&simulator, &shop, 0, |_| {})
        .await
        .expect("an apply");
    let terms = Terms {
        take_over: true,
        ..Terms::default()
    };
    let error = late.apply(&other.order(), &terms, |_| {}).await;
    let error = error.expect_err("it moved");
    assert!(
        matches!(error, ApplyError::Moved { .. } | ApplyError::Claim(_)),
        "{error:?}"
    );
    assert_eq!(scripts(&simulator), 0);
    simulator.stop().await;
}

fn with_another_host() -> Shop {
    let mut site: Site = basic();
    site.walled_garden.hosts.push("kplc.co.ke".to_owned());
    Shop::new(site)
}

/// Both have looked before either began. The second finds the guard of the first in its way, and leaves it alone.
#[tokio::test]
async fn another_hotspotd_is_at_work() {
    let (simulator, shop) = (hap().await, Shop::basic());
    let first = seen(&simulator, &shop).await;
    let second = seen(&simulator, &shop).await;
    let order = shop.order();
    let terms = |token| Terms {
        take_over: true,
        token: Token(token),
        ..Terms::default()
    };
    // The first is stopped in the middle: it is dropped there, as if it were killed.
    simulator.set_faults(Faults::none().on_write(30, SentenceFault::HangAfter));
    let (mine, yours) = (terms(1), terms(2));
    tokio::select! {
        end = first.apply(&order, &mine, |_| {}) => panic!("{end:?}"),
        () = simulator.fault_reached() => {}
    }
    simulator.set_faults(Faults::none());
    let held = simulator.with_device(|device| Held::of(device));
    let error = second.apply(&order, &yours, |_| {}).await;
    let error = error.expect_err("a guard stands");
    assert!(matches!(error, ApplyError::GuardStands(_)), "{error:?}");
    let after = simulator.with_device(|device| Held::of(device));
    assert_eq!(held.differences(&after), "");
    assert_eq!(scripts(&simulator), 3);
    // And the guard of the first still does its work.
    simulator.advance(Duration::from_secs(200));
    let look = seen(&simulator, &shop).await;
    assert_eq!(look.changes.changes.len(), 69);
    simulator.stop().await;
}

/// Somebody has safe mode on: what we change would go with it.
#[tokio::test]
async fn somebody_holds_safe_mode() {
    let (simulator, shop) = (hap().await, Shop::basic());
    Administrator(&simulator).does("/safe-mode/take", &[]);
    let error = look(&target(&simulator), &shop.order()).await;
    let Err(ApplyError::Refused(refusals)) = error else {
        panic!("not refused");
    };
    let told = refusals[0].to_string();
    assert!(
        told.contains("a session of admin holds safe mode"),
        "{told}"
    );
    simulator.stop().await;
}

/// The guard fires while changes are still sent, and then the line dies: it fires once more, and undoes what came after.
#[tokio::test]
async fn the_guard_fires_in_the_middle_and_the_line_dies() {
    for dies in [false, true] {
        let (simulator, shop) = (hap().await, Shop::basic());
        let before = simulator.with_device(|device| Held::of(device));
        let pause = dead_for(&simulator, Duration::from_secs(250));
        let terms = Terms {
            take_over: true,
            pause: &pause,
            ..Terms::default()
        };
        let order = shop.order();
        let first = seen(&simulator, &shop).await;
        if dies {
            let cut = Faults::none().on_write(60, SentenceFault::CutAfter);
            simulator.set_faults(cut.on_stream(StreamFault::ResetAfter(1)));
        }
        let error = first
            .apply(&order, &terms, |progress| {
                if let Progress::Stage { number: 2, .. } = progress {
                    simulator.advance(Duration::from_secs(100));
                }
            })
            .await
            .expect_err("too slow");
        assert!(matches!(error, ApplyError::RolledBack { .. }), "{error:?}");
        simulator.set_faults(Faults::none());
        let after = simulator.with_device(|device| Held::of(device));
        assert_eq!(before.differences(&after), "", "{error}");
        assert_eq!(scripts(&simulator), 0);
    }
}

/// A router that has only just started may not tell all of its rows yet: it is looked at, and not changed.
#[tokio::test]
async fn a_router_that_has_just_started() {
    let (simulator, shop) = (hap().await, Shop::basic());
    during(&simulator, &shop, 0, |_| {})
        .await
        .expect("an apply");
    simulator.reboot();
    assert!(seen(&simulator, &shop).await.changes.is_empty());
    let other = with_another_host();
    let Err(ApplyError::Refused(refusals)) = look(&target(&simulator), &other.order()).await else {
        panic!("not refused");
    };
    assert!(
        refusals[0].to_string().contains("try again in a minute"),
        "{refusals:?}"
    );
    simulator.advance(Duration::from_secs(60));
    during(&simulator, &other, 0, |_| {})
        .await
        .expect("an apply");
    simulator.stop().await;
}
