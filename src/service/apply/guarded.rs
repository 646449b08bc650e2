//! One change from its protection to its end.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

use super::error::{ApplyError, Hope};
use super::in_use::in_use;
use super::outcome::{Cause, Sent, Stop};
use super::protect::{NotReady, NoteSafeMode, Protection, Subject, protect};
use super::send::send;
use super::settle::{Ending, Goal, Rewrite, Settle};
use super::{Look, Order, Progress, Report, Target, Tell, Terms, change_hash, decide, safe_mode};
use crate::domain::hotspot::changeset::{Change, ChangeSet};
use crate::domain::hotspot::guard::{Guard, period, sending_time, standing};
use crate::domain::hotspot::invert::{self, FormerSecret, invert};
use crate::domain::hotspot::observed::Observed;
use crate::domain::hotspot::seen::{Seen, seen};
use crate::domain::hotspot::stage;
use crate::domain::routeros::facts::Facts;
use crate::domain::secret::Secret;
use crate::routeros::Client;
use crate::routeros::read::{Reading, read};
use crate::routeros::safe_mode::release;
use crate::routeros::secrets::former_secrets;
use crate::store::journal::{Entry, Hold};

/// A router that starts anew takes this long, and a line comes back within it.
const RESTART: Duration = Duration::from_secs(120);

/// How long a router is waited for that fell silent while its guard was armed: nothing was changed yet.
const PATIENCE: Duration = Duration::from_secs(30);

/// Makes a change ready, makes it, and settles it.
pub(super) async fn apply(
    look: Look,
    order: &Order<'_>,
    terms: &Terms<'_>,
    progress: &mut Tell<'_>,
) -> Result<Report, ApplyError> {
    let Look {
        target,
        mut client,
        facts,
        changes,
        observed,
        hash,
        ..
    } = look;
    let mark = &order.desired.mark;
    let stages = stage::stages(&changes)?;
    in_use(&mut client, &changes).await?;
    let secrets = secrets(&mut client, &stages, &facts).await?;
    let secret = |wanted: &FormerSecret| Some(secrets.get(wanted)?.reveal().to_owned());
    let undo = invert(&stages, &observed, mark, &secret);
    let rewritten = |part: &ChangeSet| {
        let stages = stage::stages(part).ok()?;
        let undo = invert(&stages, &observed, mark, &secret).ok()?;
        Some(Guard::new(mark, &hash, terms.token, undo.commands))
    };
    let period = period(terms.guard, changes.changes.len(), target.limits.write);
    let subject = Subject {
        mark,
        token: terms.token,
        changes: &changes,
        facts: &facts,
        guard: undo.map(|undo| Guard::new(mark, &hash, terms.token, undo.commands)),
        period,
    };
    let entry = Entry {
        site: mark.slug().to_owned(),
        router: target.endpoint.to_string(),
        change: hash.clone(),
        guard_seconds: period.as_secs(),
        token: terms.token,
        safe_mode: false,
        secrets: changes.sets_secrets(),
    };
    let mut hold = begin(terms, &entry)?;
    let job = Job {
        target: &target,
        order,
        terms,
        changes: &changes,
        rewritten: &rewritten,
    };

    let mut note = |safe_mode| match &mut hold {
        Some(hold) => hold.begin(&Entry {
            safe_mode,
            ..entry.clone()
        }),
        None => Ok(()),
    };

    progress(Progress::Arming);
    let until = Instant::now() + sending_time(period);
    let Ready {
        protection,
        because,
        former,
    } = match job.ready(&mut client, &subject, &mut note, &hash).await {
        Ok(ready) => ready,
        Err(NotReady { error, unclear }) => {
            client.close().await;
            let settle = Settle {
                goal: Goal::Disarm,
                ..job.settle(&observed, PATIENCE)
            };
            if unclear && let Ending::Unknown { blind, .. } = settle.run(None, progress).await.0 {
                return Err(ApplyError::GuardLeft {
                    why: Box::new(error),
                    blind: Box::new(blind),
                });
            }
            end(hold);
            return Err(error);
        }
    };
    progress(Progress::Protected(protection));
    // Nothing was sent yet, so whatever differs by now is somebody else's.
    let early = seen(&observed, &former, &ChangeSet::default(), mark);

    let until = matches!(protection, Protection::Guard { .. }).then_some(until);
    let sent = send(&mut client, &stages, until, progress).await;
    let (stop, sent) = match sent {
        Ok(()) => (None, Sent::default()),
        Err((stop, fates)) => (Some(stop), super::send::sorted(&fates)),
    };
    let turnarounds = client.turnarounds();
    let client = match &stop {
        Some(Stop::Lost(_)) => {
            client.close().await;
            None
        }
        _ => Some(client),
    };
    let (ending, more) = match protection {
        Protection::SafeMode => {
            safe_mode::settle(&job, &former, client, stop.is_none(), progress).await
        }
        Protection::Guard { .. } | Protection::Script => {
            let patience = match protection {
                Protection::Guard { .. } => period + RESTART,
                _ => RESTART,
            };
            let mut settle = job.settle(&former, patience);
            if stop.is_some() && changes.sets_secrets() {
                // The rows may look complete, and a secret not be written.
                settle.goal = Goal::Undo;
            }
            settle.run(client, progress).await
        }
    };
    if !matches!(ending, Ending::Unknown { .. } | Ending::Stuck { .. }) {
        end(hold);
    }
    let guard_taken = matches!(
        ending,
        Ending::Kept {
            guard_taken: true,
            ..
        }
    );
    let others = outcome(ending, stop, sent, early, protection, period)?;
    Ok(Report {
        changed: changes.counts(),
        proven: order.desired.rows.len(),
        writes: changes.changes.len(),
        turnarounds: turnarounds + more,
        protection: Some(protection),
        because,
        guard_taken,
        others: others.iter().map(ToString::to_string).collect(),
    })
}

