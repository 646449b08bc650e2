//! Bridges, their ports and VLANs (RouterOS facts: hotspot-facts section 2).

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::interface::{ARP, unique_name};
use super::{Listed, listed};

const FRAMES: &[&str] = &[
    "admit-all",
    "admit-only-untagged-and-priority-tagged",
    "admit-only-vlan-tagged",
];
const BRIDGES: Space = Space::Menu("/interface/bridge");

pub fn menus() -> Vec<Listed> {
    listed(vec![bridge(), port(), vlan()])
}

fn bridge() -> Menu {
    Menu::new("/interface/bridge", Shape::List)
        .auto_named("bridge", "failure: already have device with such name")
        .with(field("mtu", Kind::Number(68, 65535, &["auto"])).default("auto"))
        .with(field("arp", Kind::Word(ARP)).default("enabled"))
        .with(field("arp-timeout", Kind::Duration(&["auto"])).default("auto"))
        .with(field("protocol-mode", Kind::Word(&["mstp", "none", "rstp", "stp"])).default("rstp"))
        .with(field("fast-forward", Kind::Bool).default("true"))
        .with(field("igmp-snooping", Kind::Bool).default("false"))
        .with(field("auto-mac", Kind::Bool).default("true"))
        .with(field("admin-mac", Kind::Mac))
        .with(field("ageing-time", Kind::Duration(&[])).default("5m"))
        .with(field("priority", Kind::Text).default("0x8000"))
        .with(field("max-message-age", Kind::Duration(&[])).default("20s"))
        .with(field("forward-delay", Kind::Duration(&[])).default("15s"))
        .with(field("transmit-hold-count", Kind::Number(1, 10, &[])).default("6"))
        .with(field("vlan-filtering", Kind::Bool).default("false"))
        .with(field("ether-type", Kind::Word(&["0x8100", "0x88a8", "0x9100"])).default("0x8100"))
        .with(field("pvid", Kind::Number(1, 4094, &[])).default("1"))
        .with(field("frame-types", Kind::Word(FRAMES)).default("admit-all"))
        .with(field("ingress-filtering", Kind::Bool).default("true"))
        .with(field("dhcp-snooping", Kind::Bool).default("false"))
        .with(field("add-dhcp-option82", Kind::Bool).default("false"))
        .with(field("port-cost-mode", Kind::Word(&["long", "short"])).default("long").since(13))
        .with(field("mvrp", Kind::Bool).default("false").since(15))
        .with(field("forward-reserved-addresses", Kind::Bool).default("false").since(16))
        .with_all(fields("igmp-version last-member-query-count max-hops mld-version multicast-router region-name region-revision startup-query-count", Kind::Text))
        .with_all(fields("last-member-interval membership-interval querier-interval query-interval query-response-interval startup-query-interval", Kind::Duration(&[])))
        .with(field("multicast-querier", Kind::Bool))
        .with(field("max-learned-entries", Kind::Number(0, u32::MAX as u64, &["auto", "unlimited"])).default("auto").since(17))
        .disabled("false")
        .comment()
        .verbs(&["monitor"])
        .rule(unique_name)
}

fn port() -> Menu {
    Menu::new("/interface/bridge/port", Shape::List)
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .with(field("bridge", Kind::Ref(BRIDGES, &[])).required())
        .with(field("priority", Kind::Text).default("0x80"))
        .with(field("path-cost", Kind::Number(1, u32::MAX as u64, &[])))
        .with(field(
            "internal-path-cost",
            Kind::Number(1, u32::MAX as u64, &[]),
        ))
        .with(
            field(
                "edge",
                Kind::Word(&["auto", "no", "no-discover", "yes", "yes-discover"]),
            )
            .default("auto"),
        )
        .with(field("point-to-point", Kind::Word(&["auto", "no", "yes"])).default("auto"))
        .with(field("learn", Kind::Word(&["auto", "no", "yes"])).default("auto"))
        .with(field("horizon", Kind::Number(0, u32::MAX as u64, &["none"])).default("none"))
        .with(field("hw", Kind::Bool).default("true"))
        .with(field("auto-isolate", Kind::Bool).default("false"))
        .with(field("restricted-role", Kind::Bool).default("false"))
        .with(field("restricted-tcn", Kind::Bool).default("false"))
        .with(field("pvid", Kind::Number(1, 4094, &[])).default("1"))
        .with(field("frame-types", Kind::Word(FRAMES)).default("admit-all"))
        .with(field("ingress-filtering", Kind::Bool).default("true"))
        .with(field("unknown-unicast-flood", Kind::Bool).default("true"))
        .with(field("unknown-multicast-flood", Kind::Bool).default("true"))
        .with(field("broadcast-flood", Kind::Bool).default("true"))
        .with(field("tag-stacking", Kind::Bool).default("false"))
        .with(field("bpdu-guard", Kind::Bool).default("false"))
        .with(field("trusted", Kind::Bool).default("false"))
        .with(
            field(
                "multicast-router",
                Kind::Word(&["disabled", "permanent", "temporary-query"]),
            )
            .default("temporary-query"),
        )
        .with(field("fast-leave", Kind::Bool).default("false"))
        .with_all(fields(
            "mvrp-applicant-state mvrp-registrar-state",
            Kind::Text,
        ))
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .ordered()
        .verbs(&["monitor"])
        .rule(one_bridge_per_port)
}

fn vlan() -> Menu {
    Menu::new("/interface/bridge/vlan", Shape::List)
        .with(field("bridge", Kind::Ref(BRIDGES, &[])).required())
        .with(field("vlan-ids", Kind::VlanIds).required())
        .with(field("tagged", Kind::Refs(Space::Interfaces)).default(""))
        .with(field("untagged", Kind::Refs(Space::Interfaces)).default(""))
        .with(
            field("mvrp-forbidden", Kind::Refs(Space::Interfaces))
                .default("")
                .since(15),
        )
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .rule(vlan_once_per_bridge)
}

fn one_bridge_per_port(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let interface = candidate.value("interface").unwrap_or_default();
    if candidate
        .device
        .store
        .named("/interface/bridge", interface)
        .next()
        .is_some()
    {
        return Err(Trap::failure("can not add bridge as bridge port"));
    }
    let rows = candidate.device.store.rows("/interface/bridge/port");
    let taken = rows
        .iter()
        .any(|row| row.get("interface") == Some(interface) && Some(row.id) != candidate.id);
    if taken {
        Err(Trap::failure("device already added as bridge port"))
    } else {
        Ok(())
    }
}

fn vlan_once_per_bridge(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let ids = candidate.value("vlan-ids").unwrap_or_default();
    let rows = candidate.device.store.rows("/interface/bridge/vlan");
    let others = rows.iter().filter(|row| {
        Some(row.id) != candidate.id
            && !row.dynamic()
            && row.get("bridge") == candidate.value("bridge")
    });
    for other in others {
        if overlap(ids, other.get("vlan-ids").unwrap_or_default()) {
            return Err(Trap::failure("vlan already added"));
        }
    }
    Ok(())
}

fn overlap(left: &str, right: &str) -> bool {
    let bounds = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?))
    };
    let spans = |text: &str| text.split(',').filter_map(bounds).collect::<Vec<_>>();
    let right = spans(right);
    spans(left)
        .iter()
        .any(|(from, to)| right.iter().any(|(low, high)| from <= high && low <= to))
}
