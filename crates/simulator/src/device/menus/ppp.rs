//! PPP profiles and the PPPoE client.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field, fields};
use super::interface::unique_name;
use super::{Listed, SAME_NAME, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![client(), profile()])
}

fn client() -> Menu {
    Menu::new("/interface/pppoe-client", Shape::List)
        .auto_named("pppoe-out", "failure: already have device with such name")
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .with(field("user", Kind::Text).default(""))
        .with(field("password", Kind::Text).default("").sensitive())
        .with(field("profile", Kind::Ref(Space::Menu("/ppp/profile"), &[])).default("default"))
        .with(field("service-name", Kind::Text).default(""))
        .with(field("ac-name", Kind::Text).default(""))
        .with(field("add-default-route", Kind::Bool).default("false"))
        .with(field("default-route-distance", Kind::Number(1, 255, &[])).default("1"))
        .with(field("dial-on-demand", Kind::Bool).default("false"))
        .with(field("use-peer-dns", Kind::Bool).default("false"))
        .with(
            field("allow", Kind::Set(&["pap", "chap", "mschap1", "mschap2"]))
                .default("pap,chap,mschap1,mschap2"),
        )
        .with(field("max-mtu", Kind::Number(68, 65535, &["auto"])).default("auto"))
        .with(field("max-mru", Kind::Number(68, 65535, &["auto"])).default("auto"))
        .with(field("mrru", Kind::Number(512, 65535, &["disabled"])).default("disabled"))
        .with(field("keepalive-timeout", Kind::Duration(&["disabled"])).default("10s"))
        .with(field("host-uniq", Kind::Text).since(13))
        .disabled("true")
        .comment()
        .flags(&["invalid"])
        .verbs(&["monitor", "scan"])
        .rule(unique_name)
}

fn profile() -> Menu {
    let text = fields(
        "local-address remote-address bridge bridge-horizon bridge-path-cost bridge-port-priority bridge-port-vid \
         interface-list dns-server wins-server incoming-filter outgoing-filter address-list parent-queue queue-type \
         insert-queue-before rate-limit on-up on-down bridge-port-trusted dhcpv6-lease-time dhcpv6-pd-pool \
         dhcpv6-use-radius idle-timeout session-timeout remote-ipv6-prefix-pool remote-ipv6-prefix-reuse",
        Kind::Text,
    );
    Menu::new("/ppp/profile", Shape::List)
        .auto_named("profile", SAME_NAME)
        .with_all(text)
        .with(field("use-mpls", Kind::Text).default("default"))
        .with(field("use-compression", Kind::Text).default("default"))
        .with(field("use-encryption", Kind::Text).default("default"))
        .with(field("only-one", Kind::Text).default("default"))
        .with(field("change-tcp-mss", Kind::Text).default("yes"))
        .with(field("use-ipv6", Kind::Text).default("yes"))
        .with(field("use-upnp", Kind::Text).default("default"))
        .with(field("bridge-learning", Kind::Text).default("default"))
        .comment()
        .builtin("default")
}
