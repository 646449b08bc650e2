//! Would a session's packets reach the API service? Port, bridge, VLAN, address, service, input rules, hotspot.

use super::Device;
use super::caller::{Entry, Refusal, Traffic};
use super::input_chain::{Packet, Verdict, judge};
use super::menus;
use super::users::serves;
use super::value::address;

impl Device {
    /// Would this session's packets reach the API service?
    pub fn admits(&self, entry: &Entry, state: Traffic) -> Result<(), Refusal> {
        let port = self
            .port(&entry.interface)
            .and_then(|(_, row)| row.get("name"));
        let port = port.ok_or_else(|| Refusal::NoInterface(entry.interface.clone()))?;
        if !self.is_up(port) {
            return Err(Refusal::InterfaceDisabled(entry.interface.clone()));
        }
        let nowhere = || Refusal::NoAddress {
            to: entry.to,
            interface: entry.interface.clone(),
        };
        let arrivals = self.arrivals(port);
        let arrival = arrivals
            .iter()
            .find(|interface| self.owns(interface, entry))
            .ok_or_else(nowhere)?;
        self.service_answers(entry)?;
        let packet = Packet {
            arrival,
            port,
            entry,
            state,
        };
        match judge(self, &packet) {
            Verdict::Accepted => Ok(()),
            Verdict::Stopped(rule, what) => Err(Refusal::Firewall { rule, what }),
            Verdict::Unauthorised => Err(Refusal::Hotspot(
                self.hotspot_on(arrival).unwrap_or_default(),
            )),
        }
    }

    /// The interfaces on which untagged packets of a port arrive: the port itself, its bridge, or a VLAN of the bridge.
    fn arrivals(&self, port: &str) -> Vec<String> {
        let Some(member) = self.bridge_port(port) else {
            return vec![port.to_string()];
        };
        let Some(ports) = menus::known("/interface/bridge/port") else {
            return Vec::new();
        };
        let bridge = member.get("bridge").unwrap_or_default();
        let Some((bridges, row)) = self
            .enabled_rows("/interface/bridge")
            .find(|(_, row)| row.get("name") == Some(bridge))
        else {
            return Vec::new();
        };
        if bridges.value(row, "vlan-filtering") != Some("true") {
            return vec![bridge.to_string()];
        }
        if ports.value(member, "frame-types") == Some("admit-only-vlan-tagged") {
            return Vec::new();
        }
        let vlan = ports.value(member, "pvid").unwrap_or("1");
        let mut arrivals = Vec::new();
        let untagged = bridges.value(row, "frame-types") != Some("admit-only-vlan-tagged");
        if untagged && bridges.value(row, "pvid") == Some(vlan) {
            arrivals.push(bridge.to_string());
        }
        if self.bridge_is_tagged(bridge, vlan) {
            let carried = |row: &super::store::Row| {
                row.get("interface") == Some(bridge) && row.get("vlan-id").unwrap_or("1") == vlan
            };
            let vlans = self
                .enabled_rows("/interface/vlan")
                .filter(|(_, row)| carried(row));
            arrivals.extend(
                vlans
                    .filter_map(|(_, row)| row.get("name"))
                    .map(str::to_string),
            );
        }
        arrivals
    }

    /// Is the bridge itself a tagged member of the VLAN?
    fn bridge_is_tagged(&self, bridge: &str, vlan: &str) -> bool {
        let number: u64 = vlan.parse().unwrap_or(1);
        self.enabled_rows("/interface/bridge/vlan").any(|(_, row)| {
            let tagged = row
                .get("tagged")
                .unwrap_or_default()
                .split(',')
                .any(|name| name == bridge);
            let ids = row.get("vlan-ids").unwrap_or_default();
            tagged
                && row.get("bridge") == Some(bridge)
                && super::value::number::contains(ids, number)
        })
    }

    /// Does an enabled address of the interface equal the destination?
    fn owns(&self, interface: &str, entry: &Entry) -> bool {
        self.enabled_rows("/ip/address").any(|(_, row)| {
            let home = row.get("interface").map(|name| self.actual_interface(name));
            let own = row
                .get("address")
                .and_then(address::network_of)
                .map(|net| net.addr());
            home == Some(interface) && own == Some(entry.to)
        })
    }

    fn service_answers(&self, entry: &Entry) -> Result<(), Refusal> {
        let name = entry.service.name();
        let off = || Refusal::ServiceOff(name.to_string());
        let (_, row) = self
            .enabled_rows("/ip/service")
            .find(|(_, row)| row.get("name") == Some(name) && !row.dynamic())
            .ok_or_else(off)?;
        if row.get("port") != Some(&entry.port.to_string()) {
            return Err(off());
        }
        if !serves(row.get("address").unwrap_or_default(), entry.from) {
            return Err(Refusal::ServiceAddress {
                service: name.to_string(),
                from: entry.from,
            });
        }
        Ok(())
    }

    /// Name of the hotspot that runs on an interface.
    pub(super) fn hotspot_on(&self, interface: &str) -> Option<String> {
        let mut servers = self.enabled_rows("/ip/hotspot");
        let found = servers.find(|(menu, row)| {
            row.get("interface") == Some(interface) && !self.is_invalid(menu, row)
        });
        found
            .and_then(|(_, row)| row.get("name"))
            .map(str::to_string)
    }

    /// May the client pass the hotspot without logging in: bypassed, or logged in already?
    pub(super) fn passes_hotspot(&self, from: std::net::IpAddr, server: &str) -> bool {
        let binding = self
            .enabled_rows("/ip/hotspot/ip-binding")
            .find(|(_, row)| {
                let named = row
                    .get("server")
                    .is_none_or(|name| name == "all" || name == server);
                let addressed = row
                    .get("address")
                    .is_some_and(|matcher| address::matches(matcher, from));
                named && addressed
            });
        match binding.and_then(|(menu, row)| menu.value(row, "type")) {
            Some("bypassed") => true,
            Some("blocked") => false,
            _ => self
                .store
                .find("/ip/hotspot/active", "address", &from.to_string())
                .is_some(),
        }
    }
}
