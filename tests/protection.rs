//! Nothing is sent before something stands ready to put the router back: the guard, else safe mode, else only what cannot cut anybody
//! off, else nothing at all, and the refusal says why each means is missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use hotspotd::domain::hotspot::diff::Secrets;
use hotspotd::domain::hotspot::site::{Site, WanMode};
use hotspotd::domain::routeros::version::Version;
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Command, Credentials};
use hotspotd::service::apply::{
    ApplyError, Order, Progress, Protection, Report, Target, Terms, look,
};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Faults, SentenceFault, Simulator, SimulatorConfig};
use support::held::Held;
use support::shop::{Shop, connect, router, target};
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

#[tokio::test]
async fn the_guard_is_the_first_choice() {
    for version in ["7.9", "7.16", "7.21.5"] {
        let simulator = fresh(version, DeviceMode::Advanced).await;
        let shop = Shop::new(site("7.9"));
        let report = apply(&target(&simulator), &shop.order()).await;
        let protection = report.expect("an apply").protection;
        assert_eq!(protection, Some(Protection::Guard { seconds: 90 }));
        simulator.stop().await;
    }
}

#[tokio::test]
async fn safe_mode_where_schedulers_are_forbidden() {
    let simulator = fresh("7.18", DeviceMode::WithoutScheduler).await;
    let shop = Shop::new(site("7.9"));
    let report = apply(&target(&simulator), &shop.order()).await;
    let protection = report.expect("an apply").protection;
    assert_eq!(protection, Some(Protection::SafeMode));
    simulator.stop().await;
}

#[tokio::test]
async fn too_many_changes_for_safe_mode_are_refused() {
    let simulator = fresh("7.21.5", DeviceMode::WithoutScheduler).await;
    let mut site = site("7.9");
    site.walled_garden.hosts = (0..12).map(|n| format!("bank{n}.co.ke")).collect();
    let shop = Shop::new(site);
    let reasons = refused(&simulator, &target(&simulator), &shop.order()).await;
    says(
        &reasons,
        &[
            "device-mode of this router forbids schedulers: run `/system device-mode update scheduler=yes`",
            "safe mode bears 80 changes, these are ",
            "without them only changes are made that cannot cut anybody off, and those of /",
        ],
    );
    simulator.stop().await;
}

#[tokio::test]
async fn with_neither_only_what_cannot_cut_off() {
    let simulator = fresh("7.16", DeviceMode::Advanced).await;
    let shop = Shop::new(site("7.9"));
    let target = target(&simulator);
    apply(&target, &shop.order()).await.expect("an apply");
    let device = simulator.with_device(|device| device.save());
    simulator.stop().await;
    // Somebody forbids schedulers from now on.
    let config = DeviceConfig {
        device_mode: DeviceMode::WithoutScheduler,
        ..router(model(), "7.16").device
    };
    let device = simulator::device::Device::load(&config, &device).expect("a device");
    let simulator = Simulator::start_with(device, router(model(), "7.16"))
        .await
        .expect("a simulator");
    let target = support::shop::target(&simulator);

    let mut harmless = site("7.9");
    harmless.walled_garden.hosts.push("kplc.co.ke".to_owned());
    let harmless = Shop::new(harmless);
    let report = apply(&target, &harmless.order()).await.expect("an apply");
    assert_eq!(report.protection, Some(Protection::Script));
    let scripts = simulator.with_device(|device| device.rows("/system/script").len());
    assert_eq!(scripts, 0);

    let mut cutting = harmless.site.clone();
    cutting.networks[0].address = "10.66.0.1/24".parse().expect("an address");
    let cutting = Shop::new(cutting);
    let reasons = refused(&simulator, &target, &cutting.order()).await;
    says(
        &reasons,
        &[
            "forbids schedulers",
            "safe mode is there from RouterOS 7.18 on",
            "without them only changes",
        ],
    );
    simulator.stop().await;
}

/// A former secret that the account may not read could not be put back, so nothing is sent; with the policy it is read, and comes back.
#[tokio::test]
async fn a_secret_that_cannot_be_put_back_is_not_changed() {
    let simulator = fresh("7.16", DeviceMode::Advanced).await;
    let full = target(&simulator);
    apply(&full, &dialled("first").order())
        .await
        .expect("an apply");

    let mut admin = connect(&simulator).await;
    for (group, more) in [("blind", ""), ("seeing", ",sensitive")] {
        let policy = format!("api,read,write,test{more}");
        let commands = [
            Command::write("/user/group/add")
                .with("name", group)
                .with("policy", policy),
            Command::write("/user/add")
                .with("name", group)
                .with("group", group)
                .with("password", "x"),
        ];
        for reply in admin.run_all(&commands).await.expect("answers") {
            assert!(!reply.is_trap(), "{reply:?}");
        }
    }
    admin.close().await;
    let as_user = |name: &str| Target {
        credentials: Credentials {
            user: name.to_owned(),
            password: Secret::new("x"),
        },
        ..full.clone()
    };
    let shop = dialled("second");
    let order = Order {
        secrets: Secrets::Rotate,
        ..shop.order()
    };
    let reasons = refused(&simulator, &as_user("blind"), &order).await;
    says(
        &reasons,
        &["the former password of /interface/pppoe-client wan-pppoe is not known"],
    );
    let report = apply(&as_user("seeing"), &order).await.expect("an apply");
    assert!(matches!(report.protection, Some(Protection::Guard { .. })));
    let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
    assert_eq!(rows[0].get("password"), Some("second"));

    // The last of three changes is refused, after the four writes that arm the guard.
    let mut site = dialled("third").site;
    site.walled_garden.hosts.push("kplc.co.ke".to_owned());
    let shop = Shop::new(site);
    let order = Order {
        secrets: Secrets::Rotate,
        ..shop.order()
    };
    simulator.set_faults(Faults::none().on_write(7, SentenceFault::Refuse));
    let end = apply(&as_user("seeing"), &order).await;
    let Err(ApplyError::RolledBack { sent, .. }) = end else {
        panic!("{end:?}");
    };
    assert!(
        sent.done
            .iter()
            .any(|change| change.menu.path == "/interface/pppoe-client")
    );
    let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
    assert_eq!(rows[0].get("password"), Some("second"));
    simulator.stop().await;
}

