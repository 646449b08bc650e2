//! The belief table: what the simulator holds true of each menu. It is written from the facts files, never from the
//! daemon's own menu table, so that a wrong belief cannot cancel itself out.

mod address;
mod bridge;
mod certificate;
pub mod container;
mod dhcp;
mod dns;
mod file;
mod filter;
mod firewall;
mod hotspot;
mod interface;
mod ipv6;
mod ppp;
mod queue;
mod route;
mod service;
mod system;
mod tool;
mod user;
mod walled_garden;
mod wifi;
mod wireguard;
mod wireless;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::kind::Space;
use super::menu::Menu;

/// Menus whose rows are interfaces.
pub const INTERFACES: [&str; 10] = [
    "/interface",
    "/interface/ethernet",
    "/interface/wifi",
    "/interface/wifiwave2",
    "/interface/wireless",
    "/interface/bridge",
    "/interface/vlan",
    "/interface/pppoe-client",
    "/interface/wireguard",
    "/interface/veth",
];

/// What the router says of a second item of the same name.
const SAME_NAME: &str = "item with such name already exists";
/// What the router says of a second equal entry.
const SAME_ENTRY: &str = "failure: already have such entry";

/// A field of some menu that refers to rows of a space.
pub struct Referrer {
    /// Menu of the field.
    pub menu: &'static str,
    /// Name of the field.
    pub field: &'static str,
    /// Where it points to.
    pub space: Space,
}

static MENUS: LazyLock<BTreeMap<&'static str, Arc<Menu>>> = LazyLock::new(|| {
    let groups = [
        interface::menus(),
        bridge::menus(),
        wifi::menus(),
        wireless::menus(),
        ppp::menus(),
        wireguard::menus(),
        address::menus(),
        dhcp::menus(),
        route::menus(),
        dns::menus(),
        service::menus(),
        hotspot::menus(),
        walled_garden::menus(),
        queue::menus(),
        filter::menus(),
        firewall::menus(),
        ipv6::menus(),
        user::menus(),
        certificate::menus(),
        container::menus(),
        file::menus(),
        system::menus(),
        tool::menus(),
    ];
    groups
        .into_iter()
        .flatten()
        .map(|(path, menu)| (path, Arc::new(menu)))
        .collect()
});

static REFERRERS: LazyLock<Vec<Referrer>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for (path, menu) in MENUS.iter() {
        for field in &menu.fields {
            if let (Some(space), std::borrow::Cow::Borrowed(name)) =
                (field.kind.space(), &field.name)
            {
                found.push(Referrer {
                    menu: path,
                    field: name,
                    space,
                });
            }
        }
    }
    found
});

/// A menu that the simulator knows in depth.
pub fn known(path: &str) -> Option<&'static Arc<Menu>> {
    MENUS.get(path)
}

/// Every menu that the simulator knows in depth.
pub fn all() -> impl Iterator<Item = &'static Arc<Menu>> {
    MENUS.values()
}

/// Every field that refers to other rows.
pub fn referrers() -> &'static [Referrer] {
    &REFERRERS
}

/// A menu with its path, as the files here list them.
type Listed = (&'static str, Menu);

fn listed(menus: Vec<Menu>) -> Vec<Listed> {
    let path = |menu: &Menu| match menu.path {
        std::borrow::Cow::Borrowed(path) => path,
        std::borrow::Cow::Owned(_) => "",
    };
    menus.into_iter().map(|menu| (path(&menu), menu)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::menu::Access;
    use super::super::{CommandTree, Version};

    /// Every menu, and every argument that the table believes 7.21.5 to have, is in the router's own tree.
    #[test]
    fn the_table_agrees_with_the_command_tree() {
        let default = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/routeros/routeros-7.21.5.schema.json"
        );
        let path = std::env::var("HOTSPOTD_SCHEMA").unwrap_or_else(|_| default.to_string());
        let Ok(json) = std::fs::read_to_string(&path) else {
            eprintln!("SKIPPED: no command tree at {path}");
            return;
        };
        let tree = CommandTree::load(&json).unwrap();
        let version = Version::new(7, 21, 5);
        let mut wrong = Vec::new();
        for menu in super::all().filter(|menu| menu.exists_in(version) && !menu.hardware) {
            if !tree.has_menu(&menu.path) {
                wrong.push(menu.path.to_string());
            }
            for field in &menu.fields {
                let settable =
                    !matches!(field.access, Access::ReadOnly) && field.exists_in(version);
                let known = ["add", "set"]
                    .iter()
                    .any(|verb| tree.has_argument(&menu.path, verb, &field.name));
                let writable = !matches!(
                    menu.shape,
                    super::super::menu::Shape::Watched | super::super::menu::Shape::ReadOnly
                );
                if settable && writable && !known {
                    wrong.push(format!("{} {}", menu.path, field.name));
                }
            }
        }
        assert!(wrong.is_empty(), "not in the tree: {wrong:#?}");
    }
}
