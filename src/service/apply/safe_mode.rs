//! A change under safe mode, brought to its end.
//!
//! The session that holds safe mode is the guard: the router undoes everything when it ends. So a change is kept by an act, the
//! release, and only after a new connection read it; where the release is not answered, a new session takes safe mode itself,
//! which shows that no other holds it any more, and only then are the rows believed.

use std::time::Duration;

use super::guarded::Job;
use super::outcome::Cause;
use super::settle::{Blind, Ending, Pause};
use super::{Progress, Target, Tell};
use crate::domain::hotspot::diff::{Secrets, diff};
use crate::domain::hotspot::observed::Observed;
use crate::domain::hotspot::seen::{Seen, seen};
use crate::routeros::read::{Reading, read};
use crate::routeros::safe_mode::{NotTaken, release, take, unroll};
use crate::routeros::{Client, ConnectError, Interrupted};

/// A silent loss of the line ends the session on the router after 9 minutes (RouterOS facts: apply, "Safe mode IS reachable").
const PATIENCE: Duration = Duration::from_secs(660);
const PAUSE: Duration = Duration::from_secs(5);

/// Settles it. `holder` is the session that holds safe mode, where it lives still.
pub(super) async fn settle(
    job: &Job<'_>,
    former: &Observed,
    holder: Option<Client>,
    all_sent: bool,
    progress: &mut Tell<'_>,
) -> (Ending, u32) {
    let mut course = Course {
        job,
        former,
        why: None,
        undone_too: Vec::new(),
        released: false,
        turnarounds: 0,
    };
    if let Some(holder) = holder
        && let Some(ending) = course.with_holder(holder, all_sent, progress).await
    {
        return (ending, course.turnarounds);
    }
    let ending = course.without_holder(progress).await;
    (ending, course.turnarounds)
}

/// Waits until no session holds the router's safe mode any more: what a lost one did under it is undone then.
///
/// # Errors
/// Why it is not known.
pub(in crate::service) async fn wait_for_nobody(
    target: &Target,
    pause: &Pause<'_>,
    progress: &mut Tell<'_>,
) -> Result<(), Blind> {
    let mut waited = Duration::ZERO;
    loop {
        let blind = match nobody_holds(target).await {
            Ok(true) => return Ok(()),
            Ok(false) => Blind::Held,
            Err(blind) => blind,
        };
        if waited >= PATIENCE {
            return Err(blind);
        }
        progress(Progress::Waiting(PAUSE));
        pause(PAUSE).await;
        waited += PAUSE;
    }
}

async fn nobody_holds(target: &Target) -> Result<bool, Blind> {
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let taken = take(&mut client).await?;
    if taken.is_ok() {
        let_go(&mut client).await?;
    }
    client.close().await;
    // A router that knows no safe mode has none that could be held.
    Ok(taken != Err(NotTaken::Held))
}

/// Releases what was taken only to see that nobody holds it. Where the router does not release it, it notices the end of the session.
async fn let_go(client: &mut Client) -> Result<(), Interrupted> {
    const ATTEMPTS: usize = 3;
    for _ in 0..ATTEMPTS {
        if release(client).await?.is_ok() {
            break;
        }
    }
    Ok(())
}

struct Course<'c> {
    job: &'c Job<'c>,
    former: &'c Observed,
    why: Option<Cause>,
    /// What others did while safe mode was held: it goes with the rest.
    undone_too: Vec<Seen>,
    /// The release was sent: only then may the router hold the change.
    released: bool,
    turnarounds: u32,
}

