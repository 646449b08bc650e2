//! Brings a change under way to its end: kept in full, or undone in full.
//!
//! Nothing here relies on what was sent. The router is read, and what it says decides: which rows it holds, and whether its guard is
//! armed, firing or fired. Every act is followed by another reading.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use self::act::{Act, Course, Found, act};
use super::outcome::Cause;
use super::{Progress, Target, Tell};
use crate::domain::hotspot::changeset::ChangeSet;
use crate::domain::hotspot::conflict::without_theirs;
use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::diff::{Secrets, diff};
use crate::domain::hotspot::guard::{Guard, Standing, State, Token, standing};
use crate::domain::hotspot::observed::Observed;
use crate::domain::hotspot::preflight::STARTED;
use crate::domain::hotspot::seen::seen;
use crate::routeros::guard::{fire, hold_fire, remove_script, rewrite};
use crate::routeros::read::{ReadError, Reading, read};
use crate::routeros::{Client, ConnectError, Interrupted};

mod act;
mod ending;

pub use ending::{Blind, Ending, Goal};

/// Lets time pass. Injected, so that a test may let it pass on a simulated router.
pub type Pause<'p> =
    dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'p;

/// Real time.
pub fn pause(time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(tokio::time::sleep(time))
}

/// The first pause before another attempt to connect; each further one is twice as long, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How much later a script that was found running is read again.
const FIRING_PAUSE: Duration = Duration::from_secs(2);
/// How much later a router that has only just started is read again.
const START_PAUSE: Duration = Duration::from_secs(20);
/// After so many readings the router does not do what it confirms.
const READINGS: u32 = 20;

/// The guard for a part of the changes.
pub type Rewrite<'r> = dyn Fn(&ChangeSet) -> Option<Guard> + Send + Sync + 'r;

/// A change under way.
pub struct Settle<'a> {
    /// Which router.
    pub target: &'a Target,
    /// What it shall hold.
    pub desired: &'a Desired,
    /// What it held before, and what was to be changed; `None` where another process began it.
    pub former: Option<(&'a Observed, &'a ChangeSet)>,
    /// Writes the guard anew for a part of the changes; `None` where that part cannot be undone by a script.
    pub rewritten: Option<&'a Rewrite<'a>>,
    /// The change writes secrets, which cannot be read back.
    pub secrets: bool,
    /// The guard that is ours; `None`: whichever stands.
    pub token: Option<Token>,
    /// What to aim for.
    pub goal: Goal,
    /// How long a router that does not answer is waited for.
    pub patience: Duration,
    /// How to let time pass.
    pub pause: &'a Pause<'a>,
}

