//! Whether a change can cut off whoever makes it.

use serde::Serialize;

use super::changeset::{Action, Change, ChangeSet};

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

/// Menus whose rows carry customers' traffic: changing one that is there interrupts them for some seconds.
const CARRIES: [&str; 9] = [
    "/interface/bridge",
    "/interface/bridge/port",
    "/interface/bridge/vlan",
    "/interface/vlan",
    "/ip/address",
    "/ip/dhcp-server",
    "/ip/hotspot",
    "/ip/hotspot/profile",
    "/ip/pool",
];

/// What a change may do to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Customers who are online lose their connection for some seconds.
    DropsCustomers,
    /// Whoever sends it may lose the way to the router.
    CutsOff,
}

/// What a change may do to people. A new row interrupts nobody by itself, but may close a way.
pub fn risks(change: &Change) -> Vec<Risk> {
    let menu = change.menu.path;
    let is_new = matches!(change.action, Action::Add { .. });
    let mut risks = Vec::new();
    if !is_new && CARRIES.contains(&menu) {
        risks.push(Risk::DropsCustomers);
    }
    let adds_harmlessly =
        is_new && !menu.starts_with("/ip/firewall") && !menu.starts_with("/interface/bridge");
    if !HARMLESS.contains(&menu) && !adds_harmlessly {
        risks.push(Risk::CutsOff);
    }
    risks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::routeros::menus;

    #[test]
    fn every_menu_named_here_is_in_the_table() {
        for path in HARMLESS.into_iter().chain(CARRIES) {
            assert!(menus::all().any(|menu| menu.path == path), "{path}");
        }
    }
}
