//! Addresses of the router.

use super::finding::{Findings, Severity};
use super::row::Row;
use super::view::{Address, View, with_prefix};

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    for row in view.on("/ip/address").filter(Row::is_wanted) {
        let text = row.get("address").unwrap_or_default();
        if with_prefix(text).is_none() {
            findings.refuse(
                "address-invalid",
                row,
                format!("{text:?} is no address that a router can have"),
                "write an address of the network with its prefix, like 10.5.50.1/24",
            );
        }
    }
    overlaps(view, findings);
    for (hotspot, interface) in view.hotspots() {
        let own = view.addresses_of(interface);
        if own.is_empty() {
            without_address(view, hotspot, interface, findings);
        }
        let profile = view.named(
            "/ip/hotspot/profile",
            hotspot.get("profile").unwrap_or("default"),
        );
        if let Some(profile) = profile.filter(Row::is_wanted) {
            hotspot_address(profile, interface, &own, findings);
        }
    }
}

fn overlaps(view: &View<'_>, findings: &mut Findings) {
    let addresses = view.addresses();
    for (index, one) in addresses.iter().enumerate() {
        let others = addresses.iter().take(index);
        let clash = |other: &&Address<'_>| {
            other.interface != one.interface
                && other.value.network().overlaps(one.value.network())
                && (one.row.is_wanted() || other.row.is_wanted())
        };
        for other in others.filter(clash) {
            let (ours, theirs) = if one.row.is_wanted() {
                (one, other)
            } else {
                (other, one)
            };
            findings.refuse(
                "addresses-overlap",
                ours.row,
                format!(
                    "the network of {} on {} overlaps {} on {}",
                    ours.value, ours.interface, theirs.value, theirs.interface
                ),
                "take another network for one of them",
            );
        }
    }
}

/// On an interface that exists already the address may exist too, which only the router can tell.
fn without_address(view: &View<'_>, hotspot: Row<'_>, interface: &str, findings: &mut Findings) {
    let made_here = super::view::INTERFACE_MENUS
        .iter()
        .any(|menu| view.wanted(menu).any(|row| row.name() == Some(interface)));
    if view.observed.is_some() || made_here {
        findings.refuse(
            "hotspot-without-address",
            hotspot,
            format!("{interface} has no address, so the router cannot show its sign-in page there"),
            format!("add an address for {interface} to /ip/address"),
        );
    }
}

fn hotspot_address(
    profile: Row<'_>,
    interface: &str,
    own: &[Address<'_>],
    findings: &mut Findings,
) {
    let wanted = profile.get("hotspot-address").unwrap_or("0.0.0.0");
    let known = own
        .iter()
        .any(|address| address.value.address().to_string() == wanted);
    if known || (own.is_empty() && wanted != "0.0.0.0") {
        return;
    }
    let choices: Vec<String> = own
        .iter()
        .map(|address| address.value.address().to_string())
        .collect();
    let remedy = if choices.is_empty() {
        "set hotspot-address".to_owned()
    } else {
        format!("set hotspot-address={}", choices.join(" or "))
    };
    if wanted == "0.0.0.0" {
        findings.say(
            Severity::Warn,
            "hotspot-address-missing",
            profile,
            "the profile does not say at which address the sign-in page is",
            remedy,
        );
    } else {
        findings.refuse(
            "hotspot-address-elsewhere",
            profile,
            format!("the sign-in page is to be at {wanted}, which is no address of {interface}"),
            remedy,
        );
    }
}
