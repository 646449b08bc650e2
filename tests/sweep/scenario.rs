//! A router before, and the change that is made to it.

use hotspotd::domain::hotspot::site::Site;
use simulator::device::{Device, DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};

use crate::case::{Ends, SILENCE, apply};
use crate::support::held::Held;
use crate::support::shop::{Shop, router};
use crate::support::sites::{basic, model};

/// A router before, and the change that is made to it.
pub struct Scenario {
    pub name: String,
    /// The router before.
    pub before: Device,
    /// The port that the session comes in by.
    pub port: String,
    /// What is wanted of it.
    pub shop: Shop,
    /// What it holds before.
    pub old: Held,
    /// What it holds when all goes well; `None`: the change cuts off whoever makes it, so it never lasts.
    pub new: Option<Held>,
}

/// Where the box is plugged in.
pub fn management_port() -> String {
    model().factory_entry().expect("a port").to_owned()
}

/// A simulator of that device, entered by that port.
pub async fn simulated(device: &Device, port: &str) -> Simulator {
    let config = SimulatorConfig {
        via: Some(port.to_owned()),
        ..router(model(), "7.21.5")
    };
    Simulator::start_with(device.clone(), config)
        .await
        .expect("a simulator")
}

impl Scenario {
    async fn new(name: String, before: Device, port: String, site: Site) -> Scenario {
        let shop = Shop::new(site);
        let old = Held::of(&before);
        let simulator = simulated(&before, &port).await;
        let end = apply(&simulator, &shop, None, SILENCE).await;
        let new = (end == Ends::Kept).then(|| simulator.with_device(|device| Held::of(device)));
        simulator.stop().await;
        Scenario {
            name,
            before,
            port,
            shop,
            old,
            new,
        }
    }

    /// The typical shop on a router fresh from its carton.
    pub async fn first_apply(mode: DeviceMode) -> Scenario {
        let name = named("basic first apply", mode);
        let scenario = Scenario::new(name, fresh(mode), management_port(), basic()).await;
        assert!(scenario.new.is_some());
        scenario
    }

    /// One profile goes, one host is let in.
    pub async fn small_change(mode: DeviceMode) -> Scenario {
        let device = shop_device(mode).await;
        let mut site = basic();
        site.walled_garden.hosts = vec!["kplc.co.ke".to_owned()];
        site.profiles.truncate(site.profiles.len() - 1);
        site.voucher_types.retain(|voucher| {
            site.profiles
                .iter()
                .any(|profile| profile.name == voucher.profile)
        });
        let name = named("small change", mode);
        let scenario = Scenario::new(name, device, management_port(), site).await;
        assert!(scenario.new.is_some());
        scenario
    }

    /// The box is plugged into a port that becomes a hotspot port.
    pub async fn own_port(mode: DeviceMode) -> Scenario {
        let site = basic();
        let port = site.networks[0].ports[0].to_string();
        let name = named("change of its own port", mode);
        let scenario = Scenario::new(name, fresh(mode), port, site).await;
        assert!(scenario.new.is_none(), "the change did not cut it off");
        scenario
    }
}

fn named(what: &str, mode: DeviceMode) -> String {
    match mode {
        DeviceMode::WithoutScheduler => format!("{what}, under safe mode"),
        _ => what.to_owned(),
    }
}

/// A router fresh from its carton.
fn fresh(mode: DeviceMode) -> Device {
    let config = router(model(), "7.21.5").device;
    Device::factory(&DeviceConfig {
        device_mode: mode,
        ..config
    })
    .expect("a device")
}

/// A router that holds the typical shop.
async fn shop_device(mode: DeviceMode) -> Device {
    let simulator = simulated(&fresh(mode), &management_port()).await;
    let end = apply(&simulator, &Shop::basic(), None, SILENCE).await;
    assert_eq!(end, Ends::Kept);
    let device = simulator.with_device(|device| device.clone());
    simulator.stop().await;
    device
}
