//! Drift: what somebody else changed on routers, found by reading them again and again.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};

use crate::domain::hotspot::changeset::{Action, Change, ChangeSet};
use crate::domain::hotspot::site::Override;
use crate::domain::id::RouterId;
use crate::domain::time::Span;
use crate::domain::turn::is_due;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::service::told::sentence;
use crate::store::router::{self, Router};
use crate::store::setting;

use super::change::Wish;
use super::compare::{Comparison, compare, compared, glance, is_busy, silent};
use super::manage::owned;
use super::prepare::prepare;
use super::{RouterError, site};

/// So many routers are read at the same time.
pub const AT_ONCE: usize = 8;
/// How often each router is read, unless the owner wants it otherwise.
pub const EVERY: Span = Span::from_secs(600);
/// The least and the most that the owner may want.
pub const LIMITS: (Span, Span) = (Span::from_secs(60), Span::from_secs(86_400));
/// The setting that says how often, in seconds.
pub(super) const SETTING: &str = "drift.every";
/// How long one router may take. It holds a place of [`AT_ONCE`] for so long at most, and keeps nobody from changing it for longer.
const LONGEST: Duration = Duration::from_secs(60);

/// How a round went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Routers that hold their site.
    pub same: usize,
    /// Routers that differ.
    pub different: usize,
    /// Routers that did not answer, are not fit or have no site.
    pub others: usize,
    /// Routers on which a job waits or is under way.
    pub skipped: usize,
}

/// How often each router is read.
///
/// # Errors
/// The database.
pub async fn every(appliance: &Appliance) -> Result<Span, RouterError> {
    let kept = appliance
        .state
        .read(|connection| Ok::<_, RouterError>(setting::get(connection, SETTING)?))
        .await?;
    let kept = kept.and_then(|seconds| seconds.parse().ok());
    Ok(kept
        .map_or(EVERY, Span::from_secs)
        .clamp(LIMITS.0, LIMITS.1))
}

/// Compares the routers whose turn it is. For the schedule, which asks again and again.
///
/// # Errors
/// The database.
pub async fn due(appliance: &Arc<Appliance>) -> Result<Round, RouterError> {
    let (period, now) = (every(appliance).await?, appliance.clock.now());
    let checks = appliance
        .state
        .read(|connection| Ok::<_, RouterError>(router::checks(connection)?))
        .await?;
    let due = checks
        .into_iter()
        .filter(|(id, last)| is_due(*last, period, id.get(), now))
        .map(|(id, _)| id);
    Ok(these(appliance, due.collect(), |_| {}).await)
}

/// Compares all routers now. `finished` hears of each as it is done with.
///
/// # Errors
/// The database.
pub async fn round(
    appliance: &Arc<Appliance>,
    finished: impl FnMut(RouterId),
) -> Result<Round, RouterError> {
    let ids = appliance
        .state
        .read(|connection| Ok::<_, RouterError>(router::ids(connection)?))
        .await?;
    Ok(these(appliance, ids, finished).await)
}

async fn these(
    appliance: &Arc<Appliance>,
    ids: Vec<RouterId>,
    mut finished: impl FnMut(RouterId),
) -> Round {
    let checked = |id| {
        let appliance = Arc::clone(appliance);
        async move {
            let check = tokio::spawn(async move { check(&appliance, id).await });
            (id, check.await)
        }
    };
    let mut checks = stream::iter(ids).map(checked).buffer_unordered(AT_ONCE);
    let mut round = Round::default();
    while let Some((id, checked)) = checks.next().await {
        finished(id);
        match checked {
            Ok(Ok(Some(found))) if found.changes.is_empty() => round.same += 1,
            Ok(Ok(Some(_))) => round.different += 1,
            Ok(Ok(None)) => round.skipped += 1,
            // Or a panic, which the log has.
            Ok(Err(_)) | Err(_) => round.others += 1,
        }
    }
    round
}