/// The secrets that the change takes away, as far as the account may read them.
async fn secrets(
    client: &mut Client,
    stages: &[Vec<&Change>],
    facts: &Facts,
) -> Result<BTreeMap<FormerSecret, Secret>, ApplyError> {
    let may = |policies: &BTreeSet<String>| policies.contains("sensitive");
    if !facts.policies.as_ref().is_some_and(may) {
        return Ok(BTreeMap::new());
    }
    former_secrets(client, &invert::former_secrets(stages))
        .await
        .map_err(|interrupted| ApplyError::Read(interrupted.into()))
}

/// What stands ready, why nothing better does, and what the router held then.
struct Ready {
    protection: Protection,
    because: Vec<String>,
    former: Observed,
}

/// One change under way.
pub(super) struct Job<'j> {
    pub(super) target: &'j Target,
    pub(super) order: &'j Order<'j>,
    pub(super) terms: &'j Terms<'j>,
    pub(super) changes: &'j ChangeSet,
    pub(super) rewritten: &'j Rewrite<'j>,
}

impl Job<'_> {
    /// Protects, and reads back that the protection stands and that nothing else has moved meanwhile. What is read then is the
    /// former state.
    async fn ready(
        &self,
        client: &mut Client,
        subject: &Subject<'_>,
        note_safe_mode: &mut NoteSafeMode<'_>,
        hash: &str,
    ) -> Result<Ready, NotReady> {
        let (protection, because) = protect(client, subject, note_safe_mode).await?;
        let reading = read(client, &self.target.credentials.user)
            .await
            .map_err(|error| NotReady::unclear(ApplyError::NotArmed(error.to_string())))?;
        let Some(error) = self.unready(protection, &reading, hash) else {
            return Ok(Ready {
                protection,
                because,
                former: reading.observed,
            });
        };
        if protection == Protection::SafeMode {
            // Ended without it, it would undo what others have done meanwhile.
            let _ = release(client).await;
        }
        Err(NotReady::unclear(error))
    }

    fn unready(&self, protection: Protection, reading: &Reading, hash: &str) -> Option<ApplyError> {
        let standing = standing(&reading.guards, &self.order.desired.mark);
        let standing = standing.filter(|standing| standing.token == Some(self.terms.token));
        if !protection.stands(standing.as_ref()) {
            return Some(ApplyError::NotArmed(
                "it does not stand on the router: the router did not keep it, or somebody took it away"
                    .to_owned(),
            ));
        }
        match decide(self.target, self.order, reading) {
            Ok(changes) => {
                let found = change_hash(&changes);
                (found != hash).then(|| ApplyError::Moved {
                    expected: hash.to_owned(),
                    found,
                })
            }
            Err(error) => Some(error),
        }
    }

    fn settle<'s>(&'s self, former: &'s Observed, patience: Duration) -> Settle<'s> {
        Settle {
            target: self.target,
            desired: self.order.desired,
            former: Some((former, self.changes)),
            rewritten: Some(self.rewritten),
            secrets: self.changes.sets_secrets(),
            token: Some(self.terms.token),
            goal: Goal::Keep,
            patience,
            pause: self.terms.pause,
        }
    }
}

fn begin(terms: &Terms<'_>, entry: &Entry) -> Result<Option<Hold>, ApplyError> {
    let Some(journal) = terms.journal else {
        return Ok(None);
    };
    let mut hold = journal.hold(&entry.site)?;
    hold.begin(entry)?;
    Ok(Some(hold))
}

/// An entry that stays does no harm: the next change finds nothing on the router and goes on.
fn end(hold: Option<Hold>) {
    if let Some(hold) = hold {
        let _ = hold.end();
    }
}

/// What others changed meanwhile, where the change was kept.
fn outcome(
    ending: Ending,
    stop: Option<Stop>,
    sent: Sent,
    early: Vec<Seen>,
    protection: Protection,
    period: Duration,
) -> Result<Vec<Seen>, ApplyError> {
    let with_early = |late: Vec<Seen>| early.into_iter().chain(late).collect();
    let stopped = stop.map(Cause::Stopped);
    let cause = |why: Option<Cause>| Box::new(stopped.or(why).unwrap_or(Cause::TooSlow));
    let sent = Box::new(sent);
    Err(match ending {
        Ending::Kept { others, .. } => return Ok(with_early(others)),
        Ending::Undone {
            why,
            others,
            undone_too,
        } => ApplyError::RolledBack {
            cause: cause(why),
            sent,
            others: with_early(others),
            undone_too,
            by: protection,
        },
        // Only where the former state is not known, and here it is.
        Ending::Absent => ApplyError::RolledBack {
            cause: cause(None),
            sent,
            others: Vec::new(),
            undone_too: Vec::new(),
            by: protection,
        },
        Ending::NotUndone { why, left } => ApplyError::NotRolledBack {
            cause: cause(why),
            sent,
            left,
        },
        Ending::Stuck { why, refusal } => ApplyError::Stuck {
            cause: cause(why),
            sent,
            refusal,
        },
        Ending::Unknown { why, waited, blind } => ApplyError::Unknown {
            cause: cause(why.or(Some(Cause::NotSeen))),
            sent,
            hope: match protection {
                Protection::Guard { .. } => Hope::Guard(period.saturating_sub(waited)),
                Protection::SafeMode => Hope::SafeMode,
                Protection::Script => Hope::ByHand,
            },
            blind: Box::new(blind),
        },
    })
}