impl Settle<'_> {
    /// Settles it. `old` is the connection that the change was made over, where it is still of use: it is the last way in when no
    /// new one can be made. Also tells how often new connections waited for the router.
    pub async fn run(&self, mut old: Option<Client>, progress: &mut Tell<'_>) -> (Ending, u32) {
        let mut course = Course::default();
        let mut next_pause = FIRST_PAUSE;
        let mut waited = Duration::ZERO;
        loop {
            progress(Progress::Verifying);
            let began = Instant::now();
            let blind = match self.connect().await {
                Ok(client) => match self
                    .settle_over(client, true, old.take(), &mut course, progress)
                    .await
                {
                    Ok(ending) => return (ending, course.turnarounds),
                    Err(blind) => blind,
                },
                Err(error) => match old.take() {
                    Some(client) => {
                        course.why.get_or_insert(Cause::NoWayBack(error));
                        match self
                            .settle_over(client, false, None, &mut course, progress)
                            .await
                        {
                            Ok(ending) => return (ending, course.turnarounds),
                            Err(blind) => blind,
                        }
                    }
                    None => Blind::Connect(error),
                },
            };
            waited += began.elapsed();
            if waited >= self.patience || matches!(blind, Blind::Stubborn) {
                let why = course.why;
                return (Ending::Unknown { why, waited, blind }, course.turnarounds);
            }
            progress(Progress::Waiting(next_pause));
            (self.pause)(next_pause).await;
            waited += next_pause;
            next_pause = (next_pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn connect(&self) -> Result<Client, ConnectError> {
        let target = self.target;
        Client::connect(&target.endpoint, &target.credentials, &target.limits).await
    }

    async fn settle_over(
        &self,
        mut client: Client,
        fresh: bool,
        old: Option<Client>,
        course: &mut Course,
        progress: &mut Tell<'_>,
    ) -> Result<Ending, Blind> {
        let before = if fresh { 0 } else { client.turnarounds() };
        let farewell = async {
            if let Some(old) = old {
                old.close().await;
            }
        };
        let (ending, ()) =
            tokio::join!(self.follow(&mut client, fresh, course, progress), farewell);
        course.turnarounds += client.turnarounds() - before;
        client.close().await;
        ending
    }

    /// Reads, decides, acts, and reads again.
    async fn follow(
        &self,
        client: &mut Client,
        fresh: bool,
        course: &mut Course,
        progress: &mut Tell<'_>,
    ) -> Result<Ending, Blind> {
        loop {
            let reading = read(client, &self.target.credentials.user).await?;
            course.readings += 1;
            if course.readings > READINGS {
                return Err(Blind::Stubborn);
            }
            let mut found = self.found(&reading, fresh, course.ours.as_ref());
            let standing = standing(&reading.guards, &self.desired.mark)
                .filter(|standing| self.token.is_none() || standing.token == self.token);
            match act(standing, &mut found, course) {
                Act::End => return Ok(found.ending(course)),
                Act::GiveUp => {
                    return Ok(Ending::Stuck {
                        why: course.why.take(),
                        refusal: course.refusal.take().unwrap_or_default(),
                    });
                }
                Act::WaitForScript => (self.pause)(FIRING_PAUSE).await,
                Act::WaitForStart => (self.pause)(START_PAUSE).await,
                Act::ReadAgain => {}
                Act::Disarm(standing) => {
                    if self.disarm(client, &standing).await? {
                        course.disarmed = true;
                        if !found.starting || !found.complete {
                            return Ok(found.ending(course));
                        }
                        // What was to run at start-up may have begun to.
                        course.absent_before = true;
                        (self.pause)(FIRING_PAUSE).await;
                    }
                }
                Act::Fire(standing) => {
                    progress(Progress::RollingBack);
                    found.blame(course, standing.state);
                    self.spare_theirs(client, &standing, &found, course).await?;
                    course.refusal = fire(client, &standing).await?;
                }
            }
        }
    }

    /// Takes out of the script what somebody else has written since. Where the router does not take the shorter one, theirs is undone too.
    async fn spare_theirs(
        &self,
        client: &mut Client,
        standing: &Standing,
        found: &Found,
        course: &mut Course,
    ) -> Result<(), Interrupted> {
        let (Some((_, changes)), Some(rewritten), Some(Ok(left)), Some(State::Armed)) =
            (self.former, self.rewritten, &found.missing, standing.state)
        else {
            return Ok(());
        };
        let Some(ours) = without_theirs(course.ours.as_ref().unwrap_or(changes), left) else {
            return Ok(());
        };
        if let Some(guard) = rewritten(&ours)
            && rewrite(client, standing, guard.source()).await?
        {
            course.ours = Some(ours);
        }
        Ok(())
    }

    fn found(&self, reading: &Reading, fresh: bool, ours: Option<&ChangeSet>) -> Found {
        let desired = self.desired;
        let seen = self.former.map(|(former, changes)| {
            let changes = ours.unwrap_or(changes);
            seen(former, &reading.observed, changes, &desired.mark)
        });
        let missing = diff(desired, &reading.observed, Secrets::Keep);
        let whole = matches!(&missing, Ok(left) if left.is_empty());
        Found {
            complete: whole && fresh && self.goal == Goal::Keep,
            missing: (!whole).then_some(missing),
            seen,
            goal: self.goal,
            secrets: self.secrets,
            starting: reading.facts.uptime.is_some_and(|uptime| uptime < STARTED),
        }
    }

    /// Takes the schedulers away, and then the script, unless it began to run meanwhile. True: nothing stands any more, and nothing ran.
    async fn disarm(&self, client: &mut Client, found: &Standing) -> Result<bool, ReadError> {
        let mark = &self.desired.mark;
        let held = standing(&hold_fire(client, found).await?, mark);
        let unchanged = held.as_ref().is_some_and(|held| {
            held.state == found.state && held.token == found.token && held.schedulers.is_empty()
        });
        match held {
            Some(held) if unchanged => {
                let left = remove_script(client, &held).await?;
                Ok(standing(&left, mark).is_none())
            }
            _ => Ok(false),
        }
    }
}
