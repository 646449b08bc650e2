//! Interfaces: each exists, and each does one thing.

use super::finding::Findings;
use super::view::View;

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    bridges(view, findings);
    hotspots(view, findings);
    uplinks(view, findings);
    vlans(view, findings);
}

fn bridges(view: &View<'_>, findings: &mut Findings) {
    let ports: Vec<_> = view
        .on("/interface/bridge/port")
        .filter_map(|row| Some((row, row.get("interface")?)))
        .collect();
    for (index, (row, interface)) in ports.iter().enumerate() {
        let Some((other, _)) = ports
            .iter()
            .take(index)
            .find(|(_, other)| other == interface)
        else {
            continue;
        };
        let Some(ours) = [row, other].into_iter().find(|row| row.is_wanted()) else {
            continue;
        };
        let bridge =
            |row: &super::row::Row<'_>| row.get("bridge").unwrap_or("no bridge").to_owned();
        findings.refuse(
            "port-in-two-bridges",
            *ours,
            format!(
                "{interface} would be a port of {} and of {}, and a port has one bridge only",
                bridge(other),
                bridge(row)
            ),
            "name the port in one network only",
        );
    }
}

fn hotspots(view: &View<'_>, findings: &mut Findings) {
    let hotspots = view.hotspots();
    let uplinks = view.uplinks();
    for (row, interface) in &hotspots {
        if let Some(port) = view.membership(interface) {
            let bridge = port.get("bridge").unwrap_or("its bridge");
            findings.refuse(
                "hotspot-on-member-port",
                *row,
                format!("the hotspot is on {interface}, which is a port of {bridge}; RouterOS does not run it there"),
                format!("put the hotspot on {bridge}, or take {interface} out of it"),
            );
        }
        if let Some(uplink) = uplinks
            .iter()
            .find(|uplink| view.stack(uplink.interface).contains(interface))
        {
            findings.refuse(
                "hotspot-on-uplink",
                *row,
                format!(
                    "the hotspot is on {interface}, which carries the uplink {}",
                    uplink.interface
                ),
                "put the hotspot on the customers' side",
            );
        }
        let same = |other: &super::row::Row<'_>| {
            other.get("interface") == Some(interface) && other.label() != row.label()
        };
        if view.on("/ip/hotspot").any(|other| same(&other)) {
            findings.refuse(
                "two-hotspots-on-interface",
                *row,
                format!(
                    "{interface} would have two hotspots, and RouterOS runs one on an interface"
                ),
                "give each hotspot an interface of its own",
            );
        }
    }
}

fn uplinks(view: &View<'_>, findings: &mut Findings) {
    for uplink in view.uplinks() {
        for below in view.stack(uplink.interface) {
            let Some(port) = view.membership(below) else {
                continue;
            };
            let Some(ours) = [port, uplink.row]
                .into_iter()
                .find(super::row::Row::is_wanted)
            else {
                continue;
            };
            findings.refuse(
                "uplink-is-member-port",
                ours,
                format!(
                    "{below} carries the uplink and would be a port of {} as well",
                    port.get("bridge").unwrap_or("a bridge")
                ),
                format!("leave {below} to the uplink, or take another port for it"),
            );
        }
    }
}

fn vlans(view: &View<'_>, findings: &mut Findings) {
    for vlan in view.on("/interface/vlan") {
        let Some(below) = vlan.get("interface") else {
            continue;
        };
        let Some(port) = view.membership(below) else {
            continue;
        };
        let Some(ours) = [vlan, port].into_iter().find(super::row::Row::is_wanted) else {
            continue;
        };
        let bridge = port.get("bridge").unwrap_or("its bridge");
        findings.refuse(
            "vlan-on-member-port",
            ours,
            format!(
                "the VLAN {} is on {below}, a port of {bridge}; the bridge takes its packets away",
                vlan.name().unwrap_or_default()
            ),
            format!("put the VLAN on {bridge}"),
        );
    }
}
