//! Whether a firewall rule matches a packet, as far as rows can tell.

use std::net::Ipv4Addr;

use super::row::Row;
use super::view::{View, holds, network};
use crate::domain::net::{Range, Subnet};

/// An answer that may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    /// Certainly not.
    No,
    /// It depends on what rows do not tell.
    Maybe,
    /// Certainly.
    Yes,
}

impl Truth {
    fn of(known: bool) -> Self {
        if known { Truth::Yes } else { Truth::No }
    }

    fn opposite_if(self, negated: bool) -> Self {
        match (self, negated) {
            (Truth::Yes, true) => Truth::No,
            (Truth::No, true) => Truth::Yes,
            (same, _) => same,
        }
    }
}

/// Where a packet comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    /// An address of that network.
    Net(Subnet),
    /// Anybody on the internet.
    Stranger,
}

/// A packet on its way through the filter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packet<'a> {
    /// `input` or `forward`.
    pub chain: &'static str,
    /// `new` or `established`.
    pub state: &'static str,
    /// `tcp` or `udp`.
    pub protocol: &'static str,
    /// Where it comes from.
    pub source: Source,
    /// Where it goes, if that is known.
    pub destination: Option<Ipv4Addr>,
    /// Port at the destination.
    pub port: u16,
    /// The interface it enters by, if that is known.
    pub inward: Option<&'a str>,
    /// The interface it leaves by; with `input` there is none.
    pub outward: Option<&'a str>,
}

/// Whether the rule matches the packet.
///
/// Rows of others are read only in the fields that hotspotd knows, so a match of theirs is never certain.
pub(super) fn matches(view: &View<'_>, rule: Row<'_>, packet: &Packet<'_>) -> Truth {
    let known = rule.menu.fields.iter().filter_map(|field| {
        let value = rule.get(field.name)?;
        let (negated, value) = value
            .strip_prefix('!')
            .map_or((false, value), |value| (true, value));
        Some(matcher(view, field.name, value, packet)?.opposite_if(negated))
    });
    let truth = known.min().unwrap_or(Truth::Yes);
    if rule.is_wanted() {
        truth
    } else {
        truth.min(Truth::Maybe)
    }
}

/// `None` where the field matches nothing by itself (`action`, `comment`, …).
fn matcher(view: &View<'_>, field: &str, value: &str, packet: &Packet<'_>) -> Option<Truth> {
    Some(match field {
        "connection-state" => Truth::of(value.split(',').any(|state| state.trim() == packet.state)),
        // What is translated on the way in is not the traffic that is asked about here.
        "connection-nat-state" if value == "dstnat" => Truth::No,
        "connection-nat-state" | "src-port" | "limit" => Truth::Maybe,
        "protocol" => Truth::of(value == packet.protocol || value == number(packet.protocol)),
        "src-address" => from(value, packet.source),
        "dst-address" => packet
            .destination
            .map_or(Truth::Maybe, |to| lies_in(value, Subnet::around(to, 32))),
        "src-address-list" => listed(view, value, |entry| from(entry, packet.source)),
        "dst-address-list" => packet.destination.map_or(Truth::Maybe, |to| {
            listed(view, value, |entry| lies_in(entry, Subnet::around(to, 32)))
        }),
        "dst-port" => {
            Truth::of(numbers(value).any(|(first, last)| (first..=last).contains(&packet.port)))
        }
        "out-interface" | "out-interface-list" if packet.chain == "input" => Truth::No,
        "in-interface-list" | "out-interface-list" if value == "all" => Truth::Yes,
        "in-interface" => packet
            .inward
            .map_or(Truth::Maybe, |interface| Truth::of(interface == value)),
        "in-interface-list" => packet
            .inward
            .map_or(Truth::Maybe, |interface| in_list(view, value, interface)),
        "out-interface" => packet
            .outward
            .map_or(Truth::Maybe, |interface| Truth::of(interface == value)),
        "out-interface-list" => packet
            .outward
            .map_or(Truth::Maybe, |interface| in_list(view, value, interface)),
        _ => return None,
    })
}

/// The protocol's number at IANA.
fn number(protocol: &str) -> &'static str {
    match protocol {
        "tcp" => "6",
        "udp" => "17",
        _ => "",
    }
}

fn from(value: &str, source: Source) -> Truth {
    match source {
        Source::Net(net) => lies_in(value, net),
        // Some part of the internet is not everybody; a rule for half of it (/7 and larger) is left open.
        Source::Stranger => match network(value).map(Subnet::prefix) {
            Some(0) => Truth::Yes,
            Some(1..=7) => Truth::Maybe,
            _ => Truth::No,
        },
    }
}

/// Whether all of `net`, or some of it, lies in `10.0.0.0/8` or `10.0.0.1-10.0.0.9`.
fn lies_in(value: &str, net: Subnet) -> Truth {
    if let Some(outer) = network(value) {
        return match (holds(outer, net), outer.overlaps(net)) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Maybe,
            (false, false) => Truth::No,
        };
    }
    let Ok(range) = value.parse::<Range>() else {
        return Truth::Maybe;
    };
    let asked = net.range();
    match (
        range.contains(asked.first()) && range.contains(asked.last()),
        range.overlaps(asked),
    ) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::Maybe,
        (false, false) => Truth::No,
    }
}

fn listed(view: &View<'_>, list: &str, asked: impl Fn(&str) -> Truth) -> Truth {
    let entries = view
        .on("/ip/firewall/address-list")
        .filter(|row| row.get("list") == Some(list));
    let known = entries
        .filter_map(|row| row.get("address"))
        .map(asked)
        .max();
    let all_known = view.observed.is_some() || known.is_some();
    known
        .unwrap_or(Truth::No)
        .max(if all_known { Truth::No } else { Truth::Maybe })
}

/// Whether the interface is in the interface list.
pub(super) fn in_list(view: &View<'_>, list: &str, interface: &str) -> Truth {
    in_list_within(view, list, interface, 8)
}

fn in_list_within(view: &View<'_>, list: &str, interface: &str, depth: u8) -> Truth {
    match list {
        "all" => return Truth::Yes,
        "none" => return Truth::No,
        "dynamic" | "static" => return Truth::Maybe,
        _ if depth == 0 => return Truth::Maybe,
        _ => {}
    }
    let mut members = view
        .on("/interface/list/member")
        .filter(|row| row.get("list") == Some(list));
    if members.any(|row| row.get("interface") == Some(interface)) {
        return Truth::Yes;
    }
    let Some(row) = view.named("/interface/list", list) else {
        return if view.observed.is_some() {
            Truth::No
        } else {
            Truth::Maybe
        };
    };
    let best = |field: &str| {
        row.items(field)
            .map(|other| in_list_within(view, other, interface, depth - 1))
            .max()
            .unwrap_or(Truth::No)
    };
    best("include").min(best("exclude").opposite_if(true))
}

/// `53,67,64872-64875`.
pub(super) fn numbers(value: &str) -> impl Iterator<Item = (u16, u16)> {
    value.split(',').filter_map(|item| {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    })
}
