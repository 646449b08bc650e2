//! A guard that stands on a router: seen, settled, fired by hand, taken away.

use std::time::Duration;

use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::guard::{Standing, State, standing};
use crate::domain::hotspot::mark::SiteMark;
use crate::routeros::Client;
use crate::routeros::guard::{hold_fire, remove_script, rows};
use crate::routeros::read::ReadError;
use crate::service::apply::{
    ApplyError, Blind, Cause, Ending, Goal, Hope, Look, Order, Settle, Target, Tell, Terms, look,
    wait_for_nobody,
};
use crate::store::journal::{Entry, Hold};

/// How long a router that does not answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often what the router did not take away is taken away again.
const ATTEMPTS: usize = 3;

/// What stands of the site's guard on a router.
///
/// # Errors
/// The router cannot be read.
pub async fn status(target: &Target, mark: &SiteMark) -> Result<Option<Standing>, Blind> {
    let mut client = connect(target).await?;
    let standing = standing(&rows(&mut client).await?, mark);
    client.close().await;
    Ok(standing)
}

/// What an earlier change had left on a router.
#[derive(Debug)]
pub struct PickedUp {
    /// The change hash.
    pub change: String,
    /// What became of it.
    pub ending: Ending,
}

/// Reads and compares, after settling what an earlier change has left on the router: one of our own that was stopped is kept
/// where it is complete and undone otherwise.
///
/// # Errors
/// Those of [`look`]; [`ApplyError::GuardStands`] where another hotspotd may be at work; [`ApplyError::Unknown`] where the router
/// stops answering.
pub async fn pick_up(
    target: &Target,
    order: &Order<'_>,
    terms: &Terms<'_>,
    progress: &mut Tell<'_>,
) -> Result<(Look, Option<PickedUp>), ApplyError> {
    let interrupted = wait_for_safe_mode(target, &order.desired.mark, terms, progress).await?;
    let left = match look(target, order).await {
        Ok(mut look) => match look.standing.take() {
            None => {
                let ending = Ending::Absent;
                return Ok((look, interrupted.map(|change| PickedUp { change, ending })));
            }
            Some(left) => {
                look.close().await;
                left
            }
        },
        Err(ApplyError::GuardStands(left)) => left,
        Err(error) => return Err(error),
    };
    let change = left.hash.clone();
    let ending = settle_left(target, order.desired, left, terms, progress).await?;
    Ok((
        look(target, order).await?,
        Some(PickedUp { change, ending }),
    ))
}

/// Where a change under safe mode was stopped, waits until the router has undone it. The change hash, if there was one.
async fn wait_for_safe_mode(
    target: &Target,
    mark: &SiteMark,
    terms: &Terms<'_>,
    progress: &mut Tell<'_>,
) -> Result<Option<String>, ApplyError> {
    let noted = terms.journal.and_then(|journal| journal.look(mark.slug()));
    let Some((entry, _)) = noted.filter(|(entry, _)| entry.safe_mode) else {
        return Ok(None);
    };
    let hold = hold(terms, mark)?;
    wait_for_nobody(target, terms.pause, progress)
        .await
        .map_err(ApplyError::SafeModeHeld)?;
    if let Some(hold) = hold {
        hold.end()?;
    }
    Ok(Some(entry.change))
}

async fn settle_left(
    target: &Target,
    desired: &Desired,
    left: Standing,
    terms: &Terms<'_>,
    progress: &mut Tell<'_>,
) -> Result<Ending, ApplyError> {
    let hold = hold(terms, &desired.mark)?;
    let ours = ours(hold.as_ref(), &left);
    if matches!(left.state, Some(State::Armed | State::Firing)) && ours.is_none() {
        return Err(ApplyError::GuardStands(left));
    }
    let goal = match ours {
        // Whether all of them were written cannot be read.
        Some(entry) if entry.secrets => Goal::Undo,
        _ => Goal::Keep,
    };
    settle(target, desired, &left, goal, terms, hold, progress).await
}

/// What this machine noted of the guard, if it armed it.
fn ours(hold: Option<&Hold>, standing: &Standing) -> Option<Entry> {
    let entry = hold?.former()?;
    (Some(entry.token) == standing.token).then(|| entry.clone())
}

