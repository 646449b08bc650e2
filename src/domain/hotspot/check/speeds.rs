//! Speeds and devices of the user profiles.

use super::finding::Findings;
use super::rate_limit::{Pair, RateLimit};
use super::row::Row;
use super::view::View;

/// Queue kinds of RouterOS 7 (RouterOS facts: hotspot, section 10).
const KINDS: [&str; 9] = [
    "pfifo", "bfifo", "mq-pfifo", "red", "sfq", "pcq", "codel", "fq-codel", "cake",
];

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    for menu in ["/ip/hotspot/user/profile", "/ip/hotspot/profile"] {
        for row in view.wanted(menu) {
            let Some(text) = row.get("rate-limit") else {
                continue;
            };
            match text.parse::<RateLimit>() {
                Ok(limit) => rate(row, limit, findings),
                Err(wrong) => findings.refuse(
                    "rate-limit-invalid",
                    row,
                    format!("rate-limit {text:?}: {wrong}"),
                    "write upload/download [burst [threshold [time [priority [minimum]]]]], like 2M/5M",
                ),
            }
        }
    }
    for row in view.wanted("/ip/hotspot/user/profile") {
        let devices = row.get("shared-users").unwrap_or("1");
        if devices != "unlimited" && !devices.parse::<u32>().is_ok_and(|devices| devices >= 1) {
            findings.refuse(
                "shared-users-invalid",
                row,
                format!("{devices:?} devices at the same time: nobody could sign in"),
                "set shared-users to 1 or more, or to unlimited",
            );
        }
    }
    for row in view.wanted("/queue/type") {
        let kind = row.get("kind").unwrap_or_default();
        if !KINDS.contains(&kind) {
            findings.refuse(
                "queue-kind-unknown",
                row,
                format!("RouterOS has no queue of the kind {kind:?}"),
                format!("choose from {}", KINDS.join(", ")),
            );
        }
    }
}

fn rate(row: Row<'_>, limit: RateLimit, findings: &mut Findings) {
    // Sold speeds are slower up than down; the other way round somebody took rx for what the customer receives.
    let Pair { rx, tx } = limit.rate;
    if tx > 0 && rx >= tx.saturating_mul(2) {
        findings.warn(
            "rate-limit-direction",
            row,
            format!("customers may send {rx} bit/s and get {tx}: RouterOS puts the upload first"),
            "swap the two, unless it is meant so",
        );
    }
    if let Some(wrong) = limit.burst_fault() {
        findings.refuse("rate-limit-burst", row, wrong, "let the burst be faster than the rate, its threshold slower than the burst and its time longer than 0");
    }
    if limit.minimum.beyond(limit.rate) {
        findings.refuse(
            "rate-limit-minimum",
            row,
            "the guaranteed minimum is faster than the rate",
            "set the last pair no higher than the first",
        );
    }
}
