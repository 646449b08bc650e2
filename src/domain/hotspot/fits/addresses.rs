//! Rules about addresses: networks keep apart, pools lie inside theirs.

use std::net::Ipv4Addr;

use crate::domain::hotspot::fits::misfit::Misfits;
use crate::domain::hotspot::site::{HotspotNetwork, Site, WanMode};
use crate::domain::hotspot::template::Shape;
use crate::domain::net::{Interface, Subnet};

pub(super) fn check(site: &Site, misfits: &mut Misfits) {
    for network in &site.networks {
        check_network(network, misfits);
    }
    let management = site.management.address;
    misfits.need(management.prefix() <= 30, "management, address", || {
        format!(
            "/{} has no room for the box; write /24",
            management.prefix()
        )
    });
    if let Some(WanMode::Static { address, gateway }) = site.wan.as_ref().map(|wan| &wan.mode) {
        let inside = address.network().contains(*gateway);
        misfits.need(
            inside && *gateway != address.address(),
            "wan, gateway",
            || {
                format!(
                    "{gateway} is not a neighbour of {address}; copy both from the provider's sheet"
                )
            },
        );
    }
    let mut placed = placed(site);
    for (place, address) in &placed {
        misfits.need(is_usable(address.address()), place, || {
            format!(
                "{address} is not an address for a router; write a private one like 10.5.50.1/24"
            )
        });
    }
    while let Some((place, address)) = placed.pop() {
        for (other_place, other) in &placed {
            let both = address.network().overlaps(other.network());
            let shared =
                shares_network(site) && *other_place == "management, address" && *other == address;
            misfits.need(!both || shared, &place, || {
                format!("{address} overlaps {other} ({other_place}); give it a network of its own")
            });
        }
    }
    check_tunnel(site, misfits);
}

/// Whether the site may put the hotspot on the very network it is managed from: only `addon`, which finds it there.
pub(super) fn shares_network(site: &Site) -> bool {
    site.template.parse() == Ok(Shape::Addon)
        && site.networks.iter().any(|network| {
            network.interface.is_some()
                && network.interface == site.management.interface
                && network.address == site.management.address
        })
}

/// All addresses of the router with their places; management first.
fn placed(site: &Site) -> Vec<(String, Interface)> {
    let mut placed = vec![("management, address".to_owned(), site.management.address)];
    if let Some(WanMode::Static { address, .. }) = site.wan.as_ref().map(|wan| &wan.mode) {
        placed.push(("wan, address".to_owned(), *address));
    }
    if let Some(tunnel) = &site.wireguard {
        placed.push(("wireguard, address".to_owned(), tunnel.address));
    }
    placed.extend(
        site.networks
            .iter()
            .map(|it| (format!("network {}, address", it.name), it.address)),
    );
    placed
}

fn check_network(network: &HotspotNetwork, misfits: &mut Misfits) {
    let place = |key: &str| format!("network {}, {key}", network.name);
    let address = network.address;
    misfits.need(
        (16..=30).contains(&address.prefix()),
        place("address"),
        || {
            format!(
                "/{} is no size for a hotspot; write one from /16 to /30, usually /24",
                address.prefix()
            )
        },
    );
    misfits.need(
        (60..=30 * 86_400).contains(&network.lease.as_secs()),
        place("lease"),
        || {
            format!(
                "{} is no time to lend an address; write one from 1m to 30d, usually 1h",
                network.lease
            )
        },
    );
    let Some(pool) = network.pool else { return };
    let subnet = address.network();
    let (first, last) = (subnet.first_host(), subnet.last_host());
    misfits.need(
        first <= pool.first() && pool.last() <= last,
        place("pool"),
        || format!("{pool} does not lie in {subnet}; write a range within {first}-{last}"),
    );
    misfits.need(!pool.contains(address.address()), place("pool"), || {
        let hint = address
            .default_pool()
            .map_or(String::new(), |pool| format!(", e.g. {pool}"));
        format!(
            "{pool} would hand out the router's own address {}; leave it out{hint}",
            address.address()
        )
    });
}

fn check_tunnel(site: &Site, misfits: &mut Misfits) {
    let Some(tunnel) = &site.wireguard else {
        return;
    };
    let own: Vec<(String, Subnet)> = placed(site)
        .into_iter()
        .map(|(place, address)| (place, address.network()))
        .collect();
    for allowed in &tunnel.allowed {
        for (place, subnet) in own
            .iter()
            .filter(|(place, _)| place != "wireguard, address")
        {
            misfits.need(!allowed.overlaps(*subnet), "wireguard, allowed", || {
                format!(
                    "{allowed} overlaps {subnet} ({place}); name only what lies behind the tunnel"
                )
            });
        }
    }
}

/// Not of this host, loopback, link-local, multicast or reserved.
fn is_usable(address: Ipv4Addr) -> bool {
    let first = address.octets()[0];
    (1..224).contains(&first) && !address.is_loopback() && !address.is_link_local()
}
