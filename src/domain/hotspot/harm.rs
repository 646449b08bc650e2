//! Whether a change can cut off whoever makes it.

use super::changeset::ChangeSet;

/// Menus none of whose rows decides who reaches the router. What is not among them may.
const HARMLESS: [&str; 9] = [
    "/ip/dns/static",
    "/ip/hotspot/profile",
    "/ip/hotspot/user/profile",
    "/ip/hotspot/walled-garden",
    "/ip/hotspot/walled-garden/ip",
    "/queue/type",
    "/system/clock",
    "/system/identity",
    "/system/ntp/client",
];

/// The first menu of the change set through which its sender could be cut off.
pub fn can_cut_off(changes: &ChangeSet) -> Option<&'static str> {
    changes
        .changes
        .iter()
        .map(|change| change.menu.path)
        .find(|path| !HARMLESS.contains(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::routeros::menus;

    #[test]
    fn every_harmless_menu_is_in_the_table() {
        for path in HARMLESS {
            assert!(menus::all().any(|menu| menu.path == path), "{path}");
        }
    }
}
