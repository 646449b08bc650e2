//! Addresses and pools.

use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field};
use super::super::outcome::Trap;
use super::{Listed, SAME_NAME, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![address(), pool()])
}

fn address() -> Menu {
    Menu::new("/ip/address", Shape::List)
        .with(field("address", Kind::Interface).required())
        .with(field("network", Kind::Address(&[])))
        .with(field("netmask", Kind::Address(&[])).write_only())
        .with(field("broadcast", Kind::Address(&[])).write_only())
        .with(field("interface", Kind::Ref(Space::Interfaces, &[])).required())
        .disabled("false")
        .comment()
        .flags(&["dynamic", "invalid"])
        .rule(once)
}

fn once(candidate: &Candidate<'_>) -> Result<(), Trap> {
    let rows = candidate.device.store.rows("/ip/address");
    let same = |other: &&super::super::store::Row| {
        other.get("address") == candidate.value("address")
            && Some(other.id) != candidate.id
            && !other.dynamic()
    };
    match rows.iter().find(same) {
        Some(_) => Err(Trap::failure("already have such address")),
        None => Ok(()),
    }
}

fn pool() -> Menu {
    Menu::new("/ip/pool", Shape::List)
        .auto_named("pool", SAME_NAME)
        .with(field("ranges", Kind::Ranges).required())
        .with(field(
            "next-pool",
            Kind::Ref(Space::Menu("/ip/pool"), &["none"]),
        ))
        .comment()
}
