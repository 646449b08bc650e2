//! What hotspotd is let do there, and over which way.

use std::collections::BTreeSet;

use super::{Finding, Ground, State, Topic};
use crate::domain::hotspot::bootstrap::POLICIES;

/// Without these nothing can be set up.
const INDISPENSABLE: [&str; 3] = ["api", "read", "write"];

/// What stands behind every advice that is about the account or the service.
const SET_UP: &str = "Run hotspotd's set-up script on the router once as administrator.";

pub(super) fn device_mode(ground: &Ground<'_>) -> Finding {
    let allowed = |feature: &str| ground.facts.device_mode.get(feature);
    let finding = |state, text: String| Finding::new(Topic::DeviceMode, state, text);
    let mode = ground
        .facts
        .device_mode_name
        .as_deref()
        .unwrap_or("setting");
    let press = "Run the command, then press the router's button (or cut its power for a moment) within 5 minutes; it starts anew and allows it. hotspotd can send the command and wait.";
    let forbidden: Vec<&str> = ["hotspot", "scheduler"]
        .into_iter()
        .filter(|feature| allowed(feature) == Some(&false))
        .collect();
    let command = format!(
        "/system device-mode update {}",
        forbidden
            .iter()
            .map(|feature| format!("{feature}=yes"))
            .collect::<Vec<_>>()
            .join(" ")
    );
    if forbidden.contains(&"hotspot") {
        let text = format!(
            "Its device-mode ({mode}) forbids {}.",
            match forbidden.len() {
                1 => "hotspots",
                _ =>
                    "hotspots, and the timer by which the router would put itself back after a failed change",
            }
        );
        return finding(State::Blocks, text).advice(press).command(command);
    }
    if !forbidden.is_empty() {
        let text = format!(
            "Its device-mode ({mode}) forbids the timer by which the router would put itself back after a failed change; hotspotd then has weaker means."
        );
        return finding(State::Fix, text).advice(press).command(command);
    }
    if allowed("flagged") == Some(&true) {
        let text = "It has raised its flag for suspicious configuration, and takes no new timers until that is cleared.";
        return finding(State::Fix, text.to_owned())
            .advice("Look for scripts and users that nobody knows; then run the command and press the router's button within 5 minutes.")
            .command("/system device-mode update flagged=no");
    }
    finding(State::Good, "It allows hotspots and timers.".to_owned())
}

pub(super) fn policies(ground: &Ground<'_>) -> Finding {
    let finding = |state, text: String| Finding::new(Topic::Policies, state, text);
    let user = ground.user;
    let Some(have) = &ground.facts.policies else {
        let text = format!("What the account {user} may do, it may not see itself.");
        return finding(State::Note, text).advice(SET_UP);
    };
    let indispensable = missing(INDISPENSABLE.into_iter(), have);
    if !indispensable.is_empty() {
        let text = format!("The account {user} may not {}.", indispensable.join(", "));
        return finding(State::Blocks, text).advice(SET_UP);
    }
    let useful = missing(POLICIES.split(','), have);
    if !useful.is_empty() {
        let text = format!(
            "The account {user} lacks {}, which back-ups, portal pages or undoing a change need.",
            useful.join(", ")
        );
        return finding(State::Fix, text).advice(SET_UP);
    }
    if have.contains("policy") {
        let text =
            format!("The account {user} is an administrator and may do more than hotspotd needs.");
        return finding(State::Note, text)
            .advice("Let hotspotd make an account of its own, which may do less.");
    }
    finding(
        State::Good,
        format!("The account {user} may do what hotspotd needs, and no more."),
    )
}

/// Those of the wanted policies that are not there.
fn missing<'p>(wanted: impl Iterator<Item = &'p str>, have: &BTreeSet<String>) -> Vec<&'p str> {
    wanted.filter(|policy| !have.contains(*policy)).collect()
}

pub(super) fn connection(ground: &Ground<'_>) -> Finding {
    if !ground.plain {
        let text = "What is said to it is encrypted.";
        return Finding::new(Topic::Connection, State::Good, text);
    }
    Finding::new(
        Topic::Connection,
        State::Fix,
        "It is spoken to without encryption: whoever is on the same network can read its password.",
    )
    .advice(SET_UP)
}

pub(super) fn certificate(ground: &Ground<'_>) -> Finding {
    let finding = |state, text: String| Finding::new(Topic::Certificate, state, text);
    let services = ground.observed.rows("/ip/service");
    // Newer versions list open connections here too; those are dynamic.
    let secure = services
        .iter()
        .find(|row| row.get("name") == Some("api-ssl") && !row.dynamic);
    let named = secure
        .and_then(|row| row.get("certificate"))
        .filter(|name| !matches!(*name, "" | "none"));
    let worse = if ground.plain {
        State::Fix
    } else {
        State::Note
    };
    let Some(named) = named else {
        let text = "Its secure API has no certificate, so no encrypted connection can be made.";
        return finding(worse, text.to_owned()).advice(SET_UP);
    };
    let known = ground
        .inventory
        .certificates
        .iter()
        .find(|one| one.name == named);
    match known {
        Some(one) if one.fingerprint.is_none() => finding(
            worse,
            format!("The certificate {named:?} of its secure API is not signed yet."),
        )
        .advice("Wait a minute: small boards take long to make a key. Otherwise run the command.")
        .command(format!("/certificate sign {}", rsc::quote(named))),
        Some(one) if one.expired => finding(
            State::Note,
            format!("The certificate {named:?} of its secure API is past its time, by the router's clock. hotspotd goes by the certificate itself, so this does no harm here."),
        )
        .advice("See that the router's clock is right."),
        _ => finding(
            State::Good,
            "Its secure API has a certificate.".to_owned(),
        ),
    }
}
