//! Users of the router, their groups and sessions.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field};
use super::{Listed, SAME_NAME, listed};

pub fn menus() -> Vec<Listed> {
    listed(vec![user(), group(), active()])
}

fn user() -> Menu {
    Menu::new("/user", Shape::List)
        .with(field("name", Kind::Text).required())
        .unique(&["name"], "failure: user with the same name already exists")
        .with(field("group", Kind::Ref(Space::Menu("/user/group"), &[])).required())
        .with(field("address", Kind::Networks).default(""))
        .with(field("password", Kind::Text).write_only())
        .with(
            field("inactivity-timeout", Kind::Duration(&[]))
                .default("10m")
                .since(14),
        )
        .with(
            field(
                "inactivity-policy",
                Kind::Word(&["lockscreen", "logout", "none"]),
            )
            .default("none")
            .since(14),
        )
        .with(field("last-logged-in", Kind::Text).read_only())
        .with(field("expired", Kind::Bool).default("false").read_only())
        .disabled("false")
        .comment()
        .policy("policy")
        .verbs(&["expire-password"])
}

fn group() -> Menu {
    Menu::new("/user/group", Shape::List)
        .named(SAME_NAME)
        .with(field("policy", Kind::Policies).default(""))
        .with(field("skin", Kind::Text).default("default"))
        .comment()
        .policy("policy")
        .builtin("builtin")
}

fn active() -> Menu {
    Menu::new("/user/active", Shape::Watched)
        .with(field("when", Kind::Text))
        .with(field("name", Kind::Text))
        .with(field("address", Kind::Text))
        .with(field("via", Kind::Text))
        .with(field("group", Kind::Text))
        .with(field("radius", Kind::Bool).default("false"))
        .verbs(&["request-logout"])
        .policy("policy")
}
