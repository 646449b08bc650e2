//! Nothing is sent before something stands ready to put the router back: the guard, else safe mode, else only what cannot cut anybody
//! off, else nothing at all, and the refusal says why each means is missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

mod means;
mod secrets;

use hotspotd::domain::hotspot::site::{Site, WanMode};
use hotspotd::domain::routeros::version::Version;
use hotspotd::domain::secret::Secret;
use hotspotd::service::apply::{ApplyError, Order, Report, Target, Terms, look};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};
use support::held::Held;
use support::shop::{Shop, router};
use support::sites::{basic, model};

/// A router fresh from its carton, with this version and mode.
async fn fresh(version: &str, mode: DeviceMode) -> Simulator {
    let config = router(model(), version);
    let config = SimulatorConfig {
        device: DeviceConfig {
            device_mode: mode,
            ..config.device.clone()
        },
        ..config
    };
    Simulator::start(config).await.expect("a simulator")
}

/// A site for a version.
fn site(version: &str) -> Site {
    let mut site = basic();
    site.router.routeros = version.parse::<Version>().expect("a version");
    site
}

/// A shop that dials in with this password.
fn dialled(password: &str) -> Shop {
    let mut site = site("7.9");
    let wan = site.wan.as_mut().expect("an uplink");
    wan.mode = WanMode::Pppoe {
        user: "shop@isp".to_owned(),
        password: Secret::new(password),
    };
    Shop::new(site)
}

async fn apply(target: &Target, order: &Order<'_>) -> Result<Report, ApplyError> {
    let terms = Terms {
        take_over: true,
        ..Terms::default()
    };
    look(target, order)
        .await?
        .apply(order, &terms, |_| {})
        .await
}

/// What speaks against each means.
fn reasons(end: Result<Report, ApplyError>) -> Vec<String> {
    match end {
        Err(ApplyError::Unprotected(why)) => why.reasons(),
        other => panic!("{other:?}"),
    }
}

/// Refuses, and the router is what it was.
async fn refused(simulator: &Simulator, target: &Target, order: &Order<'_>) -> Vec<String> {
    let before = simulator.with_device(|device| Held::of(device));
    let reasons = reasons(apply(target, order).await);
    let after = simulator.with_device(|device| Held::of(device));
    assert_eq!(before.differences(&after), "");
    reasons
}

fn says(reasons: &[String], words: &[&str]) {
    for word in words {
        assert!(
            reasons.iter().any(|reason| reason.contains(word)),
            "{word}: {reasons:#?}"
        );
    }
}
