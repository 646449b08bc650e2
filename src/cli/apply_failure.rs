//! What went wrong between a site and its router, as the command line tells it.

use std::collections::BTreeMap;

use serde_json::json;

use super::exit::{Exit, Failure};
use super::show;
use crate::domain::hotspot::changeset::Change;
use crate::service::apply::{ApplyError, Halfway, Stop};

/// So many rows are told by name; more are counted by menu.
const NAMED: usize = 6;

/// An apply error as the command line tells it.
pub fn failure(error: ApplyError) -> Failure {
    let message = error.to_string();
    let failed = Failure::failed(message.clone());
    match error {
        ApplyError::Connect(error) => failed.caused_by(&error),
        ApplyError::Read(error) => failed.caused_by(&error),
        ApplyError::Refused(refusals) => failed.with(lines(&refusals)),
        ApplyError::Claim(errors) | ApplyError::GroundLost(errors) => failed.with(lines(&errors)),
        ApplyError::Unsound(findings) => failed.with(lines(&findings)),
        ApplyError::Circle(_) => Failure::bad_input(message),
        ApplyError::NotTakenOver(rows) => failed
            .with(list("not hotspotd's", &rows))
            .part("not_taken_over", json!(rows)),
        ApplyError::Moved { expected, found } => failed
            .part("expected", json!(expected))
            .part("change", json!(found)),
        ApplyError::Halfway(halfway) => stopped(&halfway, message),
        ApplyError::NotProven(left) => failed
            .with(differing(&left.changes))
            .part("still_different", json!(left.changes)),
        ApplyError::NotReadAgain(_) => Failure::new(Exit::Unknown, message).caused_by(&error),
        ApplyError::NoWayBack { ref left, .. } => {
            let exit = if left.is_some() {
                Exit::Failed
            } else {
                Exit::Unknown
            };
            let left = left.as_ref().map(|left| &left.changes);
            Failure::new(exit, message)
                .caused_by(&error)
                .with(differing(left.map_or(&[], Vec::as_slice)))
                .part("still_different", json!(left))
        }
    }
}

fn lines(problems: &[impl ToString]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// The router may hold a part of the changes: what was and what was not done.
fn stopped(halfway: &Halfway, message: String) -> Failure {
    let exit = if halfway.left.is_ok() {
        Exit::Failed
    } else {
        Exit::Unknown
    };
    let mut failure = Failure::new(exit, message);
    if let Stop::Lost(cause) = &halfway.cause {
        failure = failure
            .with(vec![format!("caused by: {cause}")])
            .caused_by(cause);
    }
    failure = failure
        .with(list("done", &halfway.done))
        .with(list("sent, no answer", &halfway.unknown))
        .with(list("not sent", &halfway.not_sent));
    failure = match &halfway.left {
        Ok(left) => failure.with(differing(&left.changes)),
        Err(blind) => failure
            .with(vec![format!("read again: {blind}")])
            .caused_by(blind),
    };
    let left = halfway.left.as_ref().ok().map(|left| &left.changes);
    let refused = match &halfway.cause {
        Stop::Trap { change, .. } => Some(change),
        Stop::Lost(_) => None,
    };
    failure
        .part("refused", json!(refused))
        .part("done", json!(halfway.done))
        .part("no_answer", json!(halfway.unknown))
        .part("not_sent", json!(halfway.not_sent))
        .part("still_different", json!(left))
}

/// Few rows with what differs, many counted by menu.
fn differing(changes: &[Change]) -> Vec<String> {
    const WHAT: &str = "still different";
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
