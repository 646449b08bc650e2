//! The way in that a simulator's clients are taken to have.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::device::{Device, Entry, Record, Service};

/// The address of a new router.
const FACTORY: &str = "192.168.88.1/";

/// Port and address by which a session reaches the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WayIn {
    pub via: String,
    pub to: IpAddr,
}

impl WayIn {
    /// The way in of a client with this address to this service.
    pub fn entry(&self, from: IpAddr, service: Service, port: u16) -> Entry {
        Entry {
            interface: self.via.clone(),
            from,
            to: self.to,
            service,
            port,
        }
    }
}

/// Completes what the configuration leaves open.
///
/// Without `via`: the first port of the bridge that has 192.168.88.1, or the port that has it itself; failing that,
/// the same for the router's first address. Without `to`: the address of that port or of its bridge.
pub(crate) fn way_in(device: &Device, via: Option<String>, to: Option<IpAddr>) -> Option<WayIn> {
    let addresses = device.rows("/ip/address");
    let ports = device.rows("/interface/bridge/port");
    let via = via.or_else(|| default_port(&addresses, &ports))?;
    let to = to.or_else(|| {
        let bridge = ports
            .iter()
            .find(|port| port.get("interface") == Some(&via))
            .and_then(|port| port.get("bridge"));
        let here = |row: &&Record| {
            let on = row.get("interface");
            on == Some(&via) || (bridge.is_some() && on == bridge)
        };
        let address = addresses.iter().find(here)?.get("address")?;
        address.parse::<IpNet>().ok().map(|net| net.addr())
    })?;
    Some(WayIn { via, to })
}

fn default_port(addresses: &[Record], ports: &[Record]) -> Option<String> {
    let is_factory = |row: &&Record| {
        let address = row.get("address");
        address.is_some_and(|address| address.starts_with(FACTORY))
    };
    let row = addresses.iter().find(is_factory).or(addresses.first())?;
    let interface = row.get("interface")?;
    let member = ports
        .iter()
        .find(|port| port.get("bridge") == Some(interface) && port.get("disabled") != Some("true"))
        .and_then(|port| port.get("interface"));
    Some(member.unwrap_or(interface).to_string())
}
