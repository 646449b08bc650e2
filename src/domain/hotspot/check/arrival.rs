//! Where the packets of a network enter the router.

use super::view::{View, holds, network};
use crate::domain::net::Subnet;

/// The interfaces by which packets of a network may enter.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrival<'a> {
    /// The interfaces.
    pub interfaces: Vec<&'a str>,
    /// The router has an address in that network, so packets enter by these interfaces and no others.
    pub local: bool,
    /// A route or a tunnel leads there.
    pub routed: bool,
}

/// By which interfaces packets from `source` enter: those that have an address in its network, else those by which a
/// route or a tunnel leads there, else the uplinks, else whatever is in the management list.
pub(super) fn arrival<'a>(view: &View<'a>, source: Subnet) -> Arrival<'a> {
    let addresses = view.addresses();
    let pick = |test: &dyn Fn(Subnet) -> bool| {
        let mut names: Vec<&str> = addresses
            .iter()
            .filter(|own| test(own.value.network()))
            .map(|own| own.interface)
            .collect();
        names.dedup();
        names
    };
    let local = pick(&|own| holds(own, source));
    if !local.is_empty() {
        return Arrival {
            interfaces: local,
            local: true,
            routed: false,
        };
    }
    let peers = view.on("/interface/wireguard/peers").filter(|peer| {
        peer.items("allowed-address")
            .filter_map(network)
            .any(|behind| holds(behind, source))
    });
    let gateways = view.on("/ip/route").filter(|route| {
        let to = route.get("dst-address").and_then(network);
        to.is_some_and(|to| to.prefix() > 0 && holds(to, source))
    });
    let gateways = gateways.filter_map(|route| {
        let gateway = route.get("gateway")?;
        gateway
            .parse()
            .map_or(Some(gateway), |address| view.interface_towards(address))
    });
    let routed: Vec<&str> = peers
        .filter_map(|peer| peer.get("interface"))
        .chain(gateways)
        .collect();
    if !routed.is_empty() {
        return Arrival {
            interfaces: routed,
            local: false,
            routed: true,
        };
    }
    // A source that is wider than the router's networks may enter by any of them that is no hotspot.
    let mut interfaces = pick(&|own| own.overlaps(source));
    interfaces.retain(|interface| !view.has_hotspot(interface));
    interfaces.extend(view.uplinks().iter().map(|uplink| uplink.interface));
    if interfaces.is_empty() {
        let list = format!("{}management", view.mark.name());
        let members = view
            .on("/interface/list/member")
            .filter(|row| row.get("list") == Some(&list));
        interfaces.extend(members.filter_map(|row| row.get("interface")));
    }
    Arrival {
        interfaces,
        local: false,
        routed: false,
    }
}
