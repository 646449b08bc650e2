//! Sites of many shapes.

use std::sync::OnceLock;

use hotspotd::domain::hotspot::context::Context;
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::mark::SiteMark;
use hotspotd::domain::hotspot::render::Templates;
use hotspotd::domain::hotspot::site::{
    Bypass, HotspotNetwork, QueueKind, Site, Trial, WanMode, WireGuard,
};
use hotspotd::domain::hotspot::starter::starter;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::domain::routeros::model::Model;
use hotspotd::domain::routeros::version::Version;
use hotspotd::domain::secret::Secret;
use hotspotd::service::builtin;
use proptest::prelude::*;

pub const VERSION: Version = Version::new(7, 21, 0);

pub fn model() -> &'static Model {
    Catalogue::builtin()
        .get("hAP ac²")
        .expect("in the catalogue")
}

pub fn basic() -> Site {
    starter(model(), Shape::Basic, VERSION).expect("a starter")
}

/// The built-in templates.
pub fn templates() -> &'static Templates {
    static TEMPLATES: OnceLock<Templates> = OnceLock::new();
    TEMPLATES.get_or_init(|| builtin::templates(&[]).expect("templates"))
}

/// The rows of a site, without asking whether it fits its router.
pub fn rows(site: &Site) -> Desired {
    let context = Context::new(site, model(), &site.router.routeros);
    let rendered = templates()
        .render(&site.template, &context)
        .expect("rendered");
    Desired::from_statements(
        SiteMark::of(site.site.slug.as_str()),
        &rendered.statements,
        &site.router.routeros,
    )
    .expect("rows that the menu table knows")
}

/// What makes one site different from another.
#[derive(Debug, Clone)]
pub struct Turn {
    pub shape: Shape,
    pub wan: u8,
    pub wan_vlan: Option<u16>,
    pub networks: usize,
    pub profiles: usize,
    pub queue: u8,
    pub ssid: bool,
    pub trial: bool,
    pub portal: bool,
    pub hosts: usize,
    pub bypasses: usize,
    pub wireguard: bool,
    pub management_vlan: bool,
    pub dhcp: bool,
}

pub fn turns() -> impl Strategy<Value = Turn> {
    let shape = prop_oneof![Just(Shape::Basic), Just(Shape::Vlan), Just(Shape::Addon)];
    let numbers = (
        0u8..3,
        proptest::option::of(2u16..4094),
        1usize..3,
        1usize..6,
        0u8..4,
        0usize..4,
        0usize..3,
    );
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    (shape, numbers, flags).prop_map(
        |(
            shape,
            (wan, wan_vlan, networks, profiles, queue, hosts, bypasses),
            (ssid, trial, portal, wireguard, management_vlan, dhcp),
        )| Turn {
            shape,
            wan,
            wan_vlan,
            networks,
            profiles,
            queue,
            ssid,
            trial,
            portal,
            hosts,
            bypasses,
            wireguard,
            management_vlan,
            dhcp,
        },
    )
}

/// The site that a turn describes.
pub fn turned(turn: &Turn) -> Site {
    let mut site = starter(model(), turn.shape, VERSION).expect("a starter");
    if let Some(wan) = &mut site.wan {
        wan.vlan = turn.wan_vlan;
        match turn.wan {
            1 => {
                wan.mode = WanMode::Static {
                    address: "41.90.10.2/30".parse().expect("an address"),
                    gateway: "41.90.10.1".parse().expect("an address"),
                };
            }
            2 => {
                wan.mode = WanMode::Pppoe {
                    user: "shop@isp".to_owned(),
                    password: Secret::new("pass word"),
                }
            }
            _ => {}
        }
    }
    site.profiles.truncate(turn.profiles);
    let profiles = &site.profiles;
    site.voucher_types
        .retain(|sold| profiles.iter().any(|profile| profile.name == sold.profile));
    let kept = site.profiles[0].name.clone();
    for profile in &mut site.profiles {
        profile.queue = [
            QueueKind::Default,
            QueueKind::FqCodel,
            QueueKind::Cake,
            QueueKind::Pcq,
        ][usize::from(turn.queue)];
    }
    site.trial = turn.trial.then(|| Trial {
        profile: kept,
        ..basic().trial.expect("the starter has one")
    });
    if !turn.portal {
        site.portal = None;
    }
    site.walled_garden.hosts = (0..turn.hosts)
        .map(|number| format!("*.shop{number}.example"))
        .collect();
    for number in 0..turn.bypasses {
        site.bypasses.push(Bypass {
            name: format!("printer{number}").parse().expect("a slug"),
            mac: Some(format!("4C:5E:0C:12:34:5{number}").parse().expect("a MAC")),
            address: None,
        });
    }
    if turn.shape == Shape::Addon {
        return site;
    }
    more_networks(&mut site, turn);
    if turn.wireguard {
        site.wireguard = Some(WireGuard {
            address: "10.99.0.2/24".parse().expect("an address"),
            private_key: Secret::new("cGFzcyB3b3JkcGFzcyB3b3JkcGFzcyB3b3JkcGFzcyA="),
            peer_public_key: "Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym8=".to_owned(),
            peer_host: "box.example.com".to_owned(),
            peer_port: 13231,
            allowed: vec!["10.99.0.1".parse().expect("a subnet")],
        });
    }
    site.management.dhcp = turn.dhcp;
    if turn.shape == Shape::Vlan && turn.management_vlan {
        site.management.interface = None;
        site.management.ports.clear();
        site.management.vlan = Some(99);
        site.management.address = "10.9.0.1/24".parse().expect("an address");
        site.access.from = vec!["10.9.0.2/32".parse().expect("a subnet")];
    }
    site
}

fn more_networks(site: &mut Site, turn: &Turn) {
    if turn.shape == Shape::Basic && turn.networks == 2 {
        let first = &mut site.networks[0];
        let port = first.ports.pop().expect("the starter has ports");
        let second = HotspotNetwork {
            name: "rooms".parse().expect("a slug"),
            address: "10.6.0.1/24".parse().expect("an address"),
            ports: vec![port],
            ssid: Some("Rooms".parse().expect("a label")),
            dns_name: "rooms.lan".to_owned(),
            ..first.clone()
        };
        site.networks.push(second);
    }
    if turn.shape == Shape::Vlan {
        site.networks.truncate(turn.networks);
        if turn.ssid {
            site.wifi = basic().wifi;
            site.networks[0].ssid = Some("Tagged".parse().expect("a label"));
        }
    } else if !turn.ssid {
        for network in &mut site.networks {
            network.ssid = None;
        }
        site.wifi = None;
    }
}
