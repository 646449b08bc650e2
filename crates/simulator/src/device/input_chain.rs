//! Walks `/ip/firewall/filter` for a packet to the router itself.

use std::cell::Cell;
use std::net::IpAddr;

use super::Device;
use super::caller::{Entry, Traffic};
use super::menu::Menu;
use super::store::Row;
use super::value::{address, number};

/// Jumps inside jumps that are followed; a loop of chains ends here.
const DEPTH: u8 = 16;
/// Rules that are looked at for one packet; chains that jump into each other many times over end here.
const STEPS: u32 = 100_000;

/// A packet of a session.
pub struct Packet<'a> {
    /// Interface it arrives on: the bridge or VLAN for packets of a bridge port.
    pub arrival: &'a str,
    /// Port it came in by.
    pub port: &'a str,
    /// The session.
    pub entry: &'a Entry,
    /// Connection state.
    pub state: Traffic,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It reaches the service.
    Accepted,
    /// A rule stops it: its id, and what it is.
    Stopped(String, String),
    /// The hotspot stops a client that is not logged in.
    Unauthorised,
}

/// The fate of a packet in chain `input`; what no rule decides is accepted.
pub fn judge(device: &Device, packet: &Packet<'_>) -> Verdict {
    chain(device, packet, "input", DEPTH, &Cell::new(STEPS)).unwrap_or(Verdict::Accepted)
}

/// Decision of a chain; `None`: the packet came to its end or a `return`.
fn chain(
    device: &Device,
    packet: &Packet<'_>,
    name: &str,
    depth: u8,
    steps: &Cell<u32>,
) -> Option<Verdict> {
    if depth == 0 {
        return None;
    }
    for (menu, rule) in device.enabled_rows("/ip/firewall/filter") {
        steps.set(steps.get().saturating_sub(1));
        if steps.get() == 0 {
            return None;
        }
        if rule.get("chain") != Some(name)
            || device.is_invalid(menu, rule)
            || !matches(device, packet, rule)
        {
            continue;
        }
        match menu.value(rule, "action").unwrap_or("accept") {
            "accept" => return Some(Verdict::Accepted),
            "drop" | "reject" | "tarpit" => return Some(stopped(menu, rule)),
            "return" => return None,
            "jump" => {
                let decided = chain(
                    device,
                    packet,
                    rule.get("jump-target").unwrap_or_default(),
                    depth - 1,
                    steps,
                );
                if decided.is_some() {
                    return decided;
                }
            }
            // Logging, lists and the FastTrack mark decide nothing.
            _ => {}
        }
    }
    None
}

fn stopped(menu: &Menu, rule: &Row) -> Verdict {
    if rule.dynamic() && rule.get("chain") == Some("hs-unauth") {
        return Verdict::Unauthorised;
    }
    let action = menu.value(rule, "action").unwrap_or_default();
    let what = match rule.get("comment") {
        Some(comment) => format!("{action}, \"{comment}\""),
        None => action.to_string(),
    };
    Verdict::Stopped(rule.label(), what)
}

/// Do all matchers of a rule hold? A matcher that is not understood does not.
fn matches(device: &Device, packet: &Packet<'_>, rule: &Row) -> bool {
    rule.values
        .iter()
        .all(|(name, value)| matcher(device, packet, name, value))
}

fn matcher(device: &Device, packet: &Packet<'_>, name: &str, value: &str) -> bool {
    let (negated, plain) = match value.strip_prefix('!') {
        Some(rest) if name != "hotspot" => (true, rest),
        _ => (false, value),
    };
    let (from, to) = (packet.entry.from, packet.entry.to);
    let holds = match name {
        "chain" | "action" | "comment" | "disabled" | "log" | "log-prefix" | "jump-target"
        | "reject-with" => return true,
        "address-list" | "address-list-timeout" | "hw-offload" => return true,
        // Rates are far from their limits, and no NAT took place.
        "limit" | "dst-limit" => true,
        "connection-nat-state" => false,
        "in-interface" => packet.arrival == plain,
        "in-interface-list" => device.in_list(packet.arrival, plain),
        "in-bridge-port" => packet.port == plain,
        "in-bridge-port-list" => device.in_list(packet.port, plain),
        "src-address" => address::matches(plain, from),
        "dst-address" => address::matches(plain, to),
        "src-address-list" => listed(device, plain, from),
        "dst-address-list" => listed(device, plain, to),
        "dst-address-type" => plain.split(',').any(|kind| kind == "local"),
        "src-address-type" => plain.split(',').any(|kind| kind == "unicast"),
        "protocol" => plain == "tcp",
        "dst-port" | "port" => number::contains(plain, u64::from(packet.entry.port)),
        "connection-state" => {
            let word = match packet.state {
                Traffic::New => "new",
                Traffic::Established => "established",
            };
            plain.split(',').any(|state| state == word)
        }
        "ipsec-policy" => plain == "in,none",
        "hotspot" => return hotspot(device, packet, plain),
        _ => return false,
    };
    holds != negated
}

fn listed(device: &Device, list: &str, ip: IpAddr) -> bool {
    device
        .enabled_rows("/ip/firewall/address-list")
        .any(|(_, row)| {
            row.get("list") == Some(list)
                && row
                    .get("address")
                    .is_some_and(|matcher| address::matches(matcher, ip))
        })
}

/// `hotspot=from-client,!auth`: a hotspot runs on the interface, and the client is not logged in.
fn hotspot(device: &Device, packet: &Packet<'_>, words: &str) -> bool {
    let server = device.hotspot_on(packet.arrival);
    let authorised = server
        .as_ref()
        .is_some_and(|server| device.passes_hotspot(packet.entry.from, server));
    words.split(',').all(|word| {
        let (wanted, word) = match word.strip_prefix('!') {
            Some(rest) => (false, rest),
            None => (true, word),
        };
        let holds = match word {
            "from-client" => server.is_some(),
            "auth" => authorised,
            "local-dst" => true,
            _ => false,
        };
        holds == wanted
    })
}
