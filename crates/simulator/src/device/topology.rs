//! How interfaces hang together: ports and bridges, lists, addresses.

use super::Device;
use super::menu::Menu;
use super::menus::{self, INTERFACES};
use super::store::Row;

impl Device {
    /// An interface by name: the menu that holds it, and its row.
    pub(super) fn interface(&self, name: &str) -> Option<(&'static str, &Row)> {
        INTERFACES
            .into_iter()
            .find_map(|menu| self.store.named(menu, name).next().map(|row| (menu, row)))
    }

    /// A physical port by the name printed on the case, else any interface by its name.
    pub(super) fn port(&self, name: &str) -> Option<(&'static str, &Row)> {
        let by_case = INTERFACES.into_iter().find_map(|menu| {
            self.store
                .find(menu, "default-name", name)
                .map(|row| (menu, row))
        });
        by_case.or_else(|| self.interface(name))
    }

    /// Every interface: its menu and its row, in the order of ids.
    pub(super) fn interfaces(&self) -> Vec<(&'static str, &Row)> {
        let mut all: Vec<(&'static str, &Row)> = INTERFACES
            .into_iter()
            .flat_map(|menu| self.store.rows(menu).iter().map(move |row| (menu, row)))
            .collect();
        all.sort_by_key(|(_, row)| row.id);
        all
    }

    /// Is the interface there, switched on, and likewise everything that it stands on?
    pub(super) fn is_up(&self, name: &str) -> bool {
        self.up_within(name, 8)
    }

    fn up_within(&self, name: &str, depth: u8) -> bool {
        let Some((menu, row)) = self.interface(name) else {
            return false;
        };
        let switched_on = menus::known(menu).is_some_and(|menu| menu.enabled(row));
        let parent = match menu {
            "/interface/vlan" | "/interface/pppoe-client" => row.get("interface"),
            _ => row.get("master-interface"),
        };
        switched_on && depth > 0 && parent.is_none_or(|parent| self.up_within(parent, depth - 1))
    }

    /// The enabled bridge port row of an interface, when it is a member of a bridge.
    pub(super) fn bridge_port(&self, interface: &str) -> Option<&Row> {
        let menu = menus::known("/interface/bridge/port")?;
        let rows = self.store.rows("/interface/bridge/port");
        rows.iter()
            .find(|row| row.get("interface") == Some(interface) && menu.enabled(row))
    }

    /// Where an address on this interface really lives: on the bridge when the interface is a member of one.
    pub(super) fn actual_interface<'a>(&'a self, name: &'a str) -> &'a str {
        match self.bridge_port(name).and_then(|port| port.get("bridge")) {
            Some(bridge) => bridge,
            None => name,
        }
    }

    /// Does the interface belong to the list?
    pub(super) fn in_list(&self, interface: &str, list: &str) -> bool {
        self.in_list_among(interface, list, &mut Vec::new())
    }

    /// `seen` holds the lists on the way, so that lists that include each other come to an end.
    fn in_list_among<'a>(
        &'a self,
        interface: &str,
        list: &'a str,
        seen: &mut Vec<&'a str>,
    ) -> bool {
        let dynamic = self
            .interface(interface)
            .is_some_and(|(_, row)| row.dynamic());
        match list {
            "all" => return true,
            "none" => return false,
            "dynamic" => return dynamic,
            "static" => return !dynamic,
            _ => {}
        }
        let row = self.store.named("/interface/list", list).next();
        let Some(row) = row.filter(|_| !seen.contains(&list)) else {
            return false;
        };
        seen.push(list);
        let member = self.enabled_rows("/interface/list/member").any(|(_, row)| {
            row.get("list") == Some(list) && row.get("interface") == Some(interface)
        });
        let mut among = |field: &str| {
            let lists = row.get(field).unwrap_or_default();
            lists
                .split(',')
                .any(|other| !other.is_empty() && self.in_list_among(interface, other, seen))
        };
        (member || among("include")) && !among("exclude")
    }

    /// Rows of a menu that are switched on.
    pub(super) fn enabled_rows(
        &self,
        path: &'static str,
    ) -> impl Iterator<Item = (&'static Menu, &Row)> {
        let menu = menus::known(path).map(|menu| menu.as_ref());
        self.store.rows(path).iter().filter_map(move |row| {
            menu.filter(|menu| menu.enabled(row))
                .map(|menu| (menu, row))
        })
    }

    /// Is the row of no effect, because something that it refers to is missing or not usable?
    pub(super) fn is_invalid(&self, menu: &Menu, row: &Row) -> bool {
        let dangling = |field: &str| {
            row.get(field)
                .is_some_and(|name| name.trim_start_matches('!').starts_with('*'))
        };
        let slave = |field: &str| {
            row.get(field)
                .is_some_and(|name| self.bridge_port(name.trim_start_matches('!')).is_some())
        };
        match menu.path.as_ref() {
            "/ip/address" => dangling("interface"),
            "/ip/hotspot" | "/ip/dhcp-server" | "/ip/dhcp-client" => {
                dangling("interface") || slave("interface")
            }
            "/interface/pppoe-client" => dangling("interface"),
            "/ip/firewall/filter"
            | "/ip/firewall/nat"
            | "/ip/firewall/mangle"
            | "/ip/firewall/raw" => {
                let lists = dangling("in-interface-list") || dangling("out-interface-list");
                let interfaces = ["in-interface", "out-interface"];
                lists
                    || interfaces
                        .into_iter()
                        .any(|field| dangling(field) || slave(field))
            }
            "/queue/simple" => row
                .get("target")
                .is_some_and(|target| target.split(',').any(|one| one.starts_with('*'))),
            _ => false,
        }
    }
}
