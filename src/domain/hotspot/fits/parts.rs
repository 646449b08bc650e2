//! Rules about the parts that each template needs, and those it does not know.

use crate::domain::hotspot::fits::misfit::Misfits;
use crate::domain::hotspot::site::{HotspotNetwork, Site};
use crate::domain::hotspot::template::Shape;

pub(super) fn check(site: &Site, misfits: &mut Misfits) {
    let letters = site
        .template
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    misfits.need(
        letters && (1..=32).contains(&site.template.len()),
        "template",
        || "write basic, vlan, addon, or the name of a template of your own".to_owned(),
    );
    // A template of the operator's own may use the parts as it likes.
    let Ok(shape) = site.template.parse::<Shape>() else {
        return;
    };
    match shape {
        Shape::Basic => {
            need_wan(site, misfits);
            refuse(
                site.trunk.is_some(),
                "trunk",
                "template basic has no trunk; remove it or use template vlan",
                misfits,
            );
        }
        Shape::Vlan => {
            need_wan(site, misfits);
            misfits.need(site.trunk.is_some(), "trunk", || {
                "template vlan needs [trunk] with the ports that carry the VLANs".to_owned()
            });
        }
        Shape::Addon => {
            let said = "template addon leaves this as it is; remove the part or use template basic";
            refuse(site.wan.is_some(), "wan", said, misfits);
            refuse(site.trunk.is_some(), "trunk", said, misfits);
            refuse(site.wifi.is_some(), "wifi", said, misfits);
            refuse(
                !site.management.ports.is_empty(),
                "management, ports",
                said,
                misfits,
            );
        }
    }
    let tagged = site.management.vlan.is_some();
    if shape != Shape::Vlan {
        refuse(
            tagged,
            "management, vlan",
            "only template vlan has a trunk for the tag; write interface instead",
            misfits,
        );
    }
    match (&site.management.interface, tagged) {
        (Some(_), true) => misfits
            .say("management", "it has both interface and vlan; keep vlan to reach the router over the trunk, or interface"),
        (None, false) => misfits.say("management", "it has no interface; write one, e.g. interface = \"bridge\""),
        _ => {}
    }
    refuse(
        tagged && !site.management.ports.is_empty(),
        "management, ports",
        "a tag on the trunk has no ports of its own; remove ports or vlan",
        misfits,
    );
    for network in &site.networks {
        check_network(network, shape, misfits);
    }
}

fn check_network(network: &HotspotNetwork, shape: Shape, misfits: &mut Misfits) {
    let place = |key: &str| format!("network {}, {key}", network.name);
    let has = [
        ("ports", !network.ports.is_empty(), shape == Shape::Basic),
        ("ssid", network.ssid.is_some(), shape != Shape::Addon),
        ("vlan", network.vlan.is_some(), shape == Shape::Vlan),
        (
            "interface",
            network.interface.is_some(),
            shape == Shape::Addon,
        ),
    ];
    for (key, _, _) in has
        .iter()
        .filter(|(_, present, allowed)| *present && !allowed)
    {
        misfits.say(
            place(key),
            format!("template {shape} has no use for {key}; remove it"),
        );
    }
    match shape {
        Shape::Basic => misfits.need(
            !network.ports.is_empty() || network.ssid.is_some(),
            place("ports"),
            || "nobody could join it; give it ports, an ssid, or both".to_owned(),
        ),
        Shape::Vlan => misfits.need(network.vlan.is_some(), place("vlan"), || {
            "template vlan needs a tag for each network, e.g. vlan = 10".to_owned()
        }),
        Shape::Addon => misfits.need(network.interface.is_some(), place("interface"), || {
            "template addon needs the existing interface, e.g. interface = \"bridge\"".to_owned()
        }),
    }
}

fn need_wan(site: &Site, misfits: &mut Misfits) {
    misfits.need(site.wan.is_some(), "wan", || {
        format!(
            "template {} needs [wan] with the port of the uplink",
            site.template
        )
    });
}

fn refuse(present: bool, place: &str, message: &str, misfits: &mut Misfits) {
    misfits.need(!present, place, || message.to_owned());
}
