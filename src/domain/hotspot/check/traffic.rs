//! What may pass: customers to the internet at the speed they bought, nobody else to anything.

use std::net::Ipv4Addr;

use super::arrival::arrival;
use super::finding::{Findings, Severity};
use super::matching::{Packet, Source, Truth, in_list, numbers};
use super::row::Row;
use super::view::{Uplink, View, holds, network};
use super::walk::{Fate, Hope, fate, fate_at_our_rules, has_rules};
use crate::domain::net::Subnet;

const FILTER: &str = "/ip/firewall/filter";

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    let uplinks = view.uplinks();
    masquerade(view, &uplinks, findings);
    resolver(view, &uplinks, findings);
    for (hotspot, interface) in view.hotspots() {
        let customers = Customers {
            view,
            hotspot,
            interface,
        };
        customers.speed(uplinks.first().map(|uplink| uplink.interface), findings);
        customers.internet(&uplinks, findings);
        customers.garden(&uplinks, findings);
        if has_rules(view, "input") {
            customers.sign_in(findings);
            customers.management(findings);
        }
    }
    if has_rules(view, "input") {
        services(view, &uplinks, findings);
    }
}

fn masquerade(view: &View<'_>, uplinks: &[Uplink<'_>], findings: &mut Findings) {
    for uplink in uplinks.iter().filter(|uplink| uplink.row.is_wanted()) {
        let translates = view.on("/ip/firewall/nat").any(|row| {
            let out = row
                .get("out-interface")
                .is_none_or(|name| name == uplink.interface)
                && row
                    .get("out-interface-list")
                    .is_none_or(|list| in_list(view, list, uplink.interface) == Truth::Yes);
            let all = row.get("src-address").is_none_or(|source| {
                let source = network(source);
                let customers = view
                    .hotspots()
                    .into_iter()
                    .flat_map(|(_, interface)| view.addresses_of(interface));
                customers
                    .into_iter()
                    .all(|own| source.is_some_and(|source| holds(source, own.value.network())))
            });
            row.get("chain") == Some("srcnat")
                && matches!(row.get("action"), Some("masquerade" | "src-nat"))
                && out
                && all
        });
        if !translates {
            findings.refuse(
                "no-masquerade",
                uplink.row,
                format!("customers leave by {} with their private addresses, so no answer ever comes back", uplink.interface),
                "add chain=srcnat action=masquerade for the uplink to /ip/firewall/nat",
            );
        }
    }
}

fn resolver(view: &View<'_>, uplinks: &[Uplink<'_>], findings: &mut Findings) {
    let Some(dns) = view
        .wanted("/ip/dns")
        .find(|row| row.is("allow-remote-requests"))
    else {
        return;
    };
    let given = ["/ip/dhcp-client", "/interface/pppoe-client"]
        .iter()
        .flat_map(|menu| view.on(menu))
        .any(|row| row.is("use-peer-dns"));
    if !given && dns.get("servers").is_none() {
        findings.refuse(
            "resolver-without-servers",
            dns,
            "the router has no name server to ask: no customer would find any site",
            "set servers, or use-peer-dns=yes on the uplink",
        );
    }
    for uplink in uplinks {
        for protocol in ["udp", "tcp"] {
            let packet = Packet {
                protocol,
                port: 53,
                ..from_internet(uplink.interface)
            };
            if matches!(fate(view, &packet, Hope::Dropped), Fate::Dropped(_)) {
                continue;
            }
            let severity = if has_rules(view, "input") {
                Severity::Refuse
            } else {
                Severity::Warn
            };
            findings.say(
                severity,
                "open-resolver",
                dns,
                format!(
                    "the router would answer name questions of the whole internet that come by {}",
                    uplink.interface
                ),
                "drop port 53 of the uplink in the chain input, or set allow-remote-requests=no",
            );
        }
    }
}

fn from_internet(interface: &str) -> Packet<'_> {
    Packet {
        chain: "input",
        state: "new",
        protocol: "tcp",
        source: Source::Stranger,
        destination: None,
        port: 0,
        inward: Some(interface),
        outward: None,
    }
}

