//! Mistakes that public examples spread, most of them RouterOS 6, each with its explanation
//! (RouterOS facts: hotspot, sections 1, 8 and 10).

use super::deed::Deed;
use super::{Finding, Severity};

/// Menus of RouterOS 6.
const MENUS: &[(&str, &str)] = &[(
    "/ip/route/rule",
    "`/ip/route/rule` is RouterOS 6; in version 7 it is `/routing/rule`",
)];

/// Arguments that RouterOS 7 does not have where they stand.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    (
        "/ip/hotspot/profile",
        "https-redirect",
        "`https-redirect` is RouterOS 6; no version 7 has it, leave it out",
    ),
    (
        "/ip/hotspot/profile",
        "trial-uptime",
        "`trial-uptime` is RouterOS 6; version 7 writes `trial-uptime-limit=30m trial-uptime-reset=1d`",
    ),
    (
        "/ip/hotspot/user",
        "rate-limit",
        "a hotspot user has no `rate-limit`; it belongs to the user's profile, in `/ip/hotspot/user/profile`",
    ),
    (
        "/system/ntp/client",
        "primary-ntp",
        "`primary-ntp` is RouterOS 6; version 7 writes `servers=FIRST,SECOND`",
    ),
    (
        "/system/ntp/client",
        "secondary-ntp",
        "`secondary-ntp` is RouterOS 6; version 7 writes `servers=FIRST,SECOND`",
    ),
    (
        "/ip/route",
        "routing-mark",
        "`routing-mark` of a route is RouterOS 6; version 7 writes `routing-table`, and the table must be in `/routing/table` with `fib`",
    ),
    (
        "/ip/proxy/access",
        "redirect-to",
        "`redirect-to` is RouterOS 6; version 7 writes `action=redirect action-data=…`",
    ),
];

/// Values that stand in the wrong menu: menu, argument, values, explanation.
const VALUES: &[(&str, &str, &[&str], Severity, &str)] = &[
    (
        "/ip/hotspot/walled-garden",
        "action",
        &["accept", "drop", "reject"],
        Severity::Error,
        "`/ip/hotspot/walled-garden` says allow or deny; accept, drop and reject belong to `/ip/hotspot/walled-garden/ip`",
    ),
    (
        "/ip/hotspot/walled-garden/ip",
        "action",
        &["allow", "deny"],
        Severity::Error,
        "`/ip/hotspot/walled-garden/ip` says accept, drop or reject; allow and deny belong to `/ip/hotspot/walled-garden`",
    ),
    (
        "/ip/firewall/filter",
        "action",
        &["fasttrack-connection"],
        Severity::Warning,
        "FastTrack carries customers past their queues, so sold speeds do not bite; accept the hotspot's traffic, both ways, in rules above this one",
    ),
];

/// What has an explanation of its own. Each stands where the plain finding would, which it replaces.
pub(super) fn check(deeds: &[Deed]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for deed in deeds {
        if let Some((_, why)) = MENUS.iter().find(|(menu, _)| *menu == deed.menu) {
            findings.push(Finding::error(deed.at, *why));
        }
        for field in deed.fields {
            let place = (deed.menu, field.name.as_str());
            if let Some((.., why)) = ARGUMENTS
                .iter()
                .find(|(menu, name, _)| (*menu, *name) == place)
            {
                findings.push(Finding::error(field.at, *why));
            }
            let value = field.value.as_deref().unwrap_or_default();
            let wrong = VALUES.iter().find(|(menu, name, values, ..)| {
                (*menu, *name) == place && values.contains(&value)
            });
            if let Some((.., severity, why)) = wrong {
                findings.push(Finding::new(field.at, *severity, *why));
            }
        }
    }
    findings
}
