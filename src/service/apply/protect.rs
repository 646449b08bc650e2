//! What stands ready to put the router back, made ready before the first change.
//!
//! First choice is the guard. Where the router keeps no schedulers, or a change cannot be undone by a script: safe mode. With neither,
//! only changes that cannot cut anybody off are made; their script is run by hand if need be.

use std::time::Duration;

use serde::Serialize;

use super::error::{ApplyError, Unprotected};
use super::outcome::rows;
use crate::domain::hotspot::changeset::ChangeSet;
use crate::domain::hotspot::guard::{Guard, Standing, Token, standing};
use crate::domain::hotspot::harm::can_cut_off;
use crate::domain::hotspot::invert::NotInvertible;
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::routeros::facts::Facts;
use crate::routeros::guard::{ArmError, arm, check, hold_fire, remove_script, rows as guard_rows};
use crate::routeros::read::ReadError;
use crate::routeros::{Client, Interrupted, safe_mode};
use crate::store::journal::JournalError;

/// The longest script that a router is given, in bytes (RouterOS facts: apply, "Dead-man sequences" D).
const LONGEST_SCRIPT: usize = 30 << 10;

/// What stands ready to put the router back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// A script and its schedulers, which fire after this many seconds and when the router starts.
    Guard {
        /// Seconds.
        seconds: u64,
    },
    /// Safe mode of our session.
    SafeMode,
    /// A script without schedulers, for changes that cannot cut anybody off.
    Script,
}

/// What is to be protected.
pub(super) struct Subject<'s> {
    pub(super) mark: &'s SiteMark,
    pub(super) token: Token,
    pub(super) changes: &'s ChangeSet,
    pub(super) facts: &'s Facts,
    pub(super) guard: Result<Guard, Vec<NotInvertible>>,
    pub(super) period: Duration,
}

/// Notes, before safe mode is taken, whether the change is made under it: nothing on the router will tell.
pub(super) type NoteSafeMode<'n> = dyn FnMut(bool) -> Result<(), JournalError> + Send + 'n;

/// Why nothing stands ready. No row was changed.
pub(super) struct NotReady {
    /// Why.
    pub(super) error: ApplyError,
    /// Whether a part of the guard may stand on the router.
    pub(super) unclear: bool,
}

impl NotReady {
    pub(super) fn unclear(error: impl Into<ApplyError>) -> Self {
        NotReady {
            error: error.into(),
            unclear: true,
        }
    }
}

impl From<ArmError> for NotReady {
    fn from(error: ArmError) -> Self {
        NotReady::unclear(error)
    }
}

impl From<JournalError> for NotReady {
    fn from(error: JournalError) -> Self {
        NotReady {
            error: error.into(),
            unclear: false,
        }
    }
}

impl From<ReadError> for NotReady {
    fn from(error: ReadError) -> Self {
        NotReady::unclear(ApplyError::NotArmed(error.to_string()))
    }
}

impl From<Interrupted> for NotReady {
    fn from(interrupted: Interrupted) -> Self {
        ArmError::from(interrupted).into()
    }
}

/// Makes the best means ready that this router has, and tells why not a better one.
pub(super) async fn protect(
    client: &mut Client,
    subject: &Subject<'_>,
    note_safe_mode: &mut NoteSafeMode<'_>,
) -> Result<(Protection, Vec<String>), NotReady> {
    let mut why = Unprotected::default();
    let guard = match &subject.guard {
        Ok(guard) if guard.source().len() > LONGEST_SCRIPT => {
            why.means.push(format!(
                "the script that would undo it is longer than a router surely takes ({LONGEST_SCRIPT} bytes): make the change in several steps"
            ));
            None
        }
        Ok(guard) => Some(guard),
        Err(not_invertible) => {
            why.not_invertible.clone_from(not_invertible);
            None
        }
    };
    if let Some(guard) = guard
        && let Some(ready) = by_guard(client, subject, guard, &mut why).await?
    {
        return Ok((ready, Vec::new()));
    }
    if by_safe_mode(client, subject, note_safe_mode, &mut why).await? {
        return Ok((Protection::SafeMode, why.reasons()));
    }
    if let Some(guard) = guard {
        match can_cut_off(subject.changes) {
            None => {
                check(client, guard).await?;
                arm(client, guard, None, subject.facts.policies.as_ref()).await?;
                return Ok((Protection::Script, why.reasons()));
            }
            Some(menu) => why.means.push(format!(
                "without them only changes are made that cannot cut anybody off, and those of {menu} can"
            )),
        }
    }
    Err(NotReady {
        error: ApplyError::Unprotected(why),
        unclear: false,
    })
}

/// `None`, with the reason noted, where the router keeps no script or scheduler.
async fn by_guard(
    client: &mut Client,
    subject: &Subject<'_>,
    guard: &Guard,
    why: &mut Unprotected,
) -> Result<Option<Protection>, NotReady> {
    if subject.facts.device_mode.get("scheduler") == Some(&false) {
        why.means.push(
            "device-mode of this router forbids schedulers: run `/system device-mode update scheduler=yes` on it and press its button (or cut its power) within 5 minutes"
                .to_owned(),
        );
        return Ok(None);
    }
    check(client, guard).await?;
    let policies = subject.facts.policies.as_ref();
    match arm(client, guard, Some(subject.period), policies).await {
        Ok(()) => Ok(Some(Protection::Guard {
            seconds: subject.period.as_secs(),
        })),
        Err(ArmError::Refused { what, message }) => {
            clear(client, subject).await?;
            why.means
                .push(format!("the router refuses the guard's {what}: {message}"));
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

async fn by_safe_mode(
    client: &mut Client,
    subject: &Subject<'_>,
    note: &mut NoteSafeMode<'_>,
    why: &mut Unprotected,
) -> Result<bool, NotReady> {
    let count = subject.changes.changes.len();
    if subject.facts.version < safe_mode::SINCE {
        why.means.push(format!(
            "safe mode is there from RouterOS {} on",
            safe_mode::SINCE
        ));
    } else if count > safe_mode::MOST_CHANGES {
        why.means.push(format!(
            "safe mode bears {} changes, these are {}",
            safe_mode::MOST_CHANGES,
            rows(count)
        ));
    } else {
        note(true)?;
        match safe_mode::take(client).await? {
            Ok(()) => return Ok(true),
            Err(message) => {
                note(false)?;
                why.means
                    .push(format!("the router gives no safe mode: {message}"));
            }
        }
    }
    Ok(false)
}

/// Takes away what stands of our guard that could not be armed in full. Another one that stands in its way is left alone: somebody is
/// changing this router.
async fn clear(client: &mut Client, subject: &Subject<'_>) -> Result<(), NotReady> {
    match standing(&guard_rows(client).await?, subject.mark) {
        None => Ok(()),
        Some(part) if part.token == Some(subject.token) => {
            hold_fire(client, &part).await?;
            remove_script(client, &part).await?;
            Ok(())
        }
        Some(other) => Err(NotReady {
            error: ApplyError::GuardStands(other),
            unclear: false,
        }),
    }
}

impl Protection {
    /// Whether what was read back is what was made ready; safe mode cannot be read.
    pub(super) fn stands(self, standing: Option<&Standing>) -> bool {
        let script = standing.is_some_and(|standing| standing.script.is_some());
        match self {
            Protection::Guard { .. } => {
                script && standing.is_some_and(|standing| standing.timer && standing.boot)
            }
            Protection::Script => script,
            Protection::SafeMode => true,
        }
    }
}
