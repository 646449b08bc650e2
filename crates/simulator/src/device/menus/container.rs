//! Containers (RouterOS facts: hotspot-facts section 12).
//!
//! Assumptions: a container is unpacked at once; one that runs cannot be removed, whatever the router's words for that are; a list of
//! variables or mounts is a mere word and need not exist.

use super::super::Device;
use super::super::arguments::Arguments;
use super::super::kind::{Kind, Space};
use super::super::menu::{Candidate, Menu, Shape, field, fields};
use super::super::outcome::{Outcome, Trap};
use super::{Listed, listed};

const VETHS: Space = Space::Menu("/interface/veth");

pub fn menus() -> Vec<Listed> {
    listed(vec![container(), envs(), mounts()])
}

fn container() -> Menu {
    Menu::new("/container", Shape::List)
        .with(field("name", Kind::Text).since(20))
        .with(field("file", Kind::Text))
        .with(field("remote-image", Kind::Text))
        .with(field("interface", Kind::Refs(VETHS)))
        .with(field("root-dir", Kind::Text))
        .with(field("envlist", Kind::Text).until(20))
        .with(field("envlists", Kind::Text).since(20))
        .with(field("mounts", Kind::Text).until(21))
        .with(field("mountlists", Kind::Text).since(21))
        .with(field("env", Kind::Text).since(21))
        .with(field("mount", Kind::Text).since(21))
        .with_all(fields(
            "cmd entrypoint workdir user hostname domain-name stop-signal",
            Kind::Text,
        ))
        .with(field("dns", Kind::Addresses))
        .with(field("logging", Kind::Bool).default("false"))
        .with(field("start-on-boot", Kind::Bool).default("false"))
        .with(field("memory-high", Kind::Bytes).since(20))
        .with(field("memory-max", Kind::Bytes).since(23))
        .with(field("auto-restart-interval", Kind::Duration(&[])).since(20))
        .with(
            field(
                "restart-policy",
                Kind::Word(&["no", "on-failure", "always"]),
            )
            .since(23),
        )
        .with(field("status", Kind::Text).default("stopped").read_only())
        .comment()
        .verbs(&["start", "stop"])
        .rule(can_be_unpacked)
}

fn envs() -> Menu {
    Menu::new("/container/envs", Shape::List)
        .with(field("name", Kind::Text).until(20))
        .with(field("list", Kind::Text).since(20))
        .with(field("key", Kind::Text).required())
        .with(field("value", Kind::Text))
        .with(field("disabled", Kind::Bool).default("false").since(21))
        .comment()
}

fn mounts() -> Menu {
    Menu::new("/container/mounts", Shape::List)
        .with(field("name", Kind::Text).until(21))
        .with(field("list", Kind::Text).since(21))
        .with(field("src", Kind::Text).required())
        .with(field("dst", Kind::Text).required())
        .with(field("read-only", Kind::Bool).since(20).until(23))
        .with(field("mode", Kind::Text).since(23))
        .with(field("disabled", Kind::Bool).default("false").since(21))
        .comment()
}

/// Device-mode must allow it, and the image must be there.
fn can_be_unpacked(candidate: &Candidate<'_>) -> Result<(), Trap> {
    if candidate.id.is_some() {
        return Ok(());
    }
    if !candidate.device.allows("container") {
        return Err(Trap::failure("not allowed by device-mode"));
    }
    match candidate.value("file") {
        Some(file) if candidate.device.file_text(file).is_none() => {
            Err(Trap::value("input does not match any value of file"))
        }
        _ => Ok(()),
    }
}

/// `/container/start` and `/container/stop`.
pub fn turn(
    device: &mut Device,
    menu: &Menu,
    verb: &str,
    arguments: Arguments<'_>,
) -> Result<Outcome, Trap> {
    let status = if verb == "start" {
        "running"
    } else {
        "stopped"
    };
    for item in device.items(menu, arguments)? {
        if let Some(mut row) = device.store.by_id(&item.menu, item.id).cloned() {
            row.values.insert("status".to_string(), status.to_string());
            device.store.replace(&item.menu, row);
        }
    }
    Ok(Outcome::DONE)
}
