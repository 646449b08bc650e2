//! `/ip/service`.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field};
use super::{Listed, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![
        Menu::new("/ip/service", Shape::Fixed)
            .with(field("name", Kind::Text).read_only())
            .with(field("port", Kind::Number(1, 65535, &[])))
            .with(field("address", Kind::Networks).default(""))
            .with(field(
                "certificate",
                Kind::Ref(Space::Menu("/certificate"), &["none"]),
            ))
            .with(field("tls-version", Kind::Word(&["any", "only-1.2"])))
            .with(field("vrf", Kind::Text).default("main"))
            .with(
                field("max-sessions", Kind::Number(1, 1000, &[]))
                    .default("20")
                    .since(16),
            )
            .with(field("available-from", Kind::Text).since(24))
            .disabled("false")
            .flags(&["dynamic", "invalid"]),
    ])
}
