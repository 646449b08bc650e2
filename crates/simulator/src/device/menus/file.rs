//! Files.

use super::super::kind::Kind;
use super::super::menu::{Menu, Shape, field};
use super::{Listed, listed};

pub fn menus() -> Vec<Listed> {
    let menu = Menu::new("/file", Shape::List)
        .with(field("name", Kind::Text).required())
        .unique(&["name"], "failure: already have such file")
        .with(field("type", Kind::Text).since(15))
        .with(field("size", Kind::Text).read_only())
        .with(field("creation-time", Kind::Text).read_only())
        .with(field("last-modified", Kind::Text).read_only())
        .with(field("contents", Kind::Text))
        .policy("ftp")
        .verbs(&["read"]);
    listed(vec![menu])
}