/// Winbox and SSH stand for all services of the router.
fn services(view: &View<'_>, uplinks: &[Uplink<'_>], findings: &mut Findings) {
    let mut entries: Vec<(&str, Source)> = uplinks
        .iter()
        .map(|uplink| (uplink.interface, Source::Stranger))
        .collect();
    for (_, interface) in view.hotspots() {
        let own = view
            .addresses_of(interface)
            .first()
            .map(|own| Source::Net(own.value.network()));
        entries.push((interface, own.unwrap_or(Source::Stranger)));
    }
    for (interface, source) in entries {
        for port in [8291, 22] {
            let packet = Packet {
                port,
                source,
                ..from_internet(interface)
            };
            let row = match fate(view, &packet, Hope::Dropped) {
                Fate::Dropped(_) => continue,
                Fate::Accepted(row) => row.label().to_owned(),
                Fate::FastTracked(_) | Fate::Undecided => String::new(),
            };
            findings.at(
                Severity::Refuse,
                "management-open",
                FILTER,
                &row,
                format!("everybody on {interface} reaches port {port} of the router itself"),
                "end the chain input with a drop, and accept only what customers need before it",
            );
        }
    }
}

/// The customers of one hotspot.
struct Customers<'v, 'a> {
    view: &'v View<'a>,
    hotspot: Row<'a>,
    interface: &'a str,
}