/// Fires the guard that stands on a router. One that another machine armed is left to it to take away: it may be at work.
///
/// # Errors
/// [`ApplyError::Unknown`] where the router stops answering, [`ApplyError::Stuck`] where it does not run the script.
pub async fn roll_back(
    target: &Target,
    mark: &SiteMark,
    terms: &Terms<'_>,
    progress: &mut Tell<'_>,
) -> Result<(Ending, Whose), ApplyError> {
    if wait_for_safe_mode(target, mark, terms, progress)
        .await?
        .is_some()
    {
        let ending = Ending::Undone {
            why: Some(Cause::Asked),
            others: Vec::new(),
            undone_too: Vec::new(),
        };
        return Ok((ending, Whose::SafeMode));
    }
    let hold = hold(terms, mark)?;
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let found = standing(&rows(&mut client).await.map_err(ApplyError::Read)?, mark);
    client.close().await;
    let Some(found) = found else {
        return Ok((Ending::Absent, Whose::Ours));
    };
    let (goal, whose) = match ours(hold.as_ref(), &found) {
        Some(_) => (Goal::Undo, Whose::Ours),
        None => (Goal::Fire, Whose::Others),
    };
    let nothing = Desired::none(mark.clone());
    let ending = settle(target, &nothing, &found, goal, terms, hold, progress).await?;
    Ok((ending, whose))
}

/// Who armed a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This machine.
    Ours,
    /// Nobody: the change was made under safe mode.
    SafeMode,
    /// Another, or this one with another journal.
    Others,
}

async fn settle(
    target: &Target,
    desired: &Desired,
    found: &Standing,
    goal: Goal,
    terms: &Terms<'_>,
    hold: Option<Hold>,
    progress: &mut Tell<'_>,
) -> Result<Ending, ApplyError> {
    let settle = Settle {
        target,
        desired,
        former: None,
        rewritten: None,
        secrets: ours(hold.as_ref(), found).is_some_and(|entry| entry.secrets),
        token: found.token,
        goal,
        patience: PATIENCE,
        pause: terms.pause,
    };
    let period = ours(hold.as_ref(), found).map(|entry| Duration::from_secs(entry.guard_seconds));
    let period = period.unwrap_or(terms.guard);
    match settle.run(None, progress).await.0 {
        Ending::Unknown { why, waited, blind } => Err(ApplyError::Unknown {
            cause: Box::new(why.unwrap_or(Cause::Asked)),
            sent: Box::default(),
            hope: if found.timer || found.boot {
                Hope::Guard(period.saturating_sub(waited))
            } else {
                Hope::ByHand
            },
            blind: Box::new(blind),
        }),
        Ending::Stuck { why, refusal } => Err(ApplyError::Stuck {
            cause: Box::new(why.unwrap_or(Cause::Asked)),
            sent: Box::default(),
            refusal,
        }),
        ending => {
            if let (Some(hold), false) = (hold, goal == Goal::Fire) {
                hold.end()?;
            }
            Ok(ending)
        }
    }
}

/// Takes the guard away and leaves the router as it is. What stood there; `None`: nothing did.
///
/// # Errors
/// The router cannot be read, or does not take it away.
pub async fn disarm(
    target: &Target,
    mark: &SiteMark,
    terms: &Terms<'_>,
) -> Result<Option<Standing>, DisarmError> {
    let hold = hold(terms, mark).map_err(|error| DisarmError::Held(Box::new(error)))?;
    let mut client = connect(target).await?;
    let found = standing(&rows(&mut client).await.map_err(Blind::from)?, mark);
    if let Some(found) = &found {
        take_away(&mut client, mark, found).await?;
    }
    client.close().await;
    if let Some(hold) = hold {
        hold.end()
            .map_err(|error| DisarmError::Held(Box::new(error.into())))?;
    }
    Ok(found)
}

/// Why a guard still stands.
#[derive(Debug, thiserror::Error)]
pub enum DisarmError {
    /// Another process is at work, or the journal cannot be used.
    #[error(transparent)]
    Held(Box<ApplyError>),
    /// The router cannot be read.
    #[error(transparent)]
    Blind(#[from] Blind),
    /// The router does not take it away.
    #[error(
        "the router confirms that it takes the guard away and does not: remove the script and the schedulers named {0} there by hand"
    )]
    Stays(String),
}

async fn take_away(
    client: &mut Client,
    mark: &SiteMark,
    found: &Standing,
) -> Result<(), DisarmError> {
    let mut left = Some(found.clone());
    for _ in 0..ATTEMPTS {
        let Some(guard) = left else {
            return Ok(());
        };
        left = once(client, mark, &guard).await.map_err(Blind::from)?;
    }
    match left {
        None => Ok(()),
        Some(_) => Err(DisarmError::Stays(format!("{}guard", mark.name()))),
    }
}

async fn once(
    client: &mut Client,
    mark: &SiteMark,
    guard: &Standing,
) -> Result<Option<Standing>, ReadError> {
    hold_fire(client, guard).await?;
    Ok(standing(&remove_script(client, guard).await?, mark))
}

fn hold(terms: &Terms<'_>, mark: &SiteMark) -> Result<Option<Hold>, ApplyError> {
    Ok(terms
        .journal
        .map(|journal| journal.hold(mark.slug()))
        .transpose()?)
}

async fn connect(target: &Target) -> Result<Client, Blind> {
    Ok(Client::connect(&target.endpoint, &target.credentials, &target.limits).await?)
}
