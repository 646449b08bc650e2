//! WireGuard interfaces and peers.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field, fields};
use super::interface::unique_name;
use super::{Listed, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![interface(), peers()])
}

fn interface() -> Menu {
    Menu::new("/interface/wireguard", Shape::List)
        .auto_named("wireguard", "failure: already have device with such name")
        .with(field("mtu", Kind::Number(68, 65535, &["auto"])).default("1420"))
        .with(field("listen-port", Kind::Number(0, 65535, &[])).default("13231"))
        .with(field("private-key", Kind::Text).sensitive())
        .with(field("vrf", Kind::Text).since(20))
        .disabled("false")
        .comment()
        .verbs(&["wg-export", "wg-import"])
        .rule(unique_name)
}

fn peers() -> Menu {
    Menu::new("/interface/wireguard/peers", Shape::List)
        .with(field("name", Kind::Text).since(15))
        .with(field("interface", Kind::Ref(Space::Menu("/interface/wireguard"), &[])).required())
        .with(field("public-key", Kind::Text).required())
        .with(field("private-key", Kind::Text).sensitive().since(15))
        .with(field("endpoint-address", Kind::Text).default(""))
        .with(field("endpoint-port", Kind::Number(0, 65535, &[])).default("0"))
        .with(field("allowed-address", Kind::Networks).default(""))
        .with(field("preshared-key", Kind::Text).default("").sensitive())
        .with(field("persistent-keepalive", Kind::Duration(&[])))
        .with(field("responder", Kind::Bool).since(17))
        .with_all(fields("client-address client-dns client-endpoint client-keepalive client-listen-port client-allowed-address", Kind::Text))
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .ordered()
        .verbs(&["show-client-config"])
}
