//! Sends the stages, and keeps what became of every change.

use tokio::time::Instant;

use super::outcome::{Sent, Stop};
use super::{Progress, Tell};
use crate::domain::hotspot::changeset::Change;
use crate::routeros::send::command;
use crate::routeros::{Client, Outcome, Reply};

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The router confirmed it.
    Done,
    /// The router refused it.
    Refused,
    /// It was sent, and no answer came.
    Unknown,
    /// It was not sent.
    NotSent,
}

/// Sends stage after stage; stops at the first refusal, and begins no stage after `until`.
pub(super) async fn send<'c>(
    client: &mut Client,
    stages: &[Vec<&'c Change>],
    until: Option<Instant>,
    progress: &mut Tell<'_>,
) -> Result<(), (Stop, Vec<(&'c Change, Fate)>)> {
    let mut fates: Vec<(&Change, Fate)> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        if until.is_some_and(|until| Instant::now() >= until) {
            let rest = stages.iter().skip(index).flatten();
            fates.extend(rest.map(|change| (*change, Fate::NotSent)));
            return Err((Stop::OutOfTime, fates));
        }
        progress(Progress::Stage {
            number: index + 1,
            of: stages.len(),
            changes: stage.len(),
        });
        let commands: Vec<_> = stage.iter().map(|change| command(change)).collect();
        let answered = |at: usize, reply: &Reply| {
            if let (Some(change), false) = (stage.get(at), reply.is_trap()) {
                progress(Progress::Done(change));
            }
        };
        let (outcomes, lost) = match client.run_until_trap(&commands, answered).await {
            Ok(outcomes) => (outcomes, None),
            Err(interrupted) => (interrupted.outcomes, Some(interrupted.cause)),
        };
        let mut refused = None;
        for (change, outcome) in stage.iter().copied().zip(&outcomes) {
            let fate = match outcome {
                Outcome::Answered(Reply::Done { .. }) => Fate::Done,
                Outcome::Answered(Reply::Trap { message, .. }) => {
                    refused.get_or_insert_with(|| Stop::Trap {
                        change: Box::new(change.clone()),
                        message: message.clone(),
                    });
                    Fate::Refused
                }
                Outcome::Unknown => Fate::Unknown,
                Outcome::NotSent => Fate::NotSent,
            };
            fates.push((change, fate));
        }
        if let Some(stop) = refused.or(lost.map(Stop::Lost)) {
            let rest = stages.iter().skip(index + 1).flatten();
            fates.extend(rest.map(|change| (*change, Fate::NotSent)));
            return Err((stop, fates));
        }
    }
    Ok(())
}

/// The changes by what became of them. What the router refused is in [`Stop::Trap`].
pub(super) fn sorted(fates: &[(&Change, Fate)]) -> Sent {
    let with = |wanted: Fate| -> Vec<Change> {
        let those = fates.iter().filter(|(_, fate)| *fate == wanted);
        those.map(|(change, _)| (*change).clone()).collect()
    };
    Sent {
        done: with(Fate::Done),
        unknown: with(Fate::Unknown),
        not_sent: with(Fate::NotSent),
    }
}