/// Vouchers that were sold keep their profile: it does not go while they use it.
#[tokio::test]
async fn a_profile_that_vouchers_use_does_not_go() {
    let simulator = fresh("7.21.5", DeviceMode::Advanced).await;
    let target = target(&simulator);
    let shop = Shop::new(site("7.9"));
    apply(&target, &shop.order()).await.expect("an apply");
    let gone = shop.site.profiles.last().expect("a profile").name.clone();
    let profile = format!("hd-duka-{gone}");
    let mut admin = connect(&simulator).await;
    let sold: Vec<Command> = ["K7Q4X", "9XMP2"]
        .map(|code| {
            Command::write("/ip/hotspot/user/add")
                .with("name", code)
                .with("profile", &profile)
        })
        .into();
    for reply in admin.run_all(&sold).await.expect("answers") {
        assert!(!reply.is_trap(), "{reply:?}");
    }

    let mut fewer = shop.site.clone();
    fewer.profiles.pop();
    fewer
        .voucher_types
        .retain(|voucher| voucher.profile.as_str() != gone.as_str());
    let fewer = Shop::new(fewer);
    let before = simulator.with_device(|device| Held::of(device));
    let end = apply(&target, &fewer.order()).await;
    let Err(ApplyError::InUse(used)) = end else {
        panic!("{end:?}");
    };
    let told = used[0].to_string();
    assert!(
        told.contains(&profile) && told.contains("2 hotspot users (vouchers)"),
        "{told}"
    );
    let after = simulator.with_device(|device| Held::of(device));
    assert_eq!(before.differences(&after), "");

    let remove = Command::write("/ip/hotspot/user/remove").with(".id", "K7Q4X,9XMP2");
    assert!(!admin.run_all(&[remove]).await.expect("an answer")[0].is_trap());
    admin.close().await;
    apply(&target, &fewer.order()).await.expect("an apply");
    simulator.stop().await;
}

/// A secret cannot be read back: where the router refuses to take it, all that was sent goes back, and nothing is called done.
#[tokio::test]
async fn a_refused_secret_is_not_called_done() {
    for mode in [DeviceMode::Advanced, DeviceMode::WithoutScheduler] {
        let simulator = fresh("7.21.5", mode).await;
        let target = target(&simulator);
        apply(&target, &dialled("first").order())
            .await
            .expect("an apply");
        let shop = dialled("second");
        let order = Order {
            secrets: Secrets::Rotate,
            ..shop.order()
        };
        let look = look(&target, &order).await.expect("a look");
        let changes = look.changes.changes.len();
        assert_eq!(changes, 1, "only the secret");
        look.close().await;
        // After what arms the guard, or takes safe mode.
        let arming = if mode == DeviceMode::Advanced { 4 } else { 1 };
        simulator.set_faults(Faults::none().on_write(arming + 1, SentenceFault::Refuse));
        let end = apply(&target, &order).await;
        simulator.set_faults(Faults::none());
        assert!(matches!(end, Err(ApplyError::RolledBack { .. })), "{end:?}");
        let rows = simulator.with_device(|device| device.rows("/interface/pppoe-client"));
        assert_eq!(rows[0].get("password"), Some("first"));
        simulator.stop().await;
    }
}

/// The router does not run the undo: its guard is left standing, and nobody says that it was put back.
#[tokio::test]
async fn an_undo_that_does_not_run_is_left_standing() {
    let simulator = fresh("7.21.5", DeviceMode::Advanced).await;
    let shop = Shop::new(site("7.9"));
    let order = shop.order();
    let target = target(&simulator);
    let look = look(&target, &order).await.expect("a look");
    simulator.set_faults(Faults::none().on_write(30, SentenceFault::Refuse));
    let terms = Terms {
        take_over: true,
        ..Terms::default()
    };
    // From the rollback on, everything is refused.
    let end = look
        .apply(&order, &terms, |progress| {
            if matches!(progress, Progress::RollingBack) {
                let all = (1..50).fold(Faults::none(), |faults, number| {
                    faults.on_write(number, SentenceFault::Refuse)
                });
                simulator.set_faults(all);
            }
        })
        .await;
    let Err(error @ ApplyError::Stuck { .. }) = end else {
        panic!("{end:?}");
    };
    assert!(
        error.to_string().contains("its guard is left standing"),
        "{error}"
    );
    simulator.set_faults(Faults::none());
    let standing = simulator.with_device(|device| device.rows("/system/scheduler").len());
    assert_eq!(standing, 2);
    // It fires by itself in time.
    let before = simulator.with_device(|device| device.rows("/ip/hotspot/user/profile").len());
    simulator.advance(std::time::Duration::from_secs(100));
    let after = simulator.with_device(|device| device.rows("/ip/hotspot/user/profile").len());
    assert!(after < before, "{after} of {before}");
    simulator.stop().await;
}