impl Course<'_> {
    /// Keeps or undoes the change; `None` where the router must be asked what became of it.
    async fn with_holder(
        &mut self,
        mut holder: Client,
        all_sent: bool,
        progress: &mut Tell<'_>,
    ) -> Option<Ending> {
        let before = holder.turnarounds();
        let mut kept = None;
        if all_sent {
            progress(Progress::Verifying);
            match self.read_anew().await {
                Ok(reading) => match self.missing(&reading) {
                    None => {
                        self.released = true;
                        match release(&mut holder).await {
                            Ok(Ok(())) => kept = Some(self.kept(&reading)),
                            Ok(Err(words)) => self.why = Some(Cause::NotReleased(words)),
                            Err(_) => {}
                        }
                    }
                    Some(cause) => {
                        self.why = Some(cause);
                        self.undone_too = self.seen(&reading).1;
                    }
                },
                Err(Blind::Connect(error)) => self.why = Some(Cause::NoWayBack(error)),
                Err(_) => {}
            }
        }
        if kept.is_none() && self.undone_too.is_empty() {
            // What others did meanwhile goes too: it is read, so that it can be told.
            if let Ok(reading) = read(&mut holder, &self.job.target.credentials.user).await {
                self.undone_too = self.seen(&reading).1;
            }
        }
        if kept.is_none() {
            progress(Progress::RollingBack);
            // Whether or not it answers, the session ends, and with it what it did.
            let _ = unroll(&mut holder).await;
        }
        self.turnarounds += holder.turnarounds() - before;
        holder.close().await;
        kept
    }

    async fn without_holder(&mut self, progress: &mut Tell<'_>) -> Ending {
        let mut waited = Duration::ZERO;
        loop {
            progress(Progress::Verifying);
            let blind = match self.ask().await {
                Ok(Some(reading)) => return self.ending(&reading),
                Ok(None) => Blind::Held,
                Err(blind) => blind,
            };
            if waited >= PATIENCE {
                let why = self.why.take();
                return Ending::Unknown { why, waited, blind };
            }
            progress(Progress::Waiting(PAUSE));
            (self.job.terms.pause)(PAUSE).await;
            waited += PAUSE;
        }
    }

    /// What the router holds, once no session holds safe mode any more.
    async fn ask(&mut self) -> Result<Option<Reading>, Blind> {
        let mut client = self.connect().await?;
        let reading = match take(&mut client).await? {
            Err(NotTaken::Held) => None,
            taken => {
                let reading = read(&mut client, &self.job.target.credentials.user).await?;
                // It did nothing under it, so this keeps and undoes nothing.
                if taken.is_ok() {
                    let_go(&mut client).await?;
                }
                Some(reading)
            }
        };
        self.turnarounds += client.turnarounds();
        client.close().await;
        Ok(reading)
    }

    async fn connect(&self) -> Result<Client, ConnectError> {
        let target = self.job.target;
        Client::connect(&target.endpoint, &target.credentials, &target.limits).await
    }

    async fn read_anew(&mut self) -> Result<Reading, Blind> {
        let mut client = self.connect().await?;
        let reading = read(&mut client, &self.job.target.credentials.user).await?;
        self.turnarounds += client.turnarounds();
        client.close().await;
        Ok(reading)
    }

    fn missing(&self, reading: &Reading) -> Option<Cause> {
        match diff(self.job.order.desired, &reading.observed, Secrets::Keep) {
            Ok(left) if left.is_empty() => None,
            Ok(left) => Some(Cause::NotProven(left)),
            Err(errors) => Some(Cause::GroundLost(errors)),
        }
    }

    fn seen(&self, reading: &Reading) -> (Vec<Seen>, Vec<Seen>) {
        let mark = &self.job.order.desired.mark;
        let seen = seen(self.former, &reading.observed, self.job.changes, mark);
        seen.into_iter().partition(|seen| seen.ours)
    }

    fn kept(&self, reading: &Reading) -> Ending {
        let (_, others) = self.seen(reading);
        Ending::Kept {
            guard_taken: false,
            others,
        }
    }

    fn ending(&mut self, reading: &Reading) -> Ending {
        let (left, others) = self.seen(reading);
        let why = self.why.take();
        if self.released && self.missing(reading).is_none() {
            Ending::Kept {
                guard_taken: false,
                others,
            }
        } else if left.is_empty() {
            Ending::Undone {
                why,
                others,
                undone_too: std::mem::take(&mut self.undone_too),
            }
        } else {
            Ending::NotUndone { why, left }
        }
    }
}
