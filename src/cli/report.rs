//! What an `apply` did, as people read it.

use crate::service::apply::{Protection, Report};

/// What an `apply` did, in a sentence or two.
pub fn told(report: &Report) -> String {
    let mut text = done(report);
    if !report.because.is_empty() {
        text.push_str("No guard stood on the router:\n");
    }
    for reason in &report.because {
        text.push_str(&format!("  - {reason}\n"));
    }
    if report.guard_taken {
        text.push_str("Somebody else took the guard away before the end.\n");
    }
    for other in &report.others {
        text.push_str(&format!("Meanwhile somebody else changed: {other}\n"));
    }
    text
}

fn done(report: &Report) -> String {
    let counts = report.changed;
    let turnarounds = report.turnarounds;
    if report.writes == 0 {
        return format!(
            "Nothing to do: {} of {} rows confirmed, 0 writes, {turnarounds} turnarounds.\n",
            report.proven, report.proven
        );
    }
    format!(
        "Done: {} added, {} changed, {} moved, {} removed; {} of {} rows confirmed by reading back over a new connection; {}; {turnarounds} turnarounds.\n",
        counts.added,
        counts.set,
        counts.moved,
        counts.removed,
        report.proven,
        report.proven,
        protected(report.protection)
    )
}

fn protected(protection: Option<Protection>) -> String {
    match protection {
        Some(Protection::Guard { seconds }) => format!("guard of {seconds} s disarmed"),
        Some(Protection::SafeMode) => "safe mode released".to_owned(),
        Some(Protection::Script) => "undo script taken away".to_owned(),
        None => "no guard was needed".to_owned(),
    }
}
