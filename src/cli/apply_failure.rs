//! What went wrong between a site and its router, as the command line tells it.

use std::collections::BTreeMap;

use serde_json::json;

use super::exit::{Exit, Failure};
use super::show;
use crate::domain::hotspot::changeset::Change;
use crate::domain::hotspot::seen::Seen;
use crate::service::apply::{ApplyError, Cause, Hope, Protection, Sent, Stop};

/// So many rows are told by name; more are counted by menu.
const NAMED: usize = 6;

/// An apply error as the command line tells it.
pub fn failure(error: ApplyError) -> Failure {
    let message = error.to_string();
    let failed = Failure::failed(message.clone());
    match error {
        ApplyError::Connect(error) => failed.caused_by(&error),
        ApplyError::Read(error) => failed.caused_by(&error),
        ApplyError::Refused(refusals) => failed.since(&refusals),
        ApplyError::Claim(errors) => failed.since(&errors),
        ApplyError::InUse(rows) => failed.since(&rows),
        ApplyError::Unsound(findings) => failed.since(&findings),
        ApplyError::Circle(_) => Failure::bad_input(message),
        ApplyError::NotTakenOver(rows) => failed
            .with(list("not hotspotd's", &rows))
            .part("not_taken_over", json!(rows)),
        ApplyError::Moved { expected, found } => failed
            .part("expected", json!(expected))
            .part("change", json!(found)),
        ApplyError::Journal(error) => failed.caused_by(&error),
        ApplyError::NotArmed(_) => failed,
        ApplyError::GuardLeft { blind, .. } => Failure::new(Exit::Unknown, message)
            .with(vec![format!("asked again: {blind}")])
            .caused_by(&*blind),
        ApplyError::SafeModeHeld(blind) => failed.caused_by(&blind),
        ApplyError::GuardStands(standing) => failed.part("guard", json!(standing)),
        ApplyError::Unprotected(unprotected) => failed.with(unprotected.reasons()),
        ApplyError::RolledBack {
            cause,
            sent,
            others,
            undone_too,
            by,
        } => stopped(Failure::new(Exit::RolledBack, message), &cause, &sent)
            .with(told("somebody else's, left alone", &others))
            .with(told(
                "somebody else's, undone by safe mode with the rest",
                &undone_too,
            ))
            .with(match by {
                Protection::SafeMode => vec![
                    "safe mode undid what everybody did meanwhile; of menus that hotspotd does not read (hotspot users, leases) it cannot tell what that was"
                        .to_owned(),
                ],
                Protection::Guard { .. } | Protection::Script => Vec::new(),
            })
            .part("others", json!(others))
            .part("undone_too", json!(undone_too))
            .part("undone_by", json!(by)),
        ApplyError::NotRolledBack { cause, sent, left } => stopped(failed, &cause, &sent)
            .with(told("not restored", &left))
            .part("not_restored", json!(left)),
        ApplyError::Unknown {
            cause,
            sent,
            hope,
            blind,
        } => stopped(Failure::new(Exit::Unknown, message), &cause, &sent)
            .with(vec![format!("asked again: {blind}")])
            .caused_by(&*blind)
            .part(
                "fires_within_seconds",
                json!(match hope {
                    Hope::Guard(left) => Some(left.as_secs()),
                    Hope::SafeMode | Hope::ByHand => None,
                }),
            ),
        ApplyError::Stuck { cause, sent, .. } => {
            stopped(Failure::new(Exit::Unknown, message), &cause, &sent)
        }
    }
}

/// What was sent, and why it was not kept.
fn stopped(mut failure: Failure, cause: &Cause, sent: &Sent) -> Failure {
    let refused = match cause {
        Cause::Stopped(Stop::Trap { change, .. }) => Some(change),
        _ => None,
    };
    failure = match cause {
        Cause::Stopped(Stop::Lost(lost)) => failure
            .with(vec![format!("caused by: {lost}")])
            .caused_by(lost),
        Cause::NoWayBack(error) => failure
            .with(vec![format!("caused by: {error}")])
            .caused_by(error),
        Cause::NotProven(left) => failure
            .with(differing(&left.changes))
            .part("different", json!(left.changes)),
        Cause::GroundLost(errors) => failure.with(errors.iter().map(ToString::to_string).collect()),
        Cause::Stopped(Stop::Trap { .. } | Stop::OutOfTime)
        | Cause::TooSlow
        | Cause::NotSeen
        | Cause::NotReleased(_)
        | Cause::Asked => failure,
    };
    failure
        .with(list("had been done", &sent.done))
        .with(list("sent, no answer", &sent.unknown))
        .with(list("not sent", &sent.not_sent))
        .part("refused", json!(refused))
        .part("done", json!(sent.done))
        .part("no_answer", json!(sent.unknown))
        .part("not_sent", json!(sent.not_sent))
}

/// Differences that were seen, one a line.
pub fn told(who: &str, seen: &[Seen]) -> Vec<String> {
    seen.iter().map(|seen| format!("{who}: {seen}")).collect()
}

/// Few rows with what differs, many counted by menu.
fn differing(changes: &[Change]) -> Vec<String> {
    const WHAT: &str = "different";
    if changes.len() > NAMED {
        return list(WHAT, changes);
    }
    let plain = |change: &Change| {
        let line = show::line(change);
        let line = anstream::adapter::strip_str(&line);
        format!("{WHAT}: {} {line}", change.menu.path)
    };
    changes.iter().map(plain).collect()
}

/// Few rows by name, many counted by menu; no line for none. The whole list goes to machines.
fn list(what: &str, changes: &[Change]) -> Vec<String> {
    if changes.is_empty() {
        return Vec::new();
    }
    if changes.len() <= NAMED {
        let names: Vec<String> = changes.iter().map(Change::name).collect();
        return vec![format!("{what}: {}", names.join(", "))];
    }
    let mut menus: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes {
        *menus.entry(change.menu.path).or_default() += 1;
    }
    let counts: Vec<String> = menus
        .iter()
        .map(|(menu, count)| format!("{count} in {menu}"))
        .collect();
    vec![format!(
        "{what}: {} rows ({})",
        changes.len(),
        counts.join(", ")
    )]
}
