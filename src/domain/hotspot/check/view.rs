//! The router as it will be: wanted rows laid over the rows that stay.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::Ipv4Addr;

use super::Router;
use super::row::Row;
use crate::domain::hotspot::claim::{ClaimError, Found, claim};
use crate::domain::hotspot::desired::{Desired, DesiredRow};
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::observed::{Observed, ObservedRow};
use crate::domain::hotspot::site::Access;
use crate::domain::net::{Interface, Subnet};
use crate::domain::routeros::menus;

/// Menus whose rows are interfaces.
pub(super) const INTERFACE_MENUS: [&str; 8] = [
    "/interface/bridge",
    "/interface/ethernet",
    "/interface/pppoe-client",
    "/interface/vlan",
    "/interface/wifi",
    "/interface/wifiwave2",
    "/interface/wireguard",
    "/interface/wireless",
];

/// Interfaces below one another are followed so far; a real stack (PPPoE on VLAN on bridge) is three deep.
const DEPTH: usize = 8;

/// The router as it will be.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// What is known of it.
    pub router: &'a Router<'a>,
    /// How hotspotd reaches it.
    pub access: &'a Access,
    /// Whose configuration is judged.
    pub mark: &'a SiteMark,
    /// What it has now; `None` where that is not known, or does not go together with what is wanted.
    pub observed: Option<&'a Observed>,
    rows: BTreeMap<&'static str, Vec<Row<'a>>>,
}

/// An address of the router.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address<'a> {
    /// The row.
    pub row: Row<'a>,
    /// The interface that carries it.
    pub interface: &'a str,
    /// The address with its network.
    pub value: Interface,
}

/// A way to the internet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Uplink<'a> {
    /// The row that makes it one.
    pub row: Row<'a>,
    /// The interface that packets leave by.
    pub interface: &'a str,
}

impl<'a> View<'a> {
    /// The router with the wanted rows on it, and what stands against bringing them there.
    pub fn after(
        desired: &'a Desired,
        router: &'a Router<'a>,
        access: &'a Access,
    ) -> (Self, Vec<ClaimError>) {
        let mut view = View {
            router,
            access,
            mark: &desired.mark,
            observed: router.observed,
            rows: BTreeMap::new(),
        };
        let mut pairs: HashMap<*const DesiredRow, &ObservedRow> = HashMap::new();
        let mut gone: HashSet<*const ObservedRow> = HashSet::new();
        let mut errors = Vec::new();
        match router.observed.map(|observed| claim(desired, observed)) {
            None => {}
            Some(Err(found)) => {
                view.observed = None;
                errors = found;
            }
            Some(Ok(claims)) => {
                for (want, found) in claims.pairs {
                    if let Found::Ours(have) | Found::Foreign(have) = found {
                        pairs.insert(want, have);
                        gone.insert(have);
                    }
                }
                gone.extend(
                    claims
                        .surplus
                        .into_iter()
                        .map(|(_, row)| std::ptr::from_ref(row)),
                );
            }
        }
        for menu in menus::all() {
            let found = view
                .observed
                .map_or(&[][..], |observed| observed.rows(menu.path));
            let staying = found
                .iter()
                .filter(|row| !gone.contains(&std::ptr::from_ref(*row)));
            let staying = staying.map(|row| Row {
                menu,
                wanted: None,
                found: Some(row),
            });
            let wanted = |first: bool| {
                let rows = desired
                    .rows
                    .iter()
                    .filter(move |row| row.menu.path == menu.path && row.first == first);
                rows.map(|row| Row {
                    menu: row.menu,
                    wanted: Some(row),
                    found: pairs.get(&std::ptr::from_ref(row)).copied(),
                })
            };
            view.rows.insert(
                menu.path,
                wanted(true).chain(staying).chain(wanted(false)).collect(),
            );
        }
        // Rows of menus that the table does not have cannot be parsed, but they can be built.
        for row in desired
            .rows
            .iter()
            .filter(|row| menus::find(row.menu.path).is_none())
        {
            view.rows.entry(row.menu.path).or_default().push(Row {
                menu: row.menu,
                wanted: Some(row),
                found: None,
            });
        }
        (view, errors)
    }

    /// The router as it is now.
    pub fn before(&self, observed: &'a Observed) -> Self {
        let rows = menus::all().map(|menu| {
            let rows = observed.rows(menu.path).iter().map(|row| Row {
                menu,
                wanted: None,
                found: Some(row),
            });
            (menu.path, rows.collect())
        });
        View {
            rows: rows.collect(),
            router: self.router,
            access: self.access,
            mark: self.mark,
            observed: Some(observed),
        }
    }

    /// The rows of one menu. In ordered menus: those that lead, those of others, the rest.
    pub fn rows(&self, menu: &str) -> &[Row<'a>] {
        self.rows.get(menu).map_or(&[], Vec::as_slice)
    }

