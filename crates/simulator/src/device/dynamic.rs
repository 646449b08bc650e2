//! Rows that the router makes by itself: connected routes, leases, the rules and the DNS name of a hotspot.
//!
//! After each change the wanted dynamic rows are worked out anew and merged with those that are there; a row that
//! stays keeps its id. They are `dynamic=true`, never exported and cannot be edited.

use super::Device;
use super::hotspot_rules;
use super::menu::Menu;
use super::menus;
use super::store::Row;
use super::value::address;

/// Address of the provider's router on the far side of a WAN port.
pub const UPLINK: &str = "192.0.2.1";

/// Menus that hold dynamic rows made here.
const MADE: [&str; 6] = [
    "/ip/address",
    "/ip/route",
    "/ip/dns/static",
    "/ip/firewall/filter",
    "/ip/firewall/nat",
    "/interface/bridge/port",
];

/// Menus besides those of interfaces whose changes matter for dynamic rows.
const MATTERS: [&str; 6] = [
    "/ip/address",
    "/ip/dhcp-client",
    "/ip/hotspot",
    "/ip/hotspot/profile",
    "/ip/hotspot/walled-garden/ip",
    "/certificate",
];

/// A row that should be there: its menu, what it comes from, its values.
pub struct Wanted {
    /// Menu of the row.
    pub menu: &'static str,
    /// What it comes from; the same origin keeps its id.
    pub origin: String,
    /// Its values in their outgoing form.
    pub values: Vec<(&'static str, String)>,
}

impl Device {
    /// Works out the dynamic rows again after a change in a menu.
    pub(super) fn settle(&mut self, menu: &str) {
        if menu == "/ip/hotspot/profile" {
            self.fill_new_directories();
        }
        if menu.starts_with("/ip/firewall/") {
            self.dynamic_first(menu);
        }
        if !(MATTERS.contains(&menu) || menu.starts_with("/interface/")) {
            return;
        }
        self.merge(radio_ports(self), &["/interface/bridge/port"]);
        // Routes follow from addresses, so leases come first.
        self.merge(leases(self), &["/ip/address"]);
        let mut rest = routes(self);
        rest.extend(hotspot_rules::names(self));
        rest.extend(hotspot_rules::rules(self));
        self.merge(
            rest,
            &[
                "/ip/route",
                "/ip/dns/static",
                "/ip/firewall/filter",
                "/ip/firewall/nat",
            ],
        );
    }

    /// Dynamic rules stay above those of people.
    fn dynamic_first(&mut self, menu: &str) {
        let rows = self.store.rows(menu).iter().filter(|row| row.dynamic());
        let order: Vec<u32> = rows.map(|row| row.id).collect();
        if !order.is_empty() {
            self.store.reorder(menu, &order);
        }
    }

    /// The directory of a new profile is filled with the default pages (RouterOS facts: hotspot-facts section 4).
    fn fill_new_directories(&mut self) {
        let Some(menu) = menus::known("/ip/hotspot/profile") else {
            return;
        };
        let rows = self
            .store
            .rows("/ip/hotspot/profile")
            .iter()
            .filter(|row| !row.builtin);
        let directories: Vec<String> = rows
            .filter_map(|row| menu.value(row, "html-directory"))
            .map(str::to_string)
            .collect();
        for directory in directories.iter().filter(|name| !name.is_empty()) {
            if self.store.named("/file", directory).next().is_none() {
                self.fill_pages(directory);
            }
        }
    }

    /// Makes the dynamic rows of some menus equal to those wanted.
    fn merge(&mut self, wanted: Vec<Wanted>, menus: &[&str]) {
        for menu in MADE.into_iter().filter(|menu| menus.contains(menu)) {
            let mine: Vec<&Wanted> = wanted.iter().filter(|one| one.menu == menu).collect();
            let old: Vec<Row> = self
                .store
                .rows(menu)
                .iter()
                .filter(|row| row.dynamic())
                .cloned()
                .collect();
            for row in &old {
                if !mine
                    .iter()
                    .any(|one| row.origin.as_deref() == Some(&one.origin))
                {
                    self.store.remove(menu, row.id);
                }
            }
            let mut order = Vec::new();
            for one in &mine {
                let mut row = Row {
                    origin: Some(one.origin.clone()),
                    ..Row::default()
                };
                row.values = one
                    .values
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.clone()))
                    .collect();
                order.push(
                    match old
                        .iter()
                        .find(|row| row.origin.as_deref() == Some(&one.origin))
                    {
                        Some(same) if same.values == row.values => same.id,
                        Some(same) => {
                            row.id = same.id;
                            self.store.replace(menu, row);
                            same.id
                        }
                        None => self.store.insert(menu, row, None),
                    },
                );
            }
            if menu.starts_with("/ip/firewall/") && !order.is_empty() {
                self.store.reorder(menu, &order);
            }
        }
    }
}

