//! What customers' devices are handed: address, gateway, name server.

use std::net::Ipv4Addr;

use super::finding::Findings;
use super::row::Row;
use super::view::{View, network};
use crate::domain::net::{Range, Subnet};

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    pools(view, findings);
    for row in view.on("/ip/dhcp-server").filter(Row::is_wanted) {
        server(view, row, findings);
    }
    for row in view.wanted("/ip/dhcp-server/network") {
        handed_out(view, row, findings);
    }
    for (hotspot, interface) in view.hotspots() {
        let served = view
            .on("/ip/dhcp-server")
            .any(|row| row.get("interface") == Some(interface));
        // Where the address came by other hands and the router was not read, its server may have too.
        let known = view.observed.is_some()
            || view
                .addresses_of(interface)
                .iter()
                .any(|address| address.row.is_wanted());
        if known && !served {
            findings.warn(
                "hotspot-without-dhcp",
                hotspot,
                format!("nothing hands out addresses on {interface}"),
                format!(
                    "add a row for {interface} to /ip/dhcp-server, unless another device does it"
                ),
            );
        }
    }
}

/// The ranges of a pool; `None` where one cannot be read.
fn ranges(pool: Row<'_>) -> Option<Vec<Range>> {
    let ranges = pool.items("ranges").map(|item| match item.contains('/') {
        true => network(item).map(Subnet::range),
        false => item.parse().ok(),
    });
    ranges
        .collect::<Option<Vec<Range>>>()
        .filter(|ranges| !ranges.is_empty())
}

fn pools(view: &View<'_>, findings: &mut Findings) {
    let own = view.addresses();
    let all: Vec<(Row, Vec<Range>)> = view
        .rows("/ip/pool")
        .iter()
        .filter_map(|row| Some((*row, ranges(*row)?)))
        .collect();
    for pool in view.wanted("/ip/pool") {
        let Some(ranges) = ranges(pool) else {
            findings.refuse(
                "pool-invalid",
                pool,
                format!(
                    "{:?} are no addresses to hand out",
                    pool.get("ranges").unwrap_or_default()
                ),
                "write the first and the last address, like 10.5.50.10-10.5.50.254",
            );
            continue;
        };
        for range in &ranges {
            if let Some(address) = own
                .iter()
                .find(|address| range.contains(address.value.address()))
            {
                findings.refuse(
                    "pool-holds-router-address",
                    pool,
                    format!(
                        "{range} holds {}, the router's own address on {}",
                        address.value.address(),
                        address.interface
                    ),
                    "let the pool begin behind the router's address",
                );
            }
            let home = own
                .iter()
                .map(|address| address.value.network())
                .find(|net| net.range().overlaps(*range));
            let fits = home.is_some_and(|net| {
                net.first_host() <= range.first() && range.last() <= net.last_host()
            });
            let anything_known =
                view.observed.is_some() || own.iter().any(|address| address.row.is_wanted());
            if !fits && anything_known {
                let message = match home {
                    Some(net) => format!(
                        "{range} leaves the network {net} or takes its first or last address, which no device may have"
                    ),
                    None => format!("{range} lies in none of the router's networks"),
                };
                findings.refuse(
                    "pool-outside-network",
                    pool,
                    message,
                    "take the pool from the hosts of the network that it serves",
                );
            }
        }
        let shared = all.iter().find(|(other, theirs)| {
            other.name() != pool.name()
                && theirs
                    .iter()
                    .any(|theirs| ranges.iter().any(|range| range.overlaps(*theirs)))
        });
        if let Some((other, _)) = shared {
            findings.refuse(
                "pools-overlap",
                pool,
                format!(
                    "it shares addresses with the pool {}: two devices could get the same one",
                    other.name().unwrap_or_default()
                ),
                "give each pool addresses of its own",
            );
        }
    }
}

fn server(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let Some(interface) = row.get("interface") else {
        return;
    };
    let own: Vec<Subnet> = view
        .addresses_of(interface)
        .iter()
        .map(|address| address.value.network())
        .collect();
    if own.is_empty() {
        return;
    }
    let pool = row
        .get("address-pool")
        .and_then(|name| view.named("/ip/pool", name));
    for range in pool.and_then(ranges).into_iter().flatten() {
        if !own
            .iter()
            .any(|net| net.contains(range.first()) && net.contains(range.last()))
        {
            findings.refuse(
                "dhcp-pool-of-another-network",
                row,
                format!(
                    "it hands out {range} on {interface}, whose network is {}",
                    list(&own)
                ),
                format!("give it a pool of the network of {interface}"),
            );
        }
    }
    let options: Vec<Subnet> = view
        .rows("/ip/dhcp-server/network")
        .iter()
        .filter_map(|row| network(row.get("address")?))
        .collect();
    if !own.iter().any(|net| {
        options
            .iter()
            .any(|option| super::view::holds(*option, *net))
    }) {
        findings.refuse(
            "dhcp-network-missing",
            row,
            format!("no row of /ip/dhcp-server/network is for {}, so devices on {interface} get no gateway", list(&own)),
            format!("add one with address={}", own.first().map(ToString::to_string).unwrap_or_default()),
        );
    }
}

fn handed_out(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let Some(net) = network(row.get("address").unwrap_or_default()) else {
        findings.refuse(
            "pool-invalid",
            row,
            "its address is no network",
            "write the network, like 10.5.50.0/24",
        );
        return;
    };
    let own: Vec<Ipv4Addr> = view
        .addresses()
        .iter()
        .map(|address| address.value.address())
        .filter(|own| net.contains(*own))
        .collect();
    let gateways: Vec<Option<Ipv4Addr>> =
        row.items("gateway").map(|item| item.parse().ok()).collect();
    let wrong = |gateway: &Option<Ipv4Addr>| match gateway {
        Some(gateway) if own.is_empty() => !net.contains(*gateway),
        Some(gateway) => !own.contains(gateway),
        None => true,
    };
    if gateways.is_empty() || gateways.iter().any(wrong) {
        findings.refuse(
            "dhcp-gateway-not-router",
            row,
            format!(
                "devices in {net} get the gateway {:?}, which is not the router's address there",
                row.get("gateway").unwrap_or_default()
            ),
            own.first().map_or_else(
                || format!("set gateway to the router's address in {net}"),
                |own| format!("set gateway={own}"),
            ),
        );
    }
    let servers: Vec<Option<Ipv4Addr>> = row
        .items("dns-server")
        .map(|item| item.parse().ok())
        .collect();
    if servers
        .iter()
        .any(|server| server.is_none_or(|server| !net.contains(server)))
    {
        findings.warn(
            "dhcp-dns-outside-network",
            row,
            format!("devices in {net} are told to ask a name server outside of it, which cannot know the name of the sign-in page"),
            "set dns-server to the router's address in that network",
        );
    }
    let asks_router = servers.iter().flatten().any(|server| own.contains(server));
    if asks_router
        && !view
            .rows("/ip/dns")
            .iter()
            .any(|dns| dns.is("allow-remote-requests"))
    {
        findings.warn(
            "resolver-closed",
            row,
            "devices are told to ask the router for names, and the router does not answer such questions",
            "set allow-remote-requests=yes in /ip/dns",
        );
    }
}

fn list(networks: &[Subnet]) -> String {
    networks
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" and ")
}