    /// The enabled rows of one menu.
    pub fn on(&self, menu: &str) -> impl Iterator<Item = Row<'a>> {
        self.rows(menu).iter().copied().filter(Row::is_on)
    }

    /// The rows of one menu that the configuration speaks of.
    pub fn wanted(&self, menu: &str) -> impl Iterator<Item = Row<'a>> {
        self.rows(menu).iter().copied().filter(Row::is_wanted)
    }

    /// All rows that the configuration speaks of.
    pub fn all_wanted(&self) -> impl Iterator<Item = Row<'a>> {
        self.rows.values().flatten().copied().filter(Row::is_wanted)
    }

    /// The row of that menu with that name.
    pub fn named(&self, menu: &str, name: &str) -> Option<Row<'a>> {
        self.rows(menu)
            .iter()
            .copied()
            .find(|row| row.name() == Some(name))
    }

    /// Hotspots of the configuration that are switched on, with their interfaces.
    pub fn hotspots(&self) -> Vec<(Row<'a>, &'a str)> {
        let rows = self.on("/ip/hotspot").filter(Row::is_wanted);
        rows.filter_map(|row| Some((row, row.get("interface")?)))
            .collect()
    }

    /// Whether a hotspot of the configuration runs on that interface.
    pub fn has_hotspot(&self, interface: &str) -> bool {
        self.hotspots().iter().any(|(_, other)| *other == interface)
    }

    /// The router's addresses that can be read, without those that it will lose.
    pub fn addresses(&self) -> Vec<Address<'a>> {
        let stays = |row: &Row<'_>, interface: &str| {
            let client = self
                .rows("/ip/dhcp-client")
                .iter()
                .find(|client| client.get("interface") == Some(interface));
            !row.is_dynamic() || client.is_none_or(Row::is_on)
        };
        let rows = self.on("/ip/address").filter_map(|row| {
            let interface = row.get("interface")?;
            let value = with_prefix(row.get("address")?)?;
            stays(&row, interface).then_some(Address {
                row,
                interface,
                value,
            })
        });
        rows.collect()
    }

    /// The addresses of one interface.
    pub fn addresses_of(&self, interface: &str) -> Vec<Address<'a>> {
        self.addresses()
            .into_iter()
            .filter(|address| address.interface == interface)
            .collect()
    }

    /// The interface in whose network the address lies.
    pub fn interface_towards(&self, address: Ipv4Addr) -> Option<&'a str> {
        self.addresses()
            .into_iter()
            .find(|own| own.value.network().contains(address))
            .map(|own| own.interface)
    }

    /// The row by which an interface is a port of a bridge.
    pub fn membership(&self, interface: &str) -> Option<Row<'a>> {
        self.on("/interface/bridge/port")
            .find(|row| row.get("interface") == Some(interface))
    }

    /// The ways to the internet, each interface once.
    pub fn uplinks(&self) -> Vec<Uplink<'a>> {
        let clients = self
            .on("/ip/dhcp-client")
            .map(|row| (row, row.get("interface")));
        let tunnels = self
            .on("/interface/pppoe-client")
            .map(|row| (row, row.name()));
        let routes = self
            .on("/ip/route")
            .filter(|row| row.get("dst-address").is_none_or(|to| to == "0.0.0.0/0"));
        let routes = routes.map(|row| {
            let gateway = row.get("gateway");
            (
                row,
                gateway.and_then(|to| to.parse().map_or(Some(to), |to| self.interface_towards(to))),
            )
        });
        let mut uplinks: Vec<Uplink> = Vec::new();
        for (row, interface) in clients.chain(tunnels).chain(routes) {
            let Some(interface) = interface else { continue };
            if !uplinks.iter().any(|uplink| uplink.interface == interface) {
                uplinks.push(Uplink { row, interface });
            }
        }
        uplinks
    }

    /// The interface and those it stands on: PPPoE, its VLAN, the port.
    pub fn stack(&self, interface: &'a str) -> Vec<&'a str> {
        let mut stack = vec![interface];
        while let Some(top) = stack.last().filter(|_| stack.len() < DEPTH) {
            let carrier = ["/interface/vlan", "/interface/pppoe-client"]
                .iter()
                .find_map(|menu| self.named(menu, top));
            match carrier
                .and_then(|row| row.get("interface"))
                .filter(|below| !stack.contains(below))
            {
                Some(below) => stack.push(below),
                None => break,
            }
        }
        stack
    }

    /// The ports and radios by which an interface can be reached.
    pub fn ports(&self, interface: &'a str) -> Vec<&'a str> {
        let mut ports = Vec::new();
        let mut todo = self
            .stack(interface)
            .last()
            .map(|below| vec![*below])
            .unwrap_or_default();
        let mut seen = HashSet::new();
        while let Some(next) = todo.pop().filter(|_| seen.len() < 1000) {
            if !seen.insert(next) {
                continue;
            }
            let members = self
                .on("/interface/bridge/port")
                .filter(|row| row.get("bridge") == Some(next));
            let members: Vec<&str> = members.filter_map(|row| row.get("interface")).collect();
            let bridge = !members.is_empty() || self.named("/interface/bridge", next).is_some();
            if !bridge && self.named("/interface/wireguard", next).is_none() {
                ports.push(next);
            }
            todo.extend(members);
        }
        ports
    }
}

/// `10.5.50.1/24`; without a prefix it is a network of one.
pub(super) fn with_prefix(text: &str) -> Option<Interface> {
    text.parse()
        .ok()
        .or_else(|| Interface::new(text.parse().ok()?, 32).ok())
}

/// `10.5.50.0/24`, also with host bits set or without a prefix.
pub(super) fn network(text: &str) -> Option<Subnet> {
    let (address, prefix) = text.split_once('/').unwrap_or((text, "32"));
    let prefix: u8 = prefix.parse().ok().filter(|prefix| *prefix <= 32)?;
    Some(Subnet::around(address.parse().ok()?, prefix))
}

/// Whether every address of `inner` lies in `outer`.
pub(super) fn holds(outer: Subnet, inner: Subnet) -> bool {
    outer.prefix() <= inner.prefix() && outer.contains(inner.network())
}
