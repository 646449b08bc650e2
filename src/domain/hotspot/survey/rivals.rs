//! What others have on the router that gets in hotspotd's way, and what hotspotd itself left there.

use super::{Finding, Ground, State, Topic};
use crate::domain::hotspot::mark::{is_marked, is_marked_name};
use crate::domain::hotspot::observed::ObservedRow;

fn is_on(row: &ObservedRow) -> bool {
    !row.dynamic && !matches!(row.get("disabled"), Some("true" | "yes"))
}

pub(super) fn fasttrack(ground: &Ground<'_>) -> Finding {
    let rules = ground.observed.rows("/ip/firewall/filter");
    let count = rules
        .iter()
        .filter(|row| is_on(row) && row.get("action") == Some("fasttrack-connection"))
        .count();
    if count == 0 {
        let text = "No FastTrack rule carries customers past their speed limits.";
        return Finding::new(Topic::FastTrack, State::Good, text);
    }
    Finding::new(
        Topic::FastTrack,
        State::Note,
        "It has a FastTrack rule, as routers come from the factory. Traffic that goes by it heeds no speed limit.",
    )
    .advice("Nothing to do for customers of hotspotd: its rules are put in front of it. Customers of another hotspot on this router have no speed limits until it is switched off.")
    .command("/ip firewall filter disable [find action=fasttrack-connection]")
}

pub(super) fn other_hotspot(ground: &Ground<'_>) -> Finding {
    let servers: Vec<String> = ground
        .observed
        .rows("/ip/hotspot")
        .iter()
        .filter(|row| is_on(row))
        .filter(|row| !is_marked_name(row.get("name").unwrap_or_default()))
        .map(|row| {
            let of = |field| row.get(field).unwrap_or_default();
            format!("{:?} on {}", of("name"), of("interface"))
        })
        .collect();
    if servers.is_empty() {
        let text = "No other hotspot runs on it.";
        return Finding::new(Topic::OtherHotspot, State::Good, text);
    }
    Finding::new(
        Topic::OtherHotspot,
        State::Fix,
        format!("Another hotspot runs on it already: {}.", servers.join(", ")),
    )
    .advice("Use other ports for hotspotd, or switch the old one off first: an interface carries one hotspot only. Customers who are signed in there have to sign in again.")
    .command("/ip hotspot disable [find]")
}

pub(super) fn safe_mode(ground: &Ground<'_>) -> Finding {
    let Some(user) = &ground.facts.safe_mode_of else {
        let text = "Nobody holds its safe mode.";
        return Finding::new(Topic::SafeMode, State::Good, text);
    };
    let who = match user.as_str() {
        "" => "Somebody".to_owned(),
        user => format!("A session of {user}"),
    };
    Finding::new(
        Topic::SafeMode,
        State::Blocks,
        format!("{who} holds its safe mode: whatever is changed now would be undone when that session ends."),
    )
    .advice("Have it released: the button Safe Mode in WinBox, or Ctrl+X in the terminal.")
}

pub(super) fn guard(ground: &Ground<'_>) -> Finding {
    let ours = |rows: &[crate::domain::hotspot::guard::GuardRow]| -> Vec<String> {
        rows.iter()
            .filter(|row| is_marked(&row.comment) && is_marked_name(&row.name))
            .map(|row| row.name.clone())
            .collect()
    };
    let (timers, scripts) = (
        ours(&ground.guards.schedulers),
        ours(&ground.guards.scripts),
    );
    if timers.is_empty() && scripts.is_empty() {
        let text = "No earlier change of hotspotd is unfinished on it.";
        return Finding::new(Topic::Guard, State::Good, text);
    }
    let state = if timers.is_empty() {
        State::Note
    } else {
        State::Blocks
    };
    let text = match state {
        State::Blocks => {
            "An earlier change of hotspotd is unfinished on it: a timer waits to put the router back."
        }
        _ => "An earlier change of hotspotd left a script behind, which nothing starts any more.",
    };
    Finding::new(Topic::Guard, state, text)
        .advice("If another hotspotd looks after this router, let it finish. Otherwise wait until the timer has fired, a few minutes, and look again.")
}
