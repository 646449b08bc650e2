//! hotspotd's own way to the router: nothing may cut it.

use super::arrival::{Arrival, arrival};
use super::finding::{Findings, Severity};
use super::matching::{Packet, Source};
use super::row::Row;
use super::view::{INTERFACE_MENUS, View, holds, network};
use super::walk::{Fate, Hope, fate, fate_at_our_rules, has_rules};
use crate::domain::hotspot::site::AccessService;
use crate::domain::net::{Range, Subnet};

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    service(view, findings);
    for source in &view.access.from {
        let arrival = arrival(view, *source);
        firewall(view, *source, &arrival, findings);
        place(view, *source, &arrival, findings);
        hotspot(view, *source, findings);
    }
}

fn service_name(view: &View<'_>) -> (&'static str, u16) {
    match view.access.service {
        AccessService::ApiSsl => ("api-ssl", 8729),
        AccessService::Api => ("api", 8728),
    }
}

/// The row of the service that hotspotd uses, and its port.
fn service_row<'a>(view: &View<'a>) -> (Option<Row<'a>>, u16) {
    let (name, usual) = service_name(view);
    let row = view.named("/ip/service", name);
    let port = row
        .and_then(|row| row.get("port"))
        .and_then(|port| port.parse().ok());
    (row, port.unwrap_or(usual))
}

fn service(view: &View<'_>, findings: &mut Findings) {
    let (name, usual) = service_name(view);
    let (Some(row), port) = service_row(view) else {
        return;
    };
    if !row.is_wanted() {
        return;
    }
    if !row.is_on() {
        findings.refuse(
            "access-service-disabled",
            row,
            format!("hotspotd uses {name}, and this switches it off"),
            format!("set disabled=no for {name}"),
        );
    }
    let allowed: Vec<Subnet> = row.items("address").filter_map(network).collect();
    let shut_out = view
        .access
        .from
        .iter()
        .find(|from| !allowed.iter().any(|net| holds(*net, **from)));
    if let Some(from) = shut_out.filter(|_| row.get("address").is_some()) {
        findings.refuse(
            "access-service-address",
            row,
            format!(
                "hotspotd connects from {from}, and {name} takes connections from {} only",
                row.get("address").unwrap_or_default()
            ),
            format!("add {from} to address of {name}"),
        );
    }
    if port != usual {
        findings.warn(
            "access-service-port",
            row,
            format!("{name} would listen on port {port}, and hotspotd expects {usual}"),
            format!("leave the port at {usual}"),
        );
    }
}

fn firewall(view: &View<'_>, source: Subnet, arrival: &Arrival<'_>, findings: &mut Findings) {
    if !has_rules(view, "input") {
        return;
    }
    let (_, port) = service_row(view);
    let ways: Vec<Option<&str>> = match arrival.interfaces.as_slice() {
        [] => vec![None],
        interfaces => interfaces.iter().copied().map(Some).collect(),
    };
    let mut blocked = Vec::new();
    for way in &ways {
        // The first packet and those that follow are judged alike: the rules may tell them apart.
        for state in ["new", "established"] {
            let packet = Packet {
                chain: "input",
                state,
                protocol: "tcp",
                source: Source::Net(source),
                destination: None,
                port,
                inward: *way,
                outward: None,
            };
            match fate(view, &packet, Hope::Accepted) {
                Fate::Dropped(row) => {
                    blocked.push((row, *way));
                    break;
                }
                _ if state == "new" => order(view, &packet, source, findings),
                _ => {}
            }
        }
    }
    let all_needed = arrival.local || arrival.routed;
    let Some((row, way)) = blocked
        .first()
        .copied()
        .filter(|_| all_needed || blocked.len() == ways.len())
    else {
        return;
    };
    findings.refuse(
        "access-firewall",
        row,
        format!(
            "it drops hotspotd's own connection from {source} to port {port}, which enters by {}",
            way.unwrap_or("an unknown interface")
        ),
        format!("accept protocol=tcp dst-port={port} src-address={source} before it"),
    );
}

/// Rules of the factory or of somebody else are not known without reading the router, so ours should decide before them.
fn order(view: &View<'_>, packet: &Packet<'_>, source: Subnet, findings: &mut Findings) {
    if view.observed.is_none()
        && !matches!(
            fate_at_our_rules(view, packet, Hope::Accepted),
            Fate::Accepted(_)
        )
    {
        findings.at(
            Severity::Warn,
            "access-firewall-order",
            "/ip/firewall/filter",
            "",
            format!("rules that the router has already may drop hotspotd's connection from {source} before ours accept it"),
            "write place-before=0 to the jump from the chain input",
        );
    }
}

