//! The other firewall menus: nat, mangle, raw, address lists.

use super::super::kind::Kind;
use super::super::menu::{Menu, Shape, field, fields};
use super::filter::{STATES, last_fields, rules};
use super::{Listed, SAME_ENTRY, SAME_NAME, listed};

const NAT: &[&str] = &[
    "accept",
    "add-dst-to-address-list",
    "add-src-to-address-list",
    "dst-nat",
    "endpoint-independent-nat",
    "jump",
    "log",
    "masquerade",
    "netmap",
    "passthrough",
    "redirect",
    "return",
    "same",
    "socksify",
    "src-nat",
];
const MANGLE: &[&str] = &[
    "accept",
    "add-dst-to-address-list",
    "add-src-to-address-list",
    "change-dscp",
    "change-mss",
    "change-ttl",
    "clear-df",
    "fasttrack-connection",
    "jump",
    "log",
    "mark-connection",
    "mark-packet",
    "mark-routing",
    "passthrough",
    "return",
    "route",
    "set-priority",
    "sniff-pc",
    "sniff-tzsp",
    "strip-ipv4-options",
];
const RAW: &[&str] = &[
    "accept",
    "add-dst-to-address-list",
    "add-src-to-address-list",
    "drop",
    "jump",
    "log",
    "notrack",
    "passthrough",
    "return",
];

pub fn menus() -> Vec<Listed> {
    listed(vec![
        nat(),
        mangle(),
        raw(),
        address_list("/ip/firewall/address-list"),
        layer7(),
    ])
}

fn nat() -> Menu {
    let menu = rules("/ip/firewall/nat", NAT)
        .with(field("to-addresses", Kind::Match))
        .with(field("to-ports", Kind::Ports))
        .with(field("tls-host", Kind::Text).until(16))
        .with(field("randomise-ports", Kind::Bool))
        .with(field("same-not-by-dst", Kind::Bool))
        .with_all(fields(
            "connection-bytes connection-limit connection-mark connection-rate connection-type layer7-protocol realm \
             routing-mark socks5-port socks5-server socksify-service",
            Kind::Text,
        ));
    last_fields(menu)
}

fn mangle() -> Menu {
    let menu = rules("/ip/firewall/mangle", MANGLE)
        .with(field("connection-state", Kind::NotSet(STATES)))
        .with(field("passthrough", Kind::Bool))
        .with_all(fields(
            "connection-bytes connection-limit connection-mark connection-nat-state connection-rate connection-type \
             layer7-protocol new-connection-mark new-dscp new-mss new-packet-mark new-priority new-routing-mark new-ttl \
             p2p realm route-dst routing-mark sniff-id sniff-target sniff-target-port tcp-flags tls-host",
            Kind::Text,
        ));
    last_fields(menu)
}

fn raw() -> Menu {
    last_fields(rules("/ip/firewall/raw", RAW).with_all(fields("tcp-flags tls-host", Kind::Text)))
}

/// Named lists of addresses, the same for both protocols.
pub fn address_list(path: &'static str) -> Menu {
    Menu::new(path, Shape::List)
        .with(field("list", Kind::Text).required())
        .with(field("address", Kind::MatchOrName).required())
        .with(field("timeout", Kind::Duration(&[])))
        .with(field("dynamic", Kind::Bool).default("false"))
        .disabled("false")
        .comment()
        .unique(&["list", "address"], SAME_ENTRY)
}

fn layer7() -> Menu {
    Menu::new("/ip/firewall/layer7-protocol", Shape::List)
        .named(SAME_NAME)
        .with(field("regexp", Kind::Text).default(""))
        .comment()
}
