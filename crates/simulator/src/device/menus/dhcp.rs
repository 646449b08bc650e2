//! DHCP server and client.

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::Trap;
use super::{Listed, SAME_ENTRY, SAME_NAME, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![
        server(),
        network(),
        lease(),
        option(),
        sets(),
        client(),
    ])
}

fn server() -> Menu {
    Menu::new("/ip/dhcp-server", Shape::List)
        .auto_named("dhcp", SAME_NAME)
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .with(field("relay", Kind::Address(&[])))
        .with(field("lease-time", Kind::Duration(&[])).default("30m"))
        .with(field("address-pool", Kind::Ref(Space::Menu("/ip/pool"), &["static-only"])).default("static-only"))
        .with(field("bootp-support", Kind::Word(&["dynamic", "none", "static"])).default("static"))
        .with(field("bootp-lease-time", Kind::Duration(&["forever", "lease-time"])).default("forever"))
        .with(field("authoritative", Kind::Word(&["after-10sec-delay", "after-2sec-delay", "no", "yes"])).default("yes"))
        .with(field("use-radius", Kind::Word(&["accounting", "no", "yes"])).default("no"))
        .with(field("lease-script", Kind::Text).default(""))
        .with(field("add-arp", Kind::Bool).default("false"))
        .with(field("always-broadcast", Kind::Bool).default("false"))
        .with(field("conflict-detection", Kind::Bool).default("true"))
        .with(field("delay-threshold", Kind::Duration(&["none"])).default("none"))
        .with(field("dhcp-option-set", Kind::Ref(Space::Menu("/ip/dhcp-server/option/sets"), &["none"])))
        .with(field("server-address", Kind::Address(&[])))
        .with(field("client-mac-limit", Kind::Number(0, u32::MAX as u64, &["unlimited"])))
        .with(field("insert-queue-before", Kind::Text))
        .with(field("parent-queue", Kind::Ref(Space::Menu("/queue/simple"), &["none"])))
        .with(field("address-lists", Kind::Text).default("").since(17))
        .with_all(fields("dynamic-lease-identifiers support-broadband-tr101 use-framed-as-classless use-reconfigure allow-dual-stack-queue", Kind::Text))
        .disabled("false")
        .comment()
        .flags(&["dynamic", "invalid"])
        .unique(&["interface", "relay"], "failure: dhcp server on this interface already exists")
        .verbs(&["setup"])
}

fn network() -> Menu {
    Menu::new("/ip/dhcp-server/network", Shape::List)
        .with(field("address", Kind::Network).required())
        .with(field("gateway", Kind::Addresses).default(""))
        .with(field("netmask", Kind::Number(0, 32, &[])))
        .with(field("dns-server", Kind::Addresses).default(""))
        .with(field("dns-none", Kind::Bool))
        .with(field("wins-server", Kind::Addresses).default(""))
        .with(field("ntp-server", Kind::Addresses).default(""))
        .with(field("ntp-none", Kind::Bool).since(18))
        .with(field("caps-manager", Kind::Addresses).default(""))
        .with(field("domain", Kind::Text))
        .with(field("next-server", Kind::Address(&[])))
        .with(field("boot-file-name", Kind::Text))
        .with(
            field(
                "dhcp-option",
                Kind::Refs(Space::Menu("/ip/dhcp-server/option")),
            )
            .default(""),
        )
        .with(field(
            "dhcp-option-set",
            Kind::Ref(Space::Menu("/ip/dhcp-server/option/sets"), &["none"]),
        ))
        .comment()
        .flags(&["dynamic"])
        .unique(&["address"], SAME_ENTRY)
}

fn lease() -> Menu {
    Menu::new("/ip/dhcp-server/lease", Shape::List)
        .with(field("address", Kind::Text))
        .with(field("mac-address", Kind::Mac))
        .with(field("client-id", Kind::Text))
        .with(field("address-lists", Kind::Text).default(""))
        .with(field("server", Kind::Ref(Space::Menu("/ip/dhcp-server"), &["all"])))
        .with(field("dhcp-option", Kind::Text).default(""))
        .with(field("lease-time", Kind::Duration(&[])))
        .with(field("rate-limit", Kind::Text))
        .with_all(fields("always-broadcast block-access allow-dual-stack-queue use-src-mac", Kind::Bool))
        .with_all(fields("dhcp-option-set insert-queue-before parent-queue queue-type routes agent-circuit-id agent-remote-id", Kind::Text))
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .verbs(&["make-static", "check-status"])
}

fn option() -> Menu {
    Menu::new("/ip/dhcp-server/option", Shape::List)
        .named(SAME_NAME)
        .with(field("code", Kind::Number(1, 255, &["vendor-specific"])).required())
        .with(field("value", Kind::Text).default(""))
        .with(field("force", Kind::Bool).default("false"))
        .comment()
}

fn sets() -> Menu {
    Menu::new("/ip/dhcp-server/option/sets", Shape::List)
        .named(SAME_NAME)
        .with(field("options", Kind::Refs(Space::Menu("/ip/dhcp-server/option"))).default(""))
}

fn client() -> Menu {
    Menu::new("/ip/dhcp-client", Shape::List)
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .with(
            field(
                "add-default-route",
                Kind::Word(&["yes", "no", "special-classless"]),
            )
            .default("yes"),
        )
        .with(field("default-route-distance", Kind::Number(1, 255, &[])).default("1"))
        .with(field("use-peer-dns", Kind::Bool).default("true"))
        .with(field("use-peer-ntp", Kind::Bool).default("true"))
        .with(field("dhcp-options", Kind::Text).default("hostname,clientid"))
        .with(field("script", Kind::Text))
        .with(field("dscp", Kind::Number(0, 63, &[])))
        .with(field("vlan-priority", Kind::Number(0, 7, &[])))
        .with(field("use-broadcast", Kind::Word(&["always", "both", "never"])).since(17))
        .with(field("default-route-tables", Kind::Text).since(15))
        .with(field("check-gateway", Kind::Word(&["arp", "bfd", "none", "ping"])).since(17))
        .with(field("allow-reconfigure", Kind::Bool).since(18))
        .disabled("false")
        .comment()
        .flags(&["dynamic", "invalid"])
        .verbs(&["release", "renew"])
        .rule(client_once)
}

fn client_once(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let rows = candidate.device.store.rows("/ip/dhcp-client");
    let interface = candidate.value("interface");
    let taken = rows
        .iter()
        .any(|row| row.get("interface") == interface && Some(row.id) != candidate.id);
    if taken {
        Err(Trap::failure(
            "dhcp-client on that interface already exists",
        ))
    } else {
        Ok(())
    }
}
