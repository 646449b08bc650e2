//! Names: every row that is named exists.

use super::finding::{Findings, Severity};
use super::row::Row;
use super::view::{INTERFACE_MENUS, View};
use crate::domain::routeros::menu::names_menu;
use crate::domain::routeros::model::WifiDriver;

/// Names that RouterOS brings along, by the menu they are looked up in.
const BUILTIN: [(&str, &[&str]); 7] = [
    (
        "/queue/type",
        &[
            "default",
            "default-small",
            "ethernet-default",
            "hotspot-default",
            "multi-queue-ethernet-default",
            "only-hardware-queue",
            "pcq-download-default",
            "pcq-upload-default",
            "synchronous-default",
            "wireless-default",
        ],
    ),
    ("/ip/pool", &["none", "static-only"]),
    ("/ip/hotspot", &["all"]),
    ("/ip/hotspot/user/profile", &["default"]),
    ("/ip/hotspot/profile", &["default"]),
    ("/interface/list", &["all", "none", "dynamic", "static"]),
    ("/interface/wireless/security-profiles", &["default"]),
];

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    for row in view.all_wanted() {
        for want in row.wanted.into_iter().flat_map(|wanted| &wanted.fields) {
            let Some(value) = want
                .value
                .as_deref()
                .filter(|_| !want.field.refers.is_empty())
            else {
                continue;
            };
            for name in want.field.kind.references(value) {
                if want
                    .field
                    .refers
                    .iter()
                    .any(|menu| INTERFACE_MENUS.contains(menu) && *menu != "/interface/bridge")
                {
                    interface(view, row, name, findings);
                } else {
                    named(view, row, want.field.refers, name, findings);
                }
            }
        }
    }
    for (hotspot, _) in view.hotspots() {
        let profile = hotspot.get("profile").unwrap_or("default");
        if !view
            .wanted("/ip/hotspot/profile")
            .any(|row| row.name() == Some(profile))
        {
            findings.refuse(
                "hotspot-profile-missing",
                hotspot,
                format!("the hotspot uses the profile {profile}, which is not part of this configuration"),
                format!("add the profile to /ip/hotspot/profile, with a name that begins with {}", view.mark.name()),
            );
        }
    }
}

fn named(view: &View<'_>, row: Row<'_>, menus: &[&str], name: &str, findings: &mut Findings) {
    let builtin = BUILTIN
        .iter()
        .any(|(menu, names)| menus.contains(menu) && names.contains(&name));
    let factory = view.observed.is_none()
        && menus == ["/interface/bridge"]
        && name == view.router.model.factory_lan();
    if builtin || factory || menus.iter().any(|menu| view.named(menu, name).is_some()) {
        return;
    }
    let rule = match menus {
        ["/queue/type"] => "queue-type-unknown",
        // Said better by the rule for the hotspot's profile.
        ["/ip/hotspot/profile"] => return,
        _ => "reference-unknown",
    };
    let severity = match view.observed {
        None => Severity::Warn,
        Some(observed) if !observed.menus.keys().any(|path| names_menu(menus, path)) => return,
        Some(_) => Severity::Refuse,
    };
    findings.say(
        severity,
        rule,
        row,
        format!(
            "it names {name}, and neither this configuration nor the router has that in {}",
            menus.join(" or ")
        ),
        "correct the name, or add the row that it names",
    );
}

fn interface(view: &View<'_>, row: Row<'_>, name: &str, findings: &mut Findings) {
    let model = view.router.model;
    let severity = match exists(view, name) {
        Some(true) => return,
        Some(false) => Severity::Refuse,
        None => Severity::Warn,
    };
    let (message, remedy) = match severity {
        Severity::Refuse => (
            format!(
                "there is no interface {name}: {} does not have it and nothing makes it",
                model.name
            ),
            format!(
                "take one of {}, or add the row that makes it",
                model.ports.join(", ")
            ),
        ),
        Severity::Warn => (
            format!("whether the router has an interface {name} is not known here"),
            "compare the configuration with the router itself before you send it".to_owned(),
        ),
    };
    findings.say(severity, "interface-unknown", row, message, remedy);
}

/// `None`: it cannot be known without reading the router.
fn exists(view: &View<'_>, name: &str) -> Option<bool> {
    let model = view.router.model;
    if name.starts_with("all")
        || INTERFACE_MENUS
            .iter()
            .any(|menu| view.rows(menu).iter().any(|row| makes(row, name)))
    {
        return Some(true);
    }
    let radio = [WifiDriver::Wireless, WifiDriver::Wifi]
        .iter()
        .any(|driver| model.radios(*driver).iter().any(|radio| radio == name));
    if let Some(facts) = view.router.facts {
        return Some(facts.interfaces.contains(name));
    }
    match view.observed {
        Some(observed) => {
            // Hardware may have been renamed, so what was read of it counts more than the catalogue.
            let renamed = INTERFACE_MENUS.iter().any(|menu| {
                observed
                    .rows(menu)
                    .iter()
                    .any(|row| row.get("default-name") == Some(name))
            });
            let ports_read = observed.menus.contains_key("/interface/ethernet");
            let hardware = radio || (model.has_port(name) && !ports_read);
            Some(in_use(view, name) || (hardware && !renamed))
        }
        None if radio || model.has_port(name) || name == model.factory_lan() => Some(true),
        None if looks_like_a_port(name) => Some(false),
        None => None,
    }
}

/// A row that only sets the radio `wlan1` is no proof that the board has one.
fn makes(row: &Row<'_>, name: &str) -> bool {
    let made = row.found.is_some()
        || row
            .wanted
            .is_some_and(|wanted| wanted.fields.iter().any(|want| want.field.name == "name"));
    made && row.name() == Some(name)
}

/// An interface of a kind that is not read (bond, LTE, container) still shows where the router's own rows name it.
fn in_use(view: &View<'_>, name: &str) -> bool {
    let menus = [
        "/ip/address",
        "/ip/dhcp-client",
        "/ip/dhcp-server",
        "/interface/bridge/port",
        "/interface/list/member",
    ];
    menus.iter().any(|menu| {
        let rows = view
            .observed
            .map_or(&[][..], |observed| observed.rows(menu));
        rows.iter().any(|row| row.get("interface") == Some(name))
    })
}

fn looks_like_a_port(name: &str) -> bool {
    let kinds = ["ether", "sfp", "qsfp", "combo", "wlan", "wifi"];
    kinds.iter().any(|kind| {
        name.strip_prefix(kind)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
    })
}
