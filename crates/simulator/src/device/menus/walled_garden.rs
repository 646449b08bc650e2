//! The two walled gardens, which use different words (RouterOS facts: hotspot-facts section 8).

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field, fields};
use super::filter::PROTOCOLS;
use super::{Listed, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![hosts(), packets()])
}

fn hosts() -> Menu {
    Menu::new("/ip/hotspot/walled-garden", Shape::List)
        .with(field(
            "server",
            Kind::NotRef(Space::Menu("/ip/hotspot"), &[]),
        ))
        .with(field("src-address", Kind::Match))
        .with(field("dst-address", Kind::Text).read_only())
        .with(field("method", Kind::Text))
        .with(field("dst-host", Kind::Text))
        .with(field("dst-port", Kind::Ports))
        .with(field("path", Kind::Text))
        .with(field("action", Kind::Word(&["allow", "deny"])).default("allow"))
        .with(field("hits", Kind::Bytes).default("0").read_only())
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .ordered()
        .verbs(&["reset-counters", "reset-counters-all"])
}

fn packets() -> Menu {
    Menu::new("/ip/hotspot/walled-garden/ip", Shape::List)
        .with(field(
            "server",
            Kind::NotRef(Space::Menu("/ip/hotspot"), &[]),
        ))
        .with_all(fields("src-address dst-address", Kind::Match))
        .with(field("src-address-list", Kind::Text))
        .with(field("dst-address-list", Kind::Text))
        .with(field("protocol", Kind::NotWord(PROTOCOLS)))
        .with(field("dst-port", Kind::Ports))
        .with(field("dst-host", Kind::Text))
        .with(field("action", Kind::Word(&["accept", "drop", "reject"])).default("accept"))
        .disabled("false")
        .comment()
        .flags(&["dynamic", "invalid"])
        .ordered()
}