/// Compares one router, unless something is being done to it or is about to be.
async fn check(appliance: &Appliance, id: RouterId) -> Result<Option<Comparison>, RouterError> {
    let hand = appliance.hand(id);
    let Ok(_held) = hand.try_lock() else {
        return Ok(None);
    };
    // One that was left by a stop is about to be picked up; what stands half done on the router is no drift.
    if is_busy(appliance, id).await? {
        return Ok(None);
    }
    let reading = async {
        match prepare(appliance, id, Wish::Apply).await {
            Ok(prepared) => compared(appliance, prepared).await,
            // What it is to hold is not known. Whether it answers, and how it is, is to be known all the same.
            Err(error @ (RouterError::NoSite | RouterError::Generate { .. })) => {
                glance(appliance, id).await?;
                Err(error)
            }
            Err(error) => Err(error),
        }
    };
    let found = match tokio::time::timeout(LONGEST, reading).await {
        Ok(found) => found.map(Some),
        Err(_) => {
            let slow = RouterError::TooSlow(LONGEST.as_secs());
            silent(appliance, id, sentence(&slow.to_string())).await?;
            Err(slow)
        }
    };
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| Ok::<_, RouterError>(router::checked(connection, id, now)?))
        .await?;
    found
}

/// What the last comparison of a router found: the router, and what differed, as JSON.
///
/// # Errors
/// [`StoreError::Missing`](crate::store::StoreError::Missing).
pub async fn last(
    appliance: &Appliance,
    id: RouterId,
) -> Result<(Router, Option<String>), RouterError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            let router = owned(connection, operator, id)?;
            Ok((router, router::drift_changes(connection, id)?))
        })
        .await
}

/// Accepts what differs: the site says from now on what the router holds. Only what is still as it was shown.
///
/// # Errors
/// [`RouterError::Moved`]; [`RouterError::NotAcceptable`] where rows are missing or in another place.
pub async fn accept(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    change: &str,
) -> Result<usize, RouterError> {
    let found = compare(appliance, id, Wish::Apply).await?;
    if found.hash != change {
        return Err(RouterError::Moved);
    }
    let accepted = overrides(&found.changes)?;
    let mut kept = site::get(appliance, id).await?.ok_or(RouterError::NoSite)?;
    let count = accepted.len();
    for accept in accepted {
        let overrides = &mut kept.site.overrides;
        overrides.retain(|other| {
            (&other.menu, &other.key, &other.field) != (&accept.menu, &accept.key, &accept.field)
        });
        overrides.push(accept);
    }
    super::prepare::generate(appliance, &kept.site)?;
    site::store(
        appliance,
        actor,
        id,
        &kept.site,
        kept.version,
        "accept-drift",
    )
    .await?;
    // The router holds by definition what was accepted; reading it again proves that.
    compare(appliance, id, Wish::Apply).await?;
    Ok(count)
}

/// The overrides that make the site say what the router holds.
///
/// # Errors
/// [`RouterError::NotAcceptable`].
pub fn overrides(changes: &ChangeSet) -> Result<Vec<Override>, RouterError> {
    let mut accepted = Vec::new();
    for change in &changes.changes {
        let Action::Set {
            fields,
            take_over: false,
            ..
        } = &change.action
        else {
            return Err(RouterError::NotAcceptable(why(change)));
        };
        for field in fields {
            let Some(value) = &field.from else {
                return Err(RouterError::NotAcceptable(format!(
                    "{} of {} is not set on the router, or is secret; put it back, or change the site",
                    field.field.0.name,
                    change.name()
                )));
            };
            accepted.push(Override {
                menu: change.menu.path.to_owned(),
                key: change.row.clone(),
                field: field.field.0.name.to_owned(),
                value: value.clone(),
            });
        }
    }
    Ok(accepted)
}

fn why(change: &Change) -> String {
    let name = change.name();
    match change.action {
        Action::Add { .. } => {
            format!("{name} is missing on the router; put it back, or change the site")
        }
        Action::Move { .. } => format!("{name} stands in another place; put it back"),
        Action::Remove { .. } => {
            format!("{name} carries our mark and is not in the site; put it back")
        }
        Action::Set { .. } => format!("{name} is not ours yet; apply with taking over"),
    }
}
