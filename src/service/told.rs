//! What went wrong between a site and its router, in sentences for a person before a page: what happened, then what to do there.

use crate::domain::hotspot::changeset::Change;
use crate::domain::hotspot::guard::State;
use crate::service::apply::{ApplyError, Cause, Sent, Stop};

/// So many rows are told by name; more are counted.
const NAMED: usize = 6;

/// What went wrong: a first sentence, and others that tell more.
pub fn sentences(error: &ApplyError) -> Vec<String> {
    match error {
        ApplyError::Connect(error) => vec![sentence(&error.to_string())],
        ApplyError::Read(error) => vec![
            "The router could not be read.".to_owned(),
            sentence(&error.to_string()),
        ],
        ApplyError::Refused(refusals) => first(
            "The router is not ready for this configuration.",
            refusals.iter().map(ToString::to_string),
        ),
        ApplyError::Claim(errors) => first(
            "The configuration does not fit what is on the router.",
            errors.iter().map(ToString::to_string),
        ),
        ApplyError::Unsound(findings) => first(
            "On this router, the configuration would not work.",
            findings.iter().map(ToString::to_string),
        ),
        ApplyError::InUse(rows) => first(
            "The router still uses what is to be removed.",
            rows.iter().map(ToString::to_string),
        ),
        ApplyError::NotTakenOver(rows) => vec![
            format!(
                "{} on the router belong to somebody else yet: preview the changes, tick that they may be taken over, and apply again.",
                count(rows.len())
            ),
            names("Not ours yet", rows),
        ],
        ApplyError::Moved { .. } => vec![
            "The router or its site has changed since the difference was shown: preview the changes again."
                .to_owned(),
        ],
        ApplyError::GuardStands(standing) => vec![match standing.state {
            Some(State::Armed | State::Firing) => format!(
                "A guard of change {} stands on the router, so it is being changed from elsewhere, or that was stopped in the middle. It puts the router back by itself; wait some minutes, or have it undone now.",
                standing.hash
            ),
            Some(State::Fired) | None => format!(
                "What is left of the guard of change {} stands on the router. Apply again: it is taken away then.",
                standing.hash
            ),
        }],
        ApplyError::SafeModeHeld(blind) => vec![
            "An earlier change was stopped under the router's safe mode, and its end was not seen. End the session that holds safe mode, then try again."
                .to_owned(),
            sentence(&blind.to_string()),
        ],
        ApplyError::Unprotected(unprotected) => first(
            "Nothing was sent, since nothing would put the router back if it went wrong.",
            unprotected.reasons().into_iter(),
        ),
        ApplyError::GuardLeft { why, blind } => {
            let mut told = sentences(why);
            told.push(sentence(&blind.to_string()));
            told.push(
                "A guard may stand on the router all the same, with nothing to undo. Apply again: it is taken away then."
                    .to_owned(),
            );
            told
        }
        ApplyError::RolledBack {
            cause,
            sent,
            others,
            undone_too,
            ..
        } => {
            let mut told = because(cause, sent);
            told.insert(1, "The router is back in its former state.".to_owned());
            told.extend(others.iter().map(|seen| format!("Somebody else changed meanwhile, and it was left alone: {seen}.")));
            told.extend(undone_too.iter().map(|seen| format!("Somebody else changed meanwhile, and safe mode undid it with the rest: {seen}.")));
            told
        }
        ApplyError::NotRolledBack { cause, sent, left } => {
            let mut told = because(cause, sent);
            told.insert(
                1,
                format!(
                    "The router was put back, and {} could not be restored. Look at them, then apply again.",
                    count(left.len())
                ),
            );
            told.extend(left.iter().map(|seen| format!("Not restored: {seen}.")));
            told
        }
        ApplyError::Stuck {
            cause,
            sent,
            refusal,
        } => {
            let mut told = because(cause, sent);
            told.insert(
                1,
                format!("The router does not run the undo ({refusal}), and its guard is left standing. Look at the router by hand."),
            );
            told
        }
        ApplyError::Unknown {
            cause,
            sent,
            hope,
            blind,
        } => {
            let mut told = because(cause, sent);
            told.insert(1, format!("The router does not answer; {hope}."));
            told.push(sentence(&blind.to_string()));
            told
        }
        ApplyError::Circle(error) => vec![sentence(&error.to_string())],
        ApplyError::Journal(error) => vec![sentence(&error.to_string())],
        ApplyError::NotArmed(_) => vec![sentence(&error.to_string())],
    }
}

/// Why it was not kept, and how far it had come.
fn because(cause: &Cause, sent: &Sent) -> Vec<String> {
    let why = match cause {
        Cause::Stopped(Stop::OutOfTime) => {
            "The router took so long that its guard might have fired before every change was proven.".to_owned()
        }
        Cause::TooSlow => {
            "The guard fired before every change was proven: its time was over, or somebody fired it.".to_owned()
        }
        cause => sentence(&cause.to_string()),
    };
    let mut told = vec![why];
    match cause {
        Cause::Stopped(Stop::Lost(lost)) => told.push(sentence(&lost.to_string())),
        Cause::NoWayBack(error) => told.push(sentence(&error.to_string())),
        Cause::NotProven(left) => told.push(names("Different", &left.changes)),
        Cause::GroundLost(errors) => {
            told.extend(errors.iter().map(|error| sentence(&error.to_string())))
        }
        _ => {}
    }
    for (what, changes) in [
        ("Had been done", &sent.done),
        ("Sent without an answer", &sent.unknown),
        ("Not sent", &sent.not_sent),
    ] {
        if !changes.is_empty() {
            told.push(names(what, changes));
        }
    }
    told
}

fn first(head: &str, rest: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(head.to_owned())
        .chain(rest.map(|text| sentence(&text)))
        .collect()
}

fn names(what: &str, changes: &[Change]) -> String {
    if changes.len() > NAMED {
        return format!("{what}: {}.", count(changes.len()));
    }
    let names: Vec<String> = changes.iter().map(Change::name).collect();
    format!("{what}: {}.", names.join(", "))
}

/// `1 row`, `2 rows`.
fn count(rows: usize) -> String {
    if rows == 1 {
        "1 row".to_owned()
    } else {
        format!("{rows} rows")
    }
}

/// With a capital letter and a full stop. Errors are written without, so that they can be put together.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
