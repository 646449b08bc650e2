//! Routes and routing tables.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field, fields};
use super::{Listed, SAME_NAME, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![route(), table()])
}

fn route() -> Menu {
    Menu::new("/ip/route", Shape::List)
        .with(field("dst-address", Kind::Network).default("0.0.0.0/0"))
        .with(
            field(
                "routing-table",
                Kind::Ref(Space::Menu("/routing/table"), &[]),
            )
            .default("main"),
        )
        .with(field("gateway", Kind::Text))
        .with(field("pref-src", Kind::Address(&[])).default(""))
        .with(field("distance", Kind::Number(1, 255, &[])).default("1"))
        .with(field("scope", Kind::Number(0, 255, &[])).default("30"))
        .with(field("target-scope", Kind::Number(0, 255, &[])).default("10"))
        .with(field("check-gateway", Kind::Word(&["arp", "none", "ping"])))
        .with_all(fields("blackhole vrf-interface", Kind::Text))
        .disabled("false")
        .comment()
        .flags(&["dynamic"])
        .verbs(&["check"])
}

fn table() -> Menu {
    Menu::new("/routing/table", Shape::List)
        .named(SAME_NAME)
        .with(field("fib", Kind::Text))
        .disabled("false")
        .comment()
        .builtin("dynamic")
}
