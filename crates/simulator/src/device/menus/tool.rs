//! Settings around the edges: neighbours, MAC server, IP and IPv6, RADIUS, SNMP.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field, fields};
use super::{Listed, listed};

const LISTS: Space = Space::Menu("/interface/list");

pub fn menus() -> Vec<Listed> {
    listed(vec![
        discovery(),
        mac_server(),
        mac_winbox(),
        mac_ping(),
        ip(),
        ipv6(),
        radius(),
        snmp(),
        cloud(),
        tools(),
    ])
}

fn discovery() -> Menu {
    Menu::new("/ip/neighbor/discovery-settings", Shape::Singleton)
        .with(field("discover-interface-list", Kind::NotRef(LISTS, &[])).default("static"))
        .with(field("lldp-med-net-policy-vlan", Kind::Text).default("disabled"))
        .with(field("protocol", Kind::Set(&["cdp", "lldp", "mndp"])).default("cdp,lldp,mndp"))
        .with(field("mode", Kind::Word(&["rx-only", "tx-and-rx", "tx-only"])).default("tx-and-rx"))
        .with(
            field("lldp-mac-phy-config", Kind::Bool)
                .default("false")
                .since(16),
        )
        .with(
            field("lldp-max-frame-size", Kind::Bool)
                .default("false")
                .since(16),
        )
        .with(
            field("lldp-vlan-info", Kind::Bool)
                .default("false")
                .since(16),
        )
        .with(
            field("discover-interval", Kind::Duration(&[]))
                .default("30s")
                .since(16),
        )
}

fn mac_server() -> Menu {
    Menu::new("/tool/mac-server", Shape::Singleton)
        .with(field("allowed-interface-list", Kind::Ref(LISTS, &[])).default("all"))
}

fn mac_winbox() -> Menu {
    Menu::new("/tool/mac-server/mac-winbox", Shape::Singleton)
        .with(field("allowed-interface-list", Kind::Ref(LISTS, &[])).default("all"))
}

fn mac_ping() -> Menu {
    Menu::new("/tool/mac-server/ping", Shape::Singleton)
        .with(field("enabled", Kind::Bool).default("true"))
}

fn ip() -> Menu {
    Menu::new("/ip/settings", Shape::Singleton)
        .with(field("ip-forward", Kind::Bool).default("true"))
        .with(field("send-redirects", Kind::Bool).default("true"))
        .with(field("accept-source-route", Kind::Bool).default("false"))
        .with(field("accept-redirects", Kind::Bool).default("false"))
        .with(field("secure-redirects", Kind::Bool).default("true"))
        .with(field("rp-filter", Kind::Word(&["loose", "no", "strict"])).default("no"))
        .with(field("tcp-syncookies", Kind::Bool).default("false"))
        .with(
            field(
                "max-neighbor-entries",
                Kind::Number(0, u32::MAX as u64, &[]),
            )
            .default("8192"),
        )
        .with(field("arp-timeout", Kind::Duration(&[])).default("30s"))
        .with(field("icmp-rate-limit", Kind::Number(0, 65535, &[])).default("10"))
        .with(field("icmp-rate-mask", Kind::Text).default("0x1818"))
        .with(field("allow-fast-path", Kind::Bool).default("true"))
        .with(
            field(
                "ipv4-multipath-hash-policy",
                Kind::Word(&["l3", "l3-inner", "l4"]),
            )
            .default("l3"),
        )
        .with(
            field(
                "tcp-timestamps",
                Kind::Word(&["disabled", "enabled", "random-offset"]),
            )
            .default("random-offset")
            .since(18),
        )
        .with(
            field("icmp-errors-use-inbound-interface-address", Kind::Bool)
                .default("false")
                .since(18),
        )
        .with_all(
            fields("ipv4-fast-path-active ipv4-fasttrack-active", Kind::Bool)
                .into_iter()
                .map(|one| one.default("true").read_only())
                .collect(),
        )
}

fn ipv6() -> Menu {
    Menu::new("/ipv6/settings", Shape::Singleton)
        .with(field("disable-ipv6", Kind::Bool).default("false"))
        .with(field("forward", Kind::Bool).default("true"))
        .with(field("accept-redirects", Kind::Word(&["no", "yes-if-forwarding-disabled"])).default("yes-if-forwarding-disabled"))
        .with(field("accept-router-advertisements", Kind::Word(&["no", "yes", "yes-if-forwarding-disabled"])).default("yes-if-forwarding-disabled"))
        .with(field("max-neighbor-entries", Kind::Number(0, u32::MAX as u64, &[])).default("4096"))
        .with(field("disable-link-local-address", Kind::Bool).since(16))
        .with(field("allow-fast-path", Kind::Bool).since(16))
        .with_all(fields("accept-router-advertisements-on min-neighbor-entries multipath-hash-policy soft-max-neighbor-entries stale-neighbor-detect-interval stale-neighbor-timeout", Kind::Text))
}

fn radius() -> Menu {
    Menu::new("/radius", Shape::List)
        .with(
            field(
                "service",
                Kind::Set(&[
                    "ppp", "login", "hotspot", "wireless", "dhcp", "ipsec", "dot1x",
                ]),
            )
            .default(""),
        )
        .with(field("called-id", Kind::Text).default(""))
        .with(field("domain", Kind::Text).default(""))
        .with(field("address", Kind::Text).required())
        .with(field("secret", Kind::Text).default("").sensitive())
        .with(field("authentication-port", Kind::Number(1, 65535, &[])).default("1812"))
        .with(field("accounting-port", Kind::Number(1, 65535, &[])).default("1813"))
        .with(field("timeout", Kind::Duration(&[])).default("300ms"))
        .with(field("accounting-backup", Kind::Bool).default("false"))
        .with(field("realm", Kind::Text))
        .with(
            field(
                "certificate",
                Kind::Ref(Space::Menu("/certificate"), &["none"]),
            )
            .default("none"),
        )
        .with(field("protocol", Kind::Word(&["radsec", "udp"])).default("udp"))
        .with(field("src-address", Kind::Address(&[])))
        .with(
            field(
                "require-message-auth",
                Kind::Word(&["no", "yes-for-request-resp"]),
            )
            .since(15),
        )
        .with(field("radsec-timeout", Kind::Duration(&[])).since(18))
        .disabled("false")
        .comment()
        .ordered()
        .verbs(&["reset-counters", "monitor"])
}

fn snmp() -> Menu {
    Menu::new("/snmp", Shape::Singleton)
        .with(field("enabled", Kind::Bool).default("false"))
        .with_all(
            fields(
                "contact location engine-id-suffix trap-target trap-interfaces src-address",
                Kind::Text,
            )
            .into_iter()
            .map(|one| one.default(""))
            .collect(),
        )
        .with(field("trap-community", Kind::Text).default("public"))
        .with(field("trap-generators", Kind::Text).default("temp-exception"))
        .with(field("trap-version", Kind::Number(1, 3, &[])).default("1"))
        .with(field("vrf", Kind::Text).default("main"))
}

fn cloud() -> Menu {
    Menu::new("/ip/cloud", Shape::Singleton)
        .with(field("ddns-enabled", Kind::Text).default("false"))
        .with(field("ddns-update-interval", Kind::Duration(&["none"])).default("none"))
        .with(field("update-time", Kind::Bool).default("true"))
        .verbs(&["force-update"])
}

/// `/tool` has commands of its own.
fn tools() -> Menu {
    Menu::new("/tool", Shape::ReadOnly).verbs(&["ping"])
}
