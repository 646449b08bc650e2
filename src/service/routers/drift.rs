//! Drift: what somebody else changed on routers, found by reading them again and again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::domain::hotspot::changeset::{Action, Change, ChangeSet};
use crate::domain::hotspot::site::Override;
use crate::domain::id::RouterId;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::router;

use super::change::Wish;
use super::compare::{Comparison, compare, compared};
use super::prepare::prepare;
use super::{RouterError, site};

/// So many routers are read at the same time.
pub const AT_ONCE: usize = 8;

/// How a round went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Routers that hold their site.
    pub same: usize,
    /// Routers that differ.
    pub different: usize,
    /// Routers that did not answer, are not fit or have no site.
    pub others: usize,
    /// Routers on which a job is under way.
    pub skipped: usize,
}

/// Compares all routers, some at a time. `spread` is the time over which they are begun, so that a box with many of them does not
/// read all at the same moment.
pub async fn round(appliance: &Arc<Appliance>, spread: Duration) -> Result<Round, RouterError> {
    let ids = appliance
        .state
        .read(|connection| Ok::<_, RouterError>(router::ids(connection)?))
        .await?;
    let gap = spread
        .checked_div(u32::try_from(ids.len()).unwrap_or(u32::MAX).max(1))
        .unwrap_or_default();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut checks = JoinSet::new();
    for id in ids {
        let (appliance, places) = (Arc::clone(appliance), Arc::clone(&places));
        checks.spawn(async move {
            let _place = places.acquire_owned().await;
            check(&appliance, id).await
        });
        if !gap.is_zero() {
            tokio::time::sleep(gap).await;
        }
    }
    let mut round = Round::default();
    while let Some(checked) = checks.join_next().await {
        match checked {
            Ok(Some(Ok(found))) if found.changes.is_empty() => round.same += 1,
            Ok(Some(Ok(_))) => round.different += 1,
            Ok(Some(Err(_))) | Err(_) => round.others += 1,
            Ok(None) => round.skipped += 1,
        }
    }
    Ok(round)
}

/// Compares one router, unless something is being done to it.
async fn check(appliance: &Appliance, id: RouterId) -> Option<Result<Comparison, RouterError>> {
    let hand = appliance.hand(id);
    let _held = hand.try_lock().ok()?;
    Some(match prepare(appliance, id, Wish::Apply).await {
        Ok(prepared) => compared(appliance, prepared).await,
        Err(error) => Err(error),
    })
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
