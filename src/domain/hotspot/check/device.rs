//! What the device allows, and what no row may hold.

use super::finding::Findings;
use super::row::Row;
use super::view::View;
use crate::domain::hotspot::claim::ClaimError;
use crate::domain::hotspot::mark::is_marked;
use crate::domain::routeros::model::HotspotUsers;
use crate::domain::routeros::value::Kind;

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    if let Some((hotspot, _)) = view.hotspots().first() {
        licence(view, *hotspot, findings);
        device_mode(view, *hotspot, findings);
    }
    for row in view.all_wanted() {
        secrets(row, findings);
        marks(view, row, findings);
    }
    for row in view.wanted("/ip/hotspot/user") {
        findings.refuse(
            "user-row",
            row,
            "vouchers are no part of a site's configuration",
            "sell the voucher instead of writing it into the template",
        );
    }
}

/// What stands against bringing the rows to this router.
pub(super) fn unclaimable(error: &ClaimError, findings: &mut Findings) {
    let severity = super::Severity::Refuse;
    match error {
        ClaimError::Missing { menu, find } => {
            findings.at(
                severity,
                "row-not-on-router",
                menu,
                find,
                error.to_string(),
                "take the model that the router is",
            );
        }
        ClaimError::NoMenu(menu) => {
            findings.at(
                severity,
                "menu-not-on-router",
                menu,
                "",
                "the router has no such menu",
                "install the package that brings it, or correct model or version in the site file",
            );
        }
        // These two are found by `diff`, after the claims that the judge looks at.
        ClaimError::InUse { .. } | ClaimError::InTheWay { .. } => {}
        ClaimError::OtherSite { menu, row, .. } => {
            findings.at(
                severity,
                "row-of-another-site",
                menu,
                row,
                error.to_string(),
                "use another port, address or network for this site",
            );
        }
    }
}

fn licence(view: &View<'_>, hotspot: Row<'_>, findings: &mut Findings) {
    let model = view.router.model;
    if let HotspotUsers::AtMost(users @ 0..=1) = model.hotspot_users {
        findings.refuse(
            "licence",
            hotspot,
            format!(
                "the licence of {} lets {users} customer sign in at a time",
                model.name
            ),
            "buy a level 4 licence or take a board that has one",
        );
    }
}

fn device_mode(view: &View<'_>, hotspot: Row<'_>, findings: &mut Findings) {
    let Some(facts) = view
        .router
        .facts
        .filter(|facts| facts.device_mode.get("hotspot") == Some(&false))
    else {
        return;
    };
    let mode = facts.device_mode_name.as_deref().unwrap_or("of now");
    findings.refuse(
        "device-mode",
        hotspot,
        format!("the router's device-mode {mode} forbids the hotspot"),
        "run `/system device-mode update hotspot=yes` on the router and press its button, or cut its power, within 5 minutes",
    );
}

fn secrets(row: Row<'_>, findings: &mut Findings) {
    let hidden = [
        crate::domain::secret::Secret::HIDDEN,
        crate::domain::hotspot::changeset::HIDDEN,
    ];
    for want in row
        .wanted
        .into_iter()
        .flat_map(|wanted| &wanted.fields)
        .filter(|want| want.field.kind == Kind::Secret)
    {
        let value = want.value.as_deref().unwrap_or_default();
        if value.trim().is_empty() || hidden.contains(&value) {
            findings.refuse(
                "secret-empty",
                row,
                format!("{} is empty or hidden", want.field.name),
                "write the real one into the site file",
            );
        }
    }
}

/// Rows that come with the router carry a mark as well, which reading the rows does not look at.
fn marks(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let comment = row
        .wanted
        .and_then(|wanted| wanted.get("comment"))
        .unwrap_or_default();
    if is_marked(comment) && view.mark.key_in_comment(comment).is_none() {
        findings.refuse(
            "mark-of-another-site",
            row,
            format!("its comment {comment:?} says that it belongs to another site"),
            format!("begin the comment with {}", view.mark.comment()),
        );
    }
}
