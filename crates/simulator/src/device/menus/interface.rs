//! `/interface` and the lists of interfaces.

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{INTERFACES, Listed, SAME_ENTRY, SAME_NAME, listed};

/// Words of `arp`.
pub const ARP: &[&str] = &[
    "disabled",
    "enabled",
    "local-proxy-arp",
    "proxy-arp",
    "reply-only",
];
/// Ids of the interface lists of the factory and of those that a person adds.
const BUILTIN_LISTS: [&str; 4] = ["all", "none", "dynamic", "static"];

pub fn menus() -> Vec<Listed> {
    listed(vec![
        interface(),
        ethernet(),
        vlan(),
        veth(),
        list(),
        member(),
    ])
}

fn interface() -> Menu {
    Menu::new("/interface", Shape::View)
        .with(field("name", Kind::Text))
        .with(field("mtu", Kind::Number(0, 65535, &["auto"])))
        .with(field("l2mtu", Kind::Number(0, 65535, &[])))
        .disabled("false")
        .comment()
        .verbs(&["monitor-traffic", "reset-counters"])
}

fn ethernet() -> Menu {
    Menu::new("/interface/ethernet", Shape::Fixed)
        .with(field("default-name", Kind::Text).read_only())
        .with(field("name", Kind::Text))
        .with(field("mtu", Kind::Number(68, 65535, &[])).default("1500"))
        .with(field("l2mtu", Kind::Number(0, 65535, &[])).default("1598"))
        .with(field("mac-address", Kind::Mac))
        .with(field("orig-mac-address", Kind::Mac).read_only())
        .with(field("arp", Kind::Word(ARP)).default("enabled"))
        .with(field("arp-timeout", Kind::Duration(&["auto"])).default("auto"))
        .with(field("loop-protect", Kind::Word(&["default", "off", "on"])).default("default"))
        .with(field("loop-protect-disable-time", Kind::Duration(&[])).default("5m"))
        .with(field("loop-protect-send-interval", Kind::Duration(&[])).default("5s"))
        .with(field("auto-negotiation", Kind::Bool).default("true"))
        .with(field("tx-flow-control", Kind::Word(&["auto", "off", "on"])).default("off"))
        .with(field("rx-flow-control", Kind::Word(&["auto", "off", "on"])).default("off"))
        .with_all(fields("advertise cable-settings combo-mode fec-mode sfp-rate-select sfp-shutdown-temperature speed", Kind::Text))
        .with_all(fields("disable-running-check mdix-enable sfp-ignore-rx-los", Kind::Bool))
        .disabled("false")
        .comment()
        .verbs(&["monitor", "reset-mac-address", "reset-counters"])
        .rule(unique_name)
}

fn vlan() -> Menu {
    Menu::new("/interface/vlan", Shape::List)
        .auto_named("vlan", "failure: already have device with such name")
        .with(field("mtu", Kind::Number(68, 65535, &[])).default("1500"))
        .with(field("arp", Kind::Word(ARP)).default("enabled"))
        .with(field("arp-timeout", Kind::Duration(&["auto"])).default("auto"))
        .with(field("loop-protect", Kind::Word(&["default", "off", "on"])).default("default"))
        .with(field("vlan-id", Kind::Number(1, 4095, &[])).default("1"))
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .with(field("use-service-tag", Kind::Bool).default("false"))
        .with(field("mvrp", Kind::Bool).default("false").since(16))
        .with_all(fields(
            "loop-protect-disable-time loop-protect-send-interval",
            Kind::Duration(&[]),
        ))
        .disabled("false")
        .comment()
        .unique(
            &["interface", "vlan-id"],
            "failure: vlan with the same id already exists on this interface",
        )
        .rule(unique_name)
}

fn veth() -> Menu {
    Menu::new("/interface/veth", Shape::List)
        .auto_named("veth", "failure: already have device with such name")
        // Addresses with their prefix length, not networks: the host's part stays.
        .with(field("address", Kind::Text))
        .with_all(fields("gateway gateway6", Kind::Address(&[])))
        .with(field("dhcp", Kind::Bool).since(20))
        .with(field("mac-address", Kind::Mac).since(20))
        .with(field("container-mac-address", Kind::Mac).since(21))
        .disabled("false")
        .comment()
        .rule(unique_name)
}

fn list() -> Menu {
    Menu::new("/interface/list", Shape::List)
        .auto_named("list", SAME_NAME)
        .with(field("include", Kind::Refs(Space::Menu("/interface/list"))).default(""))
        .with(field("exclude", Kind::Refs(Space::Menu("/interface/list"))).default(""))
        .comment()
        .builtin("builtin")
        .flags(&["dynamic"])
        .rule(builtin_list_stays)
}

fn member() -> Menu {
    Menu::new("/interface/list/member", Shape::List)
        .with(field("list", Kind::Ref(Space::Menu("/interface/list"), &[])).required())
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .unique(&["list", "interface"], SAME_ENTRY)
        .rule(member_of_own_list)
}

/// The name of an interface is unique over all kinds of interfaces.
pub fn unique_name(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let Some(name) = candidate.value("name") else {
        return Ok(());
    };
    let same_row = |menu: &str, id: u32| menu == candidate.menu.path && Some(id) == candidate.id;
    for menu in INTERFACES {
        if candidate
            .device
            .store
            .named(menu, name)
            .any(|row| !same_row(menu, row.id))
        {
            return Err(Trap::failure("already have device with such name"));
        }
    }
    Ok(())
}

fn builtin_list_stays(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let builtin = candidate.id.is_some() && candidate.row.builtin;
    let renamed = candidate
        .value("name")
        .is_none_or(|name| !BUILTIN_LISTS.contains(&name));
    if builtin && renamed {
        Err(Trap::failure("can not change builtin interface list"))
    } else {
        Ok(())
    }
}

fn member_of_own_list(candidate: &Candidate<'_>) -> Result<(), Trap> {
    match candidate.value("list") {
        Some(list) if BUILTIN_LISTS.contains(&list) => Err(Trap::failure(
            "can not add member to builtin interface list",
        )),
        _ => Ok(()),
    }
}
