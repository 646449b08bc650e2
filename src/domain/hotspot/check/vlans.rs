//! VLANs on a bridge: every tag reaches whoever needs it.

use super::finding::Findings;
use super::matching::numbers;
use super::row::Row;
use super::view::View;

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    for row in view.on("/interface/vlan").filter(Row::is_wanted) {
        tagged_bridge(view, row, findings);
    }
    for row in view.on("/interface/bridge/port").filter(Row::is_wanted) {
        port(view, row, findings);
    }
    for row in view.on("/interface/bridge/vlan").filter(Row::is_wanted) {
        members(view, row, findings);
    }
}

/// The bridge, if it keeps VLANs apart.
fn filtering<'a>(view: &View<'a>, row: Row<'a>, field: &str) -> Option<&'a str> {
    let name = row.get(field)?;
    view.named("/interface/bridge", name)?
        .is("vlan-filtering")
        .then_some(name)
}

fn vlans<'a>(view: &View<'a>, bridge: &str) -> Vec<Row<'a>> {
    view.on("/interface/bridge/vlan")
        .filter(|row| row.get("bridge") == Some(bridge))
        .collect()
}

fn has_tag(row: &Row<'_>, tag: u16) -> bool {
    numbers(row.get("vlan-ids").unwrap_or_default())
        .any(|(first, last)| (first..=last).contains(&tag))
}

fn tagged_bridge(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let Some(bridge) = filtering(view, row, "interface") else {
        return;
    };
    let tag = row
        .get("vlan-id")
        .and_then(|tag| tag.parse().ok())
        .unwrap_or(1);
    if !vlans(view, bridge)
        .iter()
        .any(|vlan| has_tag(vlan, tag) && vlan.items("tagged").any(|member| member == bridge))
    {
        findings.refuse(
            "bridge-not-tagged",
            row,
            format!("{bridge} keeps VLANs apart but is no tagged member of VLAN {tag} itself, so the router cannot be reached through it"),
            format!("add a row to /interface/bridge/vlan with vlan-ids={tag} and {bridge} in tagged"),
        );
    }
}

fn port(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let (Some(bridge), Some(interface)) = (filtering(view, row, "bridge"), row.get("interface"))
    else {
        return;
    };
    let vlans = vlans(view, bridge);
    if row.get("frame-types") == Some("admit-only-vlan-tagged") {
        if !vlans
            .iter()
            .any(|vlan| vlan.items("tagged").any(|member| member == interface))
        {
            findings.warn(
                "trunk-port-without-vlan",
                row,
                format!("{interface} takes tagged packets only and is a tagged member of no VLAN: nothing passes it"),
                format!("name {interface} in tagged of the VLANs that it should carry"),
            );
        }
        return;
    }
    let tag: u16 = row
        .get("pvid")
        .and_then(|tag| tag.parse().ok())
        .unwrap_or(1);
    if tag != 1 && !vlans.iter().any(|vlan| has_tag(vlan, tag)) {
        findings.refuse(
            "pvid-without-vlan",
            row,
            format!("{interface} puts its packets into VLAN {tag}, and {bridge} has no such VLAN"),
            format!("add VLAN {tag} to /interface/bridge/vlan, or correct the pvid"),
        );
    }
}

fn members(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let Some(bridge) = row.get("bridge") else {
        return;
    };
    if view
        .named("/interface/bridge", bridge)
        .is_some_and(|bridge| !bridge.is("vlan-filtering"))
    {
        findings.refuse(
            "vlan-filtering-off",
            row,
            format!("{bridge} has vlan-filtering=no, so its VLANs are not kept apart and customers reach every one of them"),
            format!("set vlan-filtering=yes on {bridge}"),
        );
    }
    for member in row
        .items("tagged")
        .chain(row.items("untagged"))
        .filter(|member| *member != bridge)
    {
        if view.membership(member).and_then(|port| port.get("bridge")) != Some(bridge) {
            findings.refuse(
                "vlan-member-not-in-bridge",
                row,
                format!("{member} is named as a member of the VLAN and is no port of {bridge}"),
                format!("add {member} to /interface/bridge/port, or take it out of the VLAN"),
            );
        }
    }
}
