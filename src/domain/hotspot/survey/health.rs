//! The router itself: board, version, licence, clock, flash.

use super::{Finding, Ground, State, Topic, suggest};
use crate::domain::hotspot::preflight::{OLDEST, STARTED};
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::inventory::clock_seconds;
use crate::domain::time::Span;

/// Seconds by which a clock may be wrong without anybody noticing.
const CLOCK_TOLERANCE: i64 = 300;
/// Flash that the files of a portal and a back-up need, with room to spare.
const ROOM: u64 = 1 << 20;

pub(super) fn model(ground: &Ground<'_>) -> Finding {
    let facts = ground.facts;
    match suggest(Catalogue::builtin(), facts) {
        Some(model) => Finding::new(
            Topic::Model,
            State::Good,
            format!("It is a {}, whose ports and radios hotspotd knows.", model.name),
        ),
        None => Finding::new(
            Topic::Model,
            State::Fix,
            format!(
                "It is a {:?}, which hotspotd's list of boards does not have.",
                facts.board
            ),
        )
        .advice("Choose the board of the list with the same ports and radios, or report this one so that it is added."),
    }
}

pub(super) fn version(ground: &Ground<'_>) -> Finding {
    let runs = ground.facts.version;
    if (runs.major, runs.minor) >= (OLDEST.major, OLDEST.minor) {
        let text = format!("It runs RouterOS {runs}, which hotspotd can set up.");
        return Finding::new(Topic::Version, State::Good, text);
    }
    let text = format!("It runs RouterOS {runs}, and hotspotd needs {OLDEST} or newer.");
    Finding::new(Topic::Version, State::Blocks, text)
        .advice("Upgrade it: it needs internet for that, downloads the new version and starts anew with it.")
        .command("/system package update set channel=stable; /system package update install")
}

/// Customers signed in at once, by level (RouterOS facts: hotspot, section 15).
pub(super) fn licence(ground: &Ground<'_>) -> Finding {
    let finding = |state, text: String| Finding::new(Topic::Licence, state, text);
    let Some(level) = ground.inventory.licence.as_deref() else {
        let text = "It does not tell its licence, so hotspotd does not know how many customers it lets in at once.";
        return finding(State::Note, text.to_owned())
            .advice("Look at it on the router.")
            .command("/system license print");
    };
    let shop = "Use it as access point behind a router with licence level 4 or higher, or buy a level 4 licence for it.";
    match level {
        "0" => finding(
            State::Blocks,
            "It runs on a trial licence, which ends after 24 hours.".to_owned(),
        )
        .advice("Register the licence of this router with MikroTik."),
        "1" | "2" | "3" => finding(
            State::Blocks,
            format!("Its licence (level {level}) lets a single customer in at a time."),
        )
        .advice(shop),
        "4" => finding(
            State::Good,
            "Its licence (level 4) lets 200 customers in at once.".to_owned(),
        ),
        "5" => finding(
            State::Good,
            "Its licence (level 5) lets 500 customers in at once.".to_owned(),
        ),
        "6" => finding(
            State::Good,
            "Its licence (level 6) lets any number of customers in.".to_owned(),
        ),
        "free" => finding(
            State::Fix,
            "It is a virtual router with the free licence, which sends 1 Mbit/s on each interface."
                .to_owned(),
        )
        .advice("Buy a licence (P1 or higher) for it before customers use it."),
        other => finding(
            State::Good,
            format!("Its licence ({other}) does not limit the number of customers."),
        ),
    }
}

pub(super) fn clock(ground: &Ground<'_>) -> Finding {
    let finding = |state, text: String| Finding::new(Topic::Clock, state, text);
    let shown = ground.facts.clock.as_deref().and_then(clock_seconds);
    let (Some(shown), Some(now)) = (shown, ground.now) else {
        let text = "Whether its clock is right could not be told.".to_owned();
        return finding(State::Note, text)
            .advice("Compare it with a watch.")
            .command("/system clock print");
    };
    let wrong = (shown - ground.inventory.ahead_of_utc) - now;
    if wrong.abs() <= CLOCK_TOLERANCE {
        return finding(State::Good, "Its clock is right.".to_owned());
    }
    let by = wrong_by(wrong);
    finding(
        State::Note,
        format!("Its clock is {by}. hotspotd counts time by its own clock, but the router's log and its certificates go by this one."),
    )
    .advice("Give it internet and time servers; hotspotd's configuration does the latter.")
}

/// `321 days slow`: as people say it.
fn wrong_by(seconds: i64) -> String {
    let (hours, days) = (
        seconds.unsigned_abs() / 3_600,
        seconds.unsigned_abs() / 86_400,
    );
    match (seconds > 0, days, hours) {
        (true, 2.., _) => format!("{days} days fast"),
        (false, 2.., _) => format!("{days} days slow"),
        (true, _, 2..) => format!("{hours} hours fast"),
        (false, _, 2..) => format!("{hours} hours slow"),
        (true, ..) => format!("{} minutes fast", seconds / 60),
        (false, ..) => format!("{} minutes slow", seconds.unsigned_abs() / 60),
    }
}

pub(super) fn time_servers(ground: &Ground<'_>) -> Finding {
    let rows = ground.observed.rows("/system/ntp/client");
    let enabled = rows
        .first()
        .and_then(|row| row.get("enabled"))
        .is_some_and(|value| matches!(value, "true" | "yes"));
    if enabled && !ground.inventory.time_servers.is_empty() {
        let text = "It sets its clock from the internet.";
        return Finding::new(Topic::TimeServers, State::Good, text);
    }
    Finding::new(
        Topic::TimeServers,
        State::Note,
        "It does not set its clock from the internet, so the clock is wrong after every power cut.",
    )
    .advice("Nothing to do for a shop that hotspotd sets up whole: its configuration brings time servers. With the add-on template, give it some.")
    .command("/system ntp client set enabled=yes servers=0.pool.ntp.org,1.pool.ntp.org")
}

pub(super) fn flash(ground: &Ground<'_>) -> Finding {
    let finding = |state, text: String| Finding::new(Topic::Flash, state, text);
    match ground.inventory.free_flash {
        None => finding(
            State::Note,
            "It does not tell how much room its flash has.".to_owned(),
        ),
        Some(free) if free < ROOM => finding(
            State::Fix,
            format!("Its flash is nearly full: {} KiB are free.", free >> 10),
        )
        .advice(
            "Remove files that nobody needs (old back-ups, packages, log files) and restart it.",
        ),
        Some(free) => finding(
            State::Good,
            format!("Its flash has {} MiB to spare.", free >> 20),
        ),
    }
}

pub(super) fn uptime(ground: &Ground<'_>) -> Finding {
    let finding = |state, text: String| Finding::new(Topic::Uptime, state, text);
    match ground.facts.uptime {
        Some(uptime) if uptime < STARTED => finding(
            State::Note,
            format!(
                "It started {} s ago and may not tell all of its configuration yet.",
                uptime.as_secs()
            ),
        )
        .advice("Look again in a minute."),
        Some(uptime) => finding(
            State::Good,
            format!("It has been on for {}.", Span::from_secs(uptime.as_secs())),
        ),
        None => finding(
            State::Note,
            "It does not tell how long it has been on.".to_owned(),
        ),
    }
}