/// The network, address and ports by which the box reaches the router today must still be there.
fn place(view: &View<'_>, source: Subnet, arrival: &Arrival<'_>, findings: &mut Findings) {
    for interface in arrival
        .interfaces
        .iter()
        .filter(|_| arrival.local || arrival.routed)
    {
        for below in view.stack(interface) {
            let off = INTERFACE_MENUS
                .iter()
                .flat_map(|menu| view.wanted(menu))
                .find(|row| row.name() == Some(below) && !row.is_on());
            if let Some(row) = off {
                findings.refuse(
                    "access-interface-disabled",
                    row,
                    format!("hotspotd reaches the router by {below}, and this switches it off"),
                    "set disabled=no",
                );
            }
        }
    }
    let lost = |severity: Severity, row: &str, findings: &mut Findings| {
        findings.at(
            severity,
            "access-network-lost",
            "/ip/address",
            row,
            format!("hotspotd is in {source}, and the router would have no address, route or tunnel towards it"),
            "give the management interface an address in that network, or correct `from` under [access]",
        );
    };
    let Some(observed) = view.observed else {
        let has_addresses = view.wanted("/ip/address").next().is_some();
        if has_addresses && !arrival.local && !arrival.routed {
            lost(Severity::Warn, "", findings);
        }
        return;
    };
    let before = view.before(observed);
    let was = super::arrival::arrival(&before, source);
    if !was.local {
        return;
    }
    if !arrival.local && !arrival.routed {
        let row = before
            .addresses()
            .into_iter()
            .find(|own| holds(own.value.network(), source));
        lost(
            Severity::Refuse,
            row.map_or("", |own| own.row.label()),
            findings,
        );
        return;
    }
    moved(view, &before, source, (&was, arrival), findings);
}

fn moved(
    view: &View<'_>,
    before: &View<'_>,
    source: Subnet,
    (was, will): (&Arrival<'_>, &Arrival<'_>),
    findings: &mut Findings,
) {
    let kept = |own: &super::view::Address<'_>| {
        view.addresses()
            .iter()
            .any(|now| now.value.address() == own.value.address())
    };
    let old = before
        .addresses()
        .into_iter()
        .filter(|own| holds(own.value.network(), source));
    if let Some(own) = old
        .filter(|own| !own.row.is_dynamic())
        .find(|own| !kept(own))
    {
        findings.at(
            Severity::Warn,
            "access-address-changed",
            "/ip/address",
            own.row.label(),
            format!(
                "the router loses {}, at which hotspotd in {source} may be calling it",
                own.value.address()
            ),
            "call the router by its new address after this",
        );
    }
    let ports = |view: &View<'_>, arrival: &Arrival<'_>| -> Vec<String> {
        let ports = arrival.interfaces.iter().flat_map(|interface| {
            view.stack(interface)
                .into_iter()
                .next()
                .map(|top| view.ports(top))
        });
        ports.flatten().map(str::to_owned).collect()
    };
    let (old, new) = (ports(before, was), ports(view, will));
    if will.local
        && !old.is_empty()
        && !new.is_empty()
        && !old.iter().any(|port| new.contains(port))
    {
        findings.at(
            Severity::Refuse,
            "access-port-moved",
            "/ip/address",
            "",
            format!(
                "hotspotd's box in {source} is on {}, and its network would be on {} only",
                old.join(" or "),
                new.join(" or ")
            ),
            "keep one of its present ports in the management network",
        );
    }
}

/// A hotspot asks everybody in its network to sign in, the box too.
fn hotspot(view: &View<'_>, source: Subnet, findings: &mut Findings) {
    let elsewhere = view
        .addresses()
        .iter()
        .any(|own| own.value.network().overlaps(source) && !view.has_hotspot(own.interface));
    for (hotspot, interface) in view.hotspots() {
        let own = view.addresses_of(interface);
        let severity = match own.iter().any(|own| own.value.network().overlaps(source)) {
            true if own.iter().any(|own| holds(own.value.network(), source)) || !elsewhere => {
                Severity::Refuse
            }
            // Without the address of the interface it cannot be told, so the box had better be let through.
            false if own.is_empty() && view.observed.is_none() && !elsewhere => Severity::Warn,
            _ => continue,
        };
        let bypassed = view.on("/ip/hotspot/ip-binding").any(|row| {
            let server = row.get("server").unwrap_or("all");
            row.get("type") == Some("bypassed")
                && (server == "all" || Some(server) == hotspot.name())
                && row
                    .get("address")
                    .is_some_and(|address| covers(address, source))
        });
        if !bypassed {
            findings.say(
                severity,
                "access-behind-hotspot",
                hotspot,
                format!(
                    "hotspotd's box in {source} would have to sign in at the hotspot on {interface}"
                ),
                format!("add address={source} type=bypassed to /ip/hotspot/ip-binding"),
            );
        }
    }
}

fn covers(address: &str, source: Subnet) -> bool {
    match network(address) {
        Some(net) => holds(net, source),
        None => address.parse::<Range>().is_ok_and(|range| {
            let asked = source.range();
            range.contains(asked.first()) && range.contains(asked.last())
        }),
    }
}
