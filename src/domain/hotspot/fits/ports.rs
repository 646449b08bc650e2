//! Rules about ports: each exists on the board and has one job; VLAN tags likewise.

use std::collections::BTreeMap;

use crate::domain::hotspot::fits::misfit::{Misfits, listed, repeated};
use crate::domain::hotspot::site::Site;
use crate::domain::hotspot::template::Shape;
use crate::domain::routeros::model::Model;
use crate::domain::shown::shown;

pub(super) fn check(site: &Site, model: &Model, misfits: &mut Misfits) {
    let mut jobs = Jobs {
        model,
        taken: BTreeMap::new(),
    };
    if let Some(wan) = &site.wan {
        jobs.give(&wan.port, "wan, port", misfits);
    }
    let management = &site.management;
    if let Some(interface) = &management.interface {
        if jobs.is_hardware(interface) {
            jobs.give(interface, "management, interface", misfits);
            misfits.need(management.ports.is_empty(), "management, ports", || {
                format!("{interface} is a port itself; name a bridge as interface, or remove ports")
            });
        } else {
            check_name(interface, "management, interface", misfits);
        }
    }
    for port in &management.ports {
        jobs.give(port, "management, ports", misfits);
    }
    for port in site.trunk.iter().flat_map(|trunk| &trunk.ports) {
        jobs.give(port, "trunk, ports", misfits);
    }
    let addon = site.template.parse() == Ok(Shape::Addon);
    for network in &site.networks {
        for port in &network.ports {
            jobs.give(port, &format!("network {}, ports", network.name), misfits);
        }
        let Some(interface) = &network.interface else {
            continue;
        };
        let place = format!("network {}, interface", network.name);
        // An existing network may carry both the management and the hotspot.
        let shared = addon && management.interface.as_ref() == Some(interface);
        if jobs.is_hardware(interface) && !shared {
            jobs.give(interface, &place, misfits);
        } else {
            check_name(interface, &place, misfits);
        }
    }
    if let Some(interface) = repeated(
        site.networks
            .iter()
            .filter_map(|network| network.interface.as_ref()),
    ) {
        misfits.say(
            "network, interface",
            format!(
                "two networks run on {}; RouterOS runs one hotspot per interface",
                shown(interface)
            ),
        );
    }
    check_tags(site, misfits);
}

/// Who has which port.
struct Jobs<'a> {
    model: &'a Model,
    taken: BTreeMap<String, String>,
}

impl Jobs<'_> {
    /// Whether the name is that of a port or radio, rather than of a bridge.
    fn is_hardware(&self, name: &str) -> bool {
        let stems = ["ether", "sfp", "combo", "qsfp", "wlan", "wifi"];
        let looks = stems.iter().any(|stem| {
            name.strip_prefix(stem)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        });
        looks || self.model.has_port(name)
    }

    fn give(&mut self, port: &str, place: &str, misfits: &mut Misfits) {
        let name = &self.model.name;
        let radios = &self.model.radios;
        if radios
            .wlan
            .iter()
            .chain(&radios.wifi)
            .any(|radio| radio == port)
        {
            misfits.say(
                place,
                format!("{port} is a radio; give a network an ssid and name the radio in [wifi]"),
            );
        } else if !self.model.has_port(port) {
            misfits.say(
                place,
                format!(
                    "{name} has no port {}; it has {}",
                    shown(port),
                    listed(&self.model.ports)
                ),
            );
        } else if let Some(other) = self.taken.insert(port.to_owned(), place.to_owned()) {
            misfits.say(
                place,
                format!("port {port} is used already ({other}); take it out of one of the two"),
            );
        }
    }
}

fn check_name(interface: &str, place: &str, misfits: &mut Misfits) {
    let plain = interface
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    misfits.need(plain && (1..=32).contains(&interface.len()), place, || {
        format!(
            "{} is not the name of an interface; write one like bridge",
            shown(interface)
        )
    });
}

fn check_tags(site: &Site, misfits: &mut Misfits) {
    let uplink = site.wan.as_ref().and_then(|wan| wan.vlan);
    misfits.need(
        uplink.is_none_or(|tag| (1..=4094).contains(&tag)),
        "wan, vlan",
        || "a VLAN tag is a number from 1 to 4094".to_owned(),
    );
    let mut taken: BTreeMap<u16, String> = BTreeMap::new();
    let management = site
        .management
        .vlan
        .map(|tag| ("management, vlan".to_owned(), tag));
    let networks = site
        .networks
        .iter()
        .filter_map(|network| Some((format!("network {}, vlan", network.name), network.vlan?)));
    for (place, tag) in management.into_iter().chain(networks) {
        if !(2..=4094).contains(&tag) {
            let why = "a VLAN tag on the trunk is a number from 2 to 4094 (1 is what switches use for untagged traffic)";
            misfits.say(&place, why);
        }
        if let Some(other) = taken.insert(tag, place.clone()) {
            misfits.say(
                &place,
                format!("tag {tag} is used already ({other}); take another"),
            );
        }
    }
}