impl<'a> Customers<'_, 'a> {
    fn network(&self) -> Source {
        self.view
            .addresses_of(self.interface)
            .first()
            .map_or(Source::Stranger, |own| Source::Net(own.value.network()))
    }

    fn towards(&self, outward: Option<&'a str>) -> Packet<'a> {
        Packet {
            chain: "forward",
            state: "new",
            protocol: "tcp",
            source: self.network(),
            destination: None,
            port: 443,
            inward: Some(self.interface),
            outward,
        }
    }

    /// FastTrack carries a connection past the queue that makes its speed (RouterOS facts: hotspot, section 10).
    fn speed(&self, uplink: Option<&'a str>, findings: &mut Findings) {
        let out = Packet {
            state: "established",
            ..self.towards(uplink)
        };
        let back = Packet {
            source: Source::Stranger,
            inward: uplink,
            outward: Some(self.interface),
            ..out
        };
        for (packet, direction) in [(out, "from"), (back, "to")] {
            match fate_at_our_rules(self.view, &packet, Hope::Accepted) {
                Fate::Accepted(_) => {}
                Fate::Dropped(row) => self.cut_off(row, findings),
                Fate::FastTracked(row) => self.fasttrack(row, direction, findings),
                Fate::Undecided => self.fasttrack(self.hotspot, direction, findings),
            }
        }
    }

    fn fasttrack(&self, row: Row<'_>, direction: &str, findings: &mut Findings) {
        let interface = self.interface;
        findings.refuse(
            "fasttrack",
            row,
            format!("traffic {direction} customers on {interface} is not accepted before all other rules, so FastTrack would carry it past the speed limits"),
            format!("accept established connections {direction} {interface} in a chain that is jumped to from forward with place-before=0"),
        );
    }

    fn internet(&self, uplinks: &[Uplink<'a>], findings: &mut Findings) {
        let fates: Vec<Fate<'_>> = uplinks
            .iter()
            .map(|uplink| {
                fate(
                    self.view,
                    &self.towards(Some(uplink.interface)),
                    Hope::Accepted,
                )
            })
            .collect();
        if fates
            .iter()
            .all(|fate| matches!(fate, Fate::Dropped(row) if row.is_wanted()))
            && let Some(Fate::Dropped(row)) = fates.first()
        {
            self.cut_off(*row, findings);
        }
    }

    fn cut_off(&self, row: Row<'_>, findings: &mut Findings) {
        findings.refuse(
            "customers-cut-off",
            row,
            format!(
                "it drops what customers on {} send to the internet or get from it",
                self.interface
            ),
            "accept that traffic before it",
        );
    }

    /// Whatever the walled garden promises must not be dropped on the way.
    fn garden(&self, uplinks: &[Uplink<'a>], findings: &mut Findings) {
        for row in self
            .view
            .wanted("/ip/hotspot/walled-garden/ip")
            .filter(Row::is_on)
        {
            let target: Option<Ipv4Addr> = row
                .get("dst-address")
                .and_then(|to| to.trim_end_matches("/32").parse().ok());
            let (Some(target), Some("accept")) = (target, row.get("action")) else {
                continue;
            };
            let outward = self
                .view
                .interface_towards(target)
                .or(uplinks.first().map(|uplink| uplink.interface));
            if outward == Some(self.interface)
                || self
                    .view
                    .addresses()
                    .iter()
                    .any(|own| own.value.address() == target)
            {
                continue;
            }
            let port = row.get("dst-port").and_then(|ports| numbers(ports).next());
            let packet = Packet {
                destination: Some(target),
                protocol: if row.get("protocol") == Some("udp") {
                    "udp"
                } else {
                    "tcp"
                },
                port: port.map_or(443, |(first, _)| first),
                ..self.towards(outward)
            };
            if let Fate::Dropped(rule) = fate(self.view, &packet, Hope::Accepted)
                && rule.is_wanted()
            {
                findings.refuse(
                    "garden-unreachable",
                    row,
                    format!("customers may reach {target} without signing in, but the filter rule {} drops it", rule.label()),
                    format!("accept dst-address={target} dst-port={} from the hotspot in the chain forward", packet.port),
                );
            }
        }
    }

    fn sign_in(&self, findings: &mut Findings) {
        let needs = [
            ("udp", 53, "name questions"),
            ("udp", 67, "address requests"),
            ("tcp", 64873, "the sign-in page"),
        ];
        for (protocol, port, what) in needs {
            let packet = Packet {
                protocol,
                port,
                source: self.network(),
                ..from_internet(self.interface)
            };
            if let Fate::Dropped(row) = fate(self.view, &packet, Hope::Accepted)
                && row.is_wanted()
            {
                findings.warn(
                    "sign-in-blocked",
                    row,
                    format!("it drops {what} of customers on {}", self.interface),
                    format!(
                        "accept protocol={protocol} dst-port={port} from the hotspot before it"
                    ),
                );
            }
        }
    }

    fn management(&self, findings: &mut Findings) {
        let from = self.view.access.from.iter();
        let mut inside: Vec<&str> = from
            .map(|from| arrival(self.view, *from))
            .filter(|way| way.local)
            .flat_map(|way| way.interfaces)
            .collect();
        inside.retain(|interface| {
            !self.view.has_hotspot(interface)
                && !self
                    .view
                    .uplinks()
                    .iter()
                    .any(|uplink| uplink.interface == *interface)
        });
        inside.dedup();
        for interface in inside {
            // Not the box itself, of which customers may reach the portal.
            let packet = Packet {
                port: 22,
                destination: self.somebody_in(interface),
                ..self.towards(Some(interface))
            };
            if !matches!(fate(self.view, &packet, Hope::Dropped), Fate::Dropped(_)) {
                findings.warn(
                    "customers-reach-management",
                    self.hotspot,
                    format!("customers on {} reach the devices on {interface}", self.interface),
                    "drop what comes from the hotspot and does not go to the uplink in the chain forward",
                );
            }
        }
    }

    /// An address in the interface's network that is neither the router nor the box.
    fn somebody_in(&self, interface: &str) -> Option<Ipv4Addr> {
        let own = self.view.addresses_of(interface);
        let net: Subnet = own.first()?.value.network();
        let used = |address: Ipv4Addr| {
            own.iter().any(|own| own.value.address() == address)
                || self
                    .view
                    .access
                    .from
                    .iter()
                    .any(|from| from.prefix() == 32 && from.contains(address))
        };
        let hosts = net.first_host().to_bits()..=net.last_host().to_bits();
        hosts
            .take(16)
            .map(Ipv4Addr::from)
            .find(|address| !used(*address))
    }
}
