//! What all firewall rules have in common, and `/ip/firewall/filter`.

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{Listed, listed};

/// IP protocols by name.
pub const PROTOCOLS: &[&str] = &[
    "dccp",
    "ddp",
    "egp",
    "encap",
    "etherip",
    "ggp",
    "gre",
    "hmp",
    "icmp",
    "icmpv6",
    "idpr-cmtp",
    "igmp",
    "ipencap",
    "ipip",
    "ipsec-ah",
    "ipsec-esp",
    "ipv6-encap",
    "ipv6-frag",
    "ipv6-nonxt",
    "ipv6-opts",
    "ipv6-route",
    "iso-tp4",
    "l2tp",
    "ospf",
    "pim",
    "pup",
    "rdp",
    "rspf",
    "rsvp",
    "sctp",
    "st",
    "tcp",
    "udp",
    "udp-lite",
    "vmtp",
    "vrrp",
    "xns-idp",
    "xtp",
];
/// Connection states in the router's own order.
pub const STATES: &[&str] = &["invalid", "established", "related", "new", "untracked"];
const HOTSPOT: &[&str] = &["auth", "from-client", "http", "local-dst", "to-client"];
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
    "tarpit",
];
const REJECTS: &[&str] = &[
    "icmp-admin-prohibited",
    "icmp-host-prohibited",
    "icmp-host-unreachable",
    "icmp-net-prohibited",
    "icmp-network-unreachable",
    "icmp-port-unreachable",
    "icmp-protocol-unreachable",
    "tcp-reset",
];
const PORT_PROTOCOLS: [&str; 5] = ["tcp", "udp", "udp-lite", "dccp", "sctp"];

pub fn menus() -> Vec<Listed> {
    let filter = rules("/ip/firewall/filter", ACTIONS)
        .with(field("connection-state", Kind::NotSet(STATES)))
        .with(field("connection-nat-state", Kind::NotSet(&["srcnat", "dstnat", "ein-snat", "ein-dnat"])))
        .with(field("reject-with", Kind::Word(REJECTS)))
        .with(field("hw-offload", Kind::Bool).until(21))
        .with_all(fields(
            "connection-bytes connection-limit connection-mark connection-rate connection-type layer7-protocol p2p \
             realm routing-mark tcp-flags tls-host",
            Kind::Text,
        ));
    listed(vec![last_fields(filter)])
}

/// The fields that every firewall menu has.
pub fn rules(path: &'static str, actions: &'static [&'static str]) -> Menu {
    Menu::new(path, Shape::List)
        .with(field("chain", Kind::Text).required())
        .with(field("action", Kind::Word(actions)).default("accept"))
        .with_all(fields("src-address dst-address", Kind::Match))
        .with_all(fields("src-address-list dst-address-list", Kind::Text))
        .with_all(fields("src-address-type dst-address-type", Kind::Text))
        .with(field("protocol", Kind::NotWord(PROTOCOLS)))
        .with_all(fields("src-port dst-port port", Kind::Ports))
        .with_all(fields("in-interface out-interface in-bridge-port out-bridge-port", Kind::NotRef(Space::Interfaces, &[])))
        .with_all(fields("in-interface-list out-interface-list in-bridge-port-list out-bridge-port-list", Kind::NotRef(Space::Menu("/interface/list"), &[])))
        .with(field("hotspot", Kind::Text))
        .with(field("src-mac-address", Kind::Text))
        .with(field("ipsec-policy", Kind::Text))
        .with(field("jump-target", Kind::Text))
        .with(field("address-list", Kind::Text))
        .with(field("address-list-timeout", Kind::Duration(&["none-dynamic", "none-static"])))
        .with(field("log", Kind::Bool).default("false"))
        .with(field("log-prefix", Kind::Text).default(""))
        .with(field("tos", Kind::Text).since(21))
        .with_all(fields(
            "content dscp dst-limit fragment icmp-options ingress-priority ipv4-options limit nth packet-mark \
             packet-size per-connection-classifier priority psd random tcp-mss time ttl",
            Kind::Text,
        ))
}

/// What closes every firewall menu.
pub fn last_fields(menu: Menu) -> Menu {
    menu.disabled("false")
        .comment()
        .flags(&["dynamic", "invalid"])
        .ordered()
        .rule(sound)
        .verbs(&["reset-counters", "reset-counters-all"])
}

fn sound(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let chain = candidate.value("chain").unwrap_or_default();
    let action = candidate.value("action").unwrap_or_default();
    let set = |fields: &[&str]| fields.iter().any(|field| candidate.value(field).is_some());
    if action == "jump" && !set(&["jump-target"]) {
        return Err(Trap::failure("jump target must be specified"));
    }
    let protocol = candidate.value("protocol").unwrap_or_default();
    if set(&["src-port", "dst-port", "port"]) && !PORT_PROTOCOLS.contains(&protocol) {
        return Err(Trap::failure(
            "ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
        ));
    }
    if let Some(wrong) = candidate
        .value("hotspot")
        .and_then(|text| unknown_word(text, HOTSPOT))
    {
        return Err(Trap::value(format!(
            "input does not match any value of hotspot ({wrong})"
        )));
    }
    let incoming = [
        "in-interface",
        "in-interface-list",
        "in-bridge-port",
        "in-bridge-port-list",
    ];
    let outgoing = [
        "out-interface",
        "out-interface-list",
        "out-bridge-port",
        "out-bridge-port-list",
    ];
    if matches!(chain, "input" | "prerouting" | "dstnat") && set(&outgoing) {
        return Err(Trap::failure(
            "outgoing interface matching not possible in input and prerouting chains",
        ));
    }
    if matches!(chain, "output" | "postrouting" | "srcnat") && set(&incoming) {
        return Err(Trap::failure(
            "incoming interface matching not possible in output and postrouting chains",
        ));
    }
    let source_only = matches!(action, "masquerade" | "src-nat" | "same") && chain == "dstnat";
    let destination_only = matches!(action, "dst-nat" | "redirect") && chain == "srcnat";
    if source_only || destination_only {
        return Err(Trap::failure(format!(
            "action {action} can not be used in chain {chain}"
        )));
    }
    Ok(())
}

/// The first word that is not known, in a list like `!auth,from-client`.
fn unknown_word<'a>(text: &'a str, known: &[&str]) -> Option<&'a str> {
    text.split(',')
        .map(|word| word.trim_start_matches('!'))
        .find(|word| !known.contains(word))
}
