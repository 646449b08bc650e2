//! Rules about who reaches whom: the box the router, customers the portal, nobody else anything.

use std::net::Ipv4Addr;

use crate::domain::hotspot::fits::addresses::shares_network;
use crate::domain::hotspot::fits::identity::{is_host, is_word};
use crate::domain::hotspot::fits::misfit::{Misfits, repeated};
use crate::domain::hotspot::site::{Bypass, Site, WanMode};
use crate::domain::hotspot::template::Shape;
use crate::domain::net::Subnet;
use crate::domain::shown::shown;

pub(super) fn check(site: &Site, misfits: &mut Misfits) {
    check_access(site, misfits);
    check_portal(site, misfits);
    check_bypasses(site, misfits);
    if let Some(WanMode::Pppoe { user, password }) = site.wan.as_ref().map(|wan| &wan.mode) {
        for (place, text) in [
            ("wan, user", user.as_str()),
            ("wan, password", password.reveal()),
        ] {
            let plain =
                !text.is_empty() && text.len() <= 128 && !text.chars().any(char::is_control);
            misfits.need(plain, place, || {
                "write what the provider gave, 1 to 128 characters on one line".to_owned()
            });
        }
    }
    let Some(tunnel) = &site.wireguard else {
        return;
    };
    for (place, text) in [
        ("private_key", tunnel.private_key.reveal()),
        ("peer_public_key", tunnel.peer_public_key.as_str()),
    ] {
        misfits.need(is_key(text), format!("wireguard, {place}"), || {
            "a WireGuard key is 44 characters of base64, the last one =".to_owned()
        });
    }
    misfits.need(is_host(&tunnel.peer_host), "wireguard, peer_host", || {
        format!("{} is not a host name or address", shown(&tunnel.peer_host))
    });
    misfits.need(tunnel.peer_port > 0, "wireguard, peer_port", || {
        "a port is a number from 1 to 65535".to_owned()
    });
}

fn check_access(site: &Site, misfits: &mut Misfits) {
    let user = &site.access.user;
    misfits.need(
        is_word(user, "-_.") && user.len() <= 32 && user != "admin",
        "access, user",
        || {
            format!(
                "{} is not for the daemon; write a name of its own like hotspotd",
                shown(user)
            )
        },
    );
    // Only addon lives behind a firewall of somebody else; the other templates let in what lies here.
    let guarded = matches!(site.template.parse(), Ok(Shape::Basic | Shape::Vlan));
    let near = near_subnets(site);
    for from in &site.access.from {
        let crowd = site
            .networks
            .iter()
            .find(|network| network.address.network().overlaps(*from));
        if let Some(network) = crowd {
            if !shares_network(site) {
                misfits.say(
                    "access, from",
                    format!("{from} reaches into the customers' network {}; the box belongs into management", network.name),
                );
            } else if !(from.prefix() == 32 && is_bypassed(site, from.network())) {
                misfits.say(
                    "access, from",
                    format!(
                        "{from} stands in the hotspot {}, which would shut it out; name the box's single address and add a [[bypass]] for it",
                        network.name
                    ),
                );
            }
        } else if guarded && !near.iter().any(|subnet| subnet.overlaps(*from)) {
            misfits.say(
                "access, from",
                format!(
                    "the firewall would shut out {from}; write the box's address in management ({}) or behind [wireguard]",
                    site.management.address.network()
                ),
            );
        }
    }
}

/// Where the box may stand: the management network and what lies behind the tunnel.
fn near_subnets(site: &Site) -> Vec<Subnet> {
    let mut near = vec![site.management.address.network()];
    if let Some(tunnel) = &site.wireguard {
        near.push(tunnel.address.network());
        near.extend(&tunnel.allowed);
    }
    near
}

fn check_portal(site: &Site, misfits: &mut Misfits) {
    let Some(portal) = &site.portal else { return };
    let address = portal.address;
    misfits.need(portal.port > 0, "portal, port", || {
        "a port is a number from 1 to 65535".to_owned()
    });
    let own = address == site.management.address.address();
    misfits.need(!own, "portal, address", || {
        format!("{address} is the router itself; write the box's address")
    });
    let among = site
        .networks
        .iter()
        .find(|network| network.address.network().contains(address));
    if let Some(network) = among {
        let known = shares_network(site) && is_bypassed(site, address);
        misfits.need(known, "portal, address", || {
            format!(
                "{address} stands among the customers of {}; the box belongs into management",
                network.name
            )
        });
    } else {
        misfits.need(near_subnets(site).iter().any(|subnet| subnet.contains(address)), "portal, address", || {
            let management = site.management.address.network();
            format!("{address} is neither in management ({management}) nor behind [wireguard]; move the box there")
        });
    }
}

fn is_bypassed(site: &Site, address: Ipv4Addr) -> bool {
    site.bypasses
        .iter()
        .any(|bypass| bypass.address == Some(address))
}

fn check_bypasses(site: &Site, misfits: &mut Misfits) {
    for bypass in &site.bypasses {
        check_bypass(bypass, site, misfits);
    }
    if let Some(name) = repeated(site.bypasses.iter().map(|it| &it.name)) {
        misfits.say(
            format!("bypass {name}"),
            "two devices have this name; rename one",
        );
    }
    if let Some(mac) = repeated(site.bypasses.iter().filter_map(|it| it.mac)) {
        misfits.say("bypass, mac", format!("{mac} is written twice; keep one"));
    }
    if let Some(address) = repeated(site.bypasses.iter().filter_map(|it| it.address)) {
        misfits.say(
            "bypass, address",
            format!("{address} is written twice; keep one"),
        );
    }
}

fn check_bypass(bypass: &Bypass, site: &Site, misfits: &mut Misfits) {
    let place = |key: &str| format!("bypass {}, {key}", bypass.name);
    misfits.need(
        bypass.mac.is_some() || bypass.address.is_some(),
        place("mac"),
        || "nobody knows which device it is; write its mac, its address, or both".to_owned(),
    );
    if let Some(mac) = bypass
        .mac
        .filter(|mac| mac.is_group() || mac.bytes() == [0; 6])
    {
        misfits.say(
            place("mac"),
            format!("{mac} belongs to no single device; copy the one printed on it"),
        );
    }
    let Some(address) = bypass.address else {
        return;
    };
    let inside = |network: &&crate::domain::hotspot::site::HotspotNetwork| {
        network.address.network().contains(address)
    };
    match site.networks.iter().find(inside) {
        None => misfits.say(
            place("address"),
            format!("{address} lies in no hotspot network; only there a bypass means something"),
        ),
        Some(network) => misfits.need(
            network.address.address() != address,
            place("address"),
            || format!("{address} is the router itself; write the device's address"),
        ),
    }
}

/// 32 bytes in base64.
fn is_key(text: &str) -> bool {
    let body = text.strip_suffix('=').unwrap_or_default();
    body.len() == 43
        && body
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
}
