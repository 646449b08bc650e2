//! Which means stands ready on which router, for which change.

use std::time::Duration;

use hotspotd::routeros::Command;
use hotspotd::service::apply::{ApplyError, Progress, Protection, Terms, look};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Faults, SentenceFault, Simulator, StreamFault};

use crate::support::held::Held;
use crate::support::passing::passing;
use crate::support::shop::{Shop, connect, router, target};
use crate::support::sites::model;
use crate::{apply, fresh, refused, says, site};

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
    let target = crate::support::shop::target(&simulator);

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

/// Sixty rows go at once: the undo still fits into a script.
#[tokio::test]
async fn many_hosts_go_under_the_guard() {
    let simulator = fresh("7.16", DeviceMode::Advanced).await;
    let target = target(&simulator);
    let mut many = site("7.9");
    many.walled_garden.hosts = (0..30).map(|n| format!("bank{n}.co.ke")).collect();
    apply(&target, &Shop::new(many).order())
        .await
        .expect("an apply");
    let shop = Shop::new(site("7.9"));
    let report = apply(&target, &shop.order()).await.expect("an apply");
    assert!(matches!(report.protection, Some(Protection::Guard { .. })));
    assert!(report.changed.removed >= 50, "{:?}", report.changed);
    simulator.stop().await;
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

/// The router falls silent when its guard has just been armed. Nothing was changed, and nobody says that nothing stands there.
#[tokio::test]
async fn a_guard_that_may_stand_is_told_of() {
    let simulator = fresh("7.21.5", DeviceMode::Advanced).await;
    let (target, shop) = (target(&simulator), Shop::new(site("7.9")));
    let order = shop.order();
    let before = simulator.with_device(|device| Held::of(device));
    let look = look(&target, &order).await.expect("a look");
    let cut = Faults::none().on_write(4, SentenceFault::CutAfter);
    simulator.set_faults(cut.on_stream(StreamFault::ResetAfter(1)));
    let pause = passing(&simulator);
    let terms = Terms {
        take_over: true,
        pause: &pause,
        ..Terms::default()
    };
    let end = look.apply(&order, &terms, |_| {}).await;
    let Err(error @ ApplyError::GuardLeft { .. }) = end else {
        panic!("{end:?}");
    };
    assert!(
        error
            .to_string()
            .contains("A guard may stand on the router all the same"),
        "{error}"
    );
    simulator.set_faults(Faults::none());
    let standing = simulator.with_device(|device| device.rows("/system/scheduler").len());
    assert_eq!(standing, 2);
    // It runs twice, with nothing to undo, and then no more.
    simulator.advance(Duration::from_secs(200));
    let after = simulator.with_device(|device| Held::of(device));
    let rows = |held: &Held| held.clone().without_scripts();
    assert_eq!(rows(&before).differences(&rows(&after)), "");
    let standing = simulator.with_device(|device| device.rows("/system/scheduler").len());
    assert_eq!(standing, 0);
}
