//! Everything that a simulated router holds, in a form that two routers can be compared in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use hotspotd::domain::routeros::menu::Order;
use hotspotd::domain::routeros::menus;
use simulator::device::Device;

/// Menus that hotspotd does not write by a site's rows.
pub const OTHERS: [&str; 8] = [
    "/user",
    "/user/group",
    "/ip/hotspot/user",
    "/ppp/profile",
    "/ppp/secret",
    "/system/script",
    "/system/scheduler",
    "/certificate",
];

/// What changes by itself, and ids, which are others for a row that was removed and added again.
const PASSING: [&str; 6] = [
    ".id",
    "date",
    "time",
    "next-run",
    "run-count",
    "last-started",
];

/// What a DHCP client is given.
const LEASED: [&str; 6] = [
    "address",
    "dhcp-server",
    "expires-after",
    "gateway",
    "primary-dns",
    "status",
];

type Row = BTreeMap<String, String>;

/// The rows of a router by menu; in ordered menus in their order, in others sorted. Without rows that the router makes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held(BTreeMap<&'static str, Vec<Row>>);

impl Held {
    pub fn of(device: &Device) -> Held {
        let ours = menus::all().map(|menu| (menu.path, menu.order));
        let others = OTHERS.into_iter().map(|path| (path, Order::Free));
        Held(
            ours.chain(others)
                .map(|(path, order)| (path, rows(device, path, order)))
                .collect(),
        )
    }

    /// Without the guard and the menus it stands in.
    pub fn without_scripts(mut self) -> Held {
        self.0.remove("/system/script");
        self.0.remove("/system/scheduler");
        self
    }

    /// Scripts and schedulers, by name.
    pub fn scripts(&self) -> Vec<String> {
        let rows = ["/system/script", "/system/scheduler"]
            .into_iter()
            .flat_map(|menu| self.0.get(menu).into_iter().flatten());
        rows.filter_map(|row| row.get("name").cloned()).collect()
    }

    /// What differs, one row a line.
    pub fn differences(&self, other: &Held) -> String {
        let mut text = String::new();
        let paths: BTreeSet<&&str> = self.0.keys().chain(other.0.keys()).collect();
        for path in paths {
            let none = Vec::new();
            let (one, two) = (
                self.0.get(*path).unwrap_or(&none),
                other.0.get(*path).unwrap_or(&none),
            );
            for row in one.iter().filter(|row| !two.contains(row)) {
                let _ = writeln!(text, "- {path} {row:?}");
            }
            for row in two.iter().filter(|row| !one.contains(row)) {
                let _ = writeln!(text, "+ {path} {row:?}");
            }
            if one != two && one.iter().all(|row| two.contains(row)) && one.len() == two.len() {
                let _ = writeln!(text, "~ {path} in another order");
            }
        }
        text
    }
}

/// A virtual access point gets its MAC address from the router, another one when it is added again.
fn without_made_up_mac(mut row: Row) -> Row {
    if row
        .get("master-interface")
        .is_some_and(|master| master != "none")
    {
        row.remove("mac-address");
    }
    row
}

fn passes(path: &str, field: &str) -> bool {
    PASSING.contains(&field) || (path == "/ip/dhcp-client" && LEASED.contains(&field))
}

fn rows(device: &Device, path: &str, order: Order) -> Vec<Row> {
    let mut rows: Vec<Row> = device
        .rows(path)
        .into_iter()
        .map(|row| {
            row.fields
                .into_iter()
                .filter(|(name, _)| !passes(path, name))
                .collect::<Row>()
        })
        .map(without_made_up_mac)
        .filter(|row| row.get("dynamic").is_none_or(|dynamic| dynamic != "true"))
        .collect();
    if order == Order::Free {
        rows.sort();
    }
    rows
}
