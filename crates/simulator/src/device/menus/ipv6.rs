//! The firewall for IPv6, which a hotspot router needs to close.

use super::super::kind::Kind;
use super::super::menu::{Menu, field, fields};
use super::filter::{STATES, last_fields, rules};
use super::firewall::address_list;
use super::{Listed, listed};

const ACTIONS: &[&str] = &[
    "accept",
    "add-dst-to-address-list",
    "add-src-to-address-list",
    "drop",
    "fasttrack-connection",
    "jump",
    "log",
    "passthrough",
    "reject",
    "return",
];
const REJECTS: &[&str] = &[
    "icmp-address-unreachable",
    "icmp-admin-prohibited",
    "icmp-err-src-routing-header",
    "icmp-headers-too-long",
    "icmp-no-route",
    "icmp-not-neighbour",
    "icmp-port-unreachable",
    "tcp-reset",
];
/// Matchers that only IPv4 has.
const ONLY_IPV4: [&str; 5] = ["hotspot", "ttl", "psd", "fragment", "ipv4-options"];

pub fn menus() -> Vec<Listed> {
    listed(vec![filter(), address_list("/ipv6/firewall/address-list")])
}

fn filter() -> Menu {
    let mut menu = rules("/ipv6/firewall/filter", ACTIONS)
        .with(field("connection-state", Kind::NotSet(STATES)))
        .with(field("reject-with", Kind::Word(REJECTS)))
        .with_all(fields(
            "headers hop-limit connection-bytes connection-limit connection-mark connection-nat-state connection-rate \
             connection-type routing-mark tcp-flags tls-host",
            Kind::Text,
        ));
    menu.fields
        .retain(|field| !ONLY_IPV4.contains(&field.name.as_ref()));
    last_fields(menu)
}
