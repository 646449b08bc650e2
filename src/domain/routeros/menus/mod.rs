//! The menu table: every RouterOS menu that hotspotd may write, with its keys, fields, kinds, defaults and references.
//!
//! Normalising, diffing, ordering, inverting and linting are all driven by this one table.
//! Sources: the command tree of RouterOS 7.21.5 (names), RouterOS facts: hotspot (defaults, versions), apply section 3 (keys).

mod container;
mod firewall;
mod hotspot;
mod interfaces;
mod ip;
mod system;

use super::menu::Menu;

/// All menus, in the order in which a configuration is written and read by people.
pub fn all() -> impl Iterator<Item = &'static Menu> {
    [
        system::MENUS,
        interfaces::MENUS,
        ip::MENUS,
        hotspot::MENUS,
        firewall::MENUS,
    ]
    .into_iter()
    .flatten()
}

/// The menu with that path (`/ip/pool`).
pub fn find(path: &str) -> Option<&'static Menu> {
    all().find(|menu| menu.path == path)
}

/// The menu with that path, also one that hotspotd writes into scripts alone and neither reads nor compares.
///
/// Those stand apart because a router may lack them: containers are a package of their own.
pub fn find_written(path: &str) -> Option<&'static Menu> {
    all().chain(container::MENUS).find(|menu| menu.path == path)
}

/// Where an interface may be named: every interface menu.
const INTERFACE: &[&str] = &[
    "/interface/bridge",
    "/interface/ethernet",
    "/interface/pppoe-client",
    "/interface/vlan",
    "/interface/wifi",
    "/interface/wifiwave2",
    "/interface/wireguard",
    "/interface/wireless",
];

#[cfg(test)]
mod tests {
    use super::super::menu::{Mark, Shape};
    use super::*;

    #[test]
    fn every_reference_key_and_after_names_something_real() {
        for menu in all().chain(container::MENUS) {
            for field in menu.fields {
                for target in field.refers {
                    assert!(
                        find_written(target).is_some(),
                        "{} {} refers to unknown {target}",
                        menu.path,
                        field.name
                    );
                }
            }
            for key in menu.keys().iter().flat_map(|key| key.iter()) {
                assert!(
                    menu.field(key).is_some(),
                    "{} has no field {key}",
                    menu.path
                );
            }
            for target in menu.after {
                assert!(
                    find(target).is_some(),
                    "{} after unknown {target}",
                    menu.path
                );
            }
            match menu.mark {
                Mark::Comment => assert!(
                    menu.field("comment").is_some(),
                    "{} has no comment",
                    menu.path
                ),
                Mark::Name => assert!(
                    menu.field("comment").is_none() && menu.field("name").is_some(),
                    "{}",
                    menu.path
                ),
                Mark::None => assert!(
                    !matches!(menu.shape, Shape::Rows(_)),
                    "{} needs a mark",
                    menu.path
                ),
            }
        }
    }

    #[test]
    fn paths_and_field_names_occur_once() {
        let everything = || all().chain(container::MENUS);
        let mut paths: Vec<_> = everything().map(|menu| menu.path).collect();
        paths.sort_unstable();
        let count = paths.len();
        paths.dedup();
        assert_eq!(count, paths.len());
        for menu in everything() {
            let mut names: Vec<_> = menu.fields.iter().map(|field| field.name).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(count, names.len(), "{}", menu.path);
        }
    }
}