/// Radios whose datapath names a bridge become its ports by themselves.
fn radio_ports(device: &Device) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (path, profiles) in [
        ("/interface/wifi", "/interface/wifi/datapath"),
        ("/interface/wifiwave2", "/interface/wifiwave2/datapath"),
    ] {
        for (menu, row) in device.enabled_rows(path) {
            let own = menu.value(row, "datapath.bridge").map(str::to_string);
            let profile = row
                .get("datapath")
                .and_then(|name| device.store.named(profiles, name).next());
            let bridge = own.or_else(|| {
                profile
                    .and_then(|row| row.get("bridge"))
                    .map(str::to_string)
            });
            let Some(bridge) = bridge.filter(|bridge| bridge != "none" && !bridge.starts_with('*'))
            else {
                continue;
            };
            let interface = row.get("name").unwrap_or_default().to_string();
            let taken = device
                .store
                .rows("/interface/bridge/port")
                .iter()
                .any(|port| !port.dynamic() && port.get("interface") == Some(&interface));
            if !taken {
                wanted.push(Wanted {
                    menu: "/interface/bridge/port",
                    origin: format!("radio:{}", row.id),
                    values: vec![("interface", interface), ("bridge", bridge)],
                });
            }
        }
    }
    wanted
}

/// The address that a DHCP client got, when it runs.
pub fn lease(device: &Device, menu: &Menu, row: &Row) -> Option<String> {
    let interface = row.get("interface")?;
    let runs = menu.enabled(row) && device.is_up(interface) && !device.is_invalid(menu, row);
    runs.then(|| format!("192.0.2.{}/24", 10 + row.id % 200))
}

fn leases(device: &Device) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for (menu, row) in device.enabled_rows("/ip/dhcp-client") {
        if let Some(address) = lease(device, menu, row) {
            let interface = row.get("interface").unwrap_or_default().to_string();
            wanted.push(Wanted {
                menu: "/ip/address",
                origin: format!("dhcp-client:{}", row.id),
                values: vec![
                    ("address", address),
                    ("network", "192.0.2.0".to_string()),
                    ("interface", interface),
                ],
            });
        }
    }
    for (_, row) in device.enabled_rows("/interface/pppoe-client") {
        let name = row.get("name").unwrap_or_default().to_string();
        if device.is_up(&name) {
            wanted.push(Wanted {
                menu: "/ip/address",
                origin: format!("pppoe-client:{}", row.id),
                values: vec![
                    ("address", format!("198.51.100.{}/32", 10 + row.id % 200)),
                    ("network", "198.51.100.1".to_string()),
                    ("interface", name),
                ],
            });
        }
    }
    wanted
}

fn routes(device: &Device) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let route = |origin: String, to: String, gateway: String, distance: &str| Wanted {
        menu: "/ip/route",
        origin,
        values: vec![
            ("dst-address", to),
            ("gateway", gateway),
            ("distance", distance.to_string()),
            ("scope", "10".to_string()),
        ],
    };
    for (menu, row) in device.enabled_rows("/ip/address") {
        let interface = row.get("interface").unwrap_or_default();
        let Some(net) = row.get("address").and_then(address::network_of) else {
            continue;
        };
        if device.is_invalid(menu, row) || !device.is_up(interface) {
            continue;
        }
        let to = match row.get("network") {
            Some(network) if net.prefix_len() == net.max_prefix_len() => {
                format!("{network}/{}", net.prefix_len())
            }
            _ => net.trunc().to_string(),
        };
        wanted.push(route(
            format!("connected:{}", row.id),
            to,
            device.actual_interface(interface).to_string(),
            "0",
        ));
    }
    for (menu, row) in device.enabled_rows("/ip/dhcp-client") {
        if lease(device, menu, row).is_some() && menu.value(row, "add-default-route") != Some("no")
        {
            let distance = menu.value(row, "default-route-distance").unwrap_or("1");
            wanted.push(route(
                format!("dhcp-client:{}", row.id),
                "0.0.0.0/0".to_string(),
                UPLINK.to_string(),
                distance,
            ));
        }
    }
    for (menu, row) in device.enabled_rows("/interface/pppoe-client") {
        let name = row.get("name").unwrap_or_default();
        if device.is_up(name) && menu.value(row, "add-default-route") == Some("true") {
            let distance = menu.value(row, "default-route-distance").unwrap_or("1");
            wanted.push(route(
                format!("pppoe-client:{}", row.id),
                "0.0.0.0/0".to_string(),
                name.to_string(),
                distance,
            ));
        }
    }
    wanted
}
