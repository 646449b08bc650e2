//! A router compared with what it is to hold, now.

use std::time::Duration;

use crate::domain::hotspot::changeset::ChangeSet;
use crate::domain::hotspot::check::Finding;
use crate::domain::hotspot::guard::Standing;
use crate::domain::id::RouterId;
use crate::domain::moment::Moment;
use crate::routeros::ConnectError;
use crate::routeros::read::Reading;
use crate::service::appliance::Appliance;
use crate::service::apply::{ApplyError, Order, Target, ask};
use crate::service::told::sentences;
use crate::service::trust;
use crate::store::reach::Sample;
use crate::store::router::{self, Drift, Found, Itself, Router};
use crate::store::{configuration, job};

use super::RouterError;
use super::change::Wish;
use super::prepare::{Prepared, prepare, rows_hash};
use super::reach::own_address;

/// What differs on a router.
#[derive(Debug)]
pub struct Comparison {
    /// The router.
    pub router: Router,
    /// When it was read.
    pub at: Moment,
    /// It was proven to hold this very configuration before: what differs was done by somebody else.
    pub drifted: bool,
    /// What would change.
    pub changes: ChangeSet,
    /// The change hash.
    pub hash: String,
    /// A guard of an earlier change that stands on the router still.
    pub standing: Option<Standing>,
    /// Rows that the router is to hold.
    pub rows: usize,
    /// What the judge thinks worth a look.
    pub warnings: Vec<Finding>,
    /// The certificate that the router showed.
    pub fingerprint: Option<String>,
}

/// Reads a router and compares it with what it is to hold. Where that is its site, what was found is kept with the router.
///
/// # Errors
/// [`RouterError::UnderWay`] while a job holds the router; see [`RouterError`].
pub async fn compare(
    appliance: &Appliance,
    id: RouterId,
    wish: Wish,
) -> Result<Comparison, RouterError> {
    // One that is not there, or another business's, is told of before anything else is.
    super::manage::get(appliance, id).await?;
    let hand = appliance.hand(id);
    let _held = match hand.try_lock() {
        Ok(held) => held,
        // A job may take minutes; another reading is over soon.
        Err(_) if is_busy(appliance, id).await? => return Err(RouterError::UnderWay),
        Err(_) => hand.lock().await,
    };
    let prepared = prepare(appliance, id, wish).await?;
    compared(appliance, prepared).await
}

/// Whether a job waits or runs on a router.
///
/// # Errors
/// The database.
pub(super) async fn is_busy(appliance: &Appliance, id: RouterId) -> Result<bool, RouterError> {
    appliance
        .state
        .read(move |connection| Ok(job::is_open(connection, id)?))
        .await
}

/// The same, of a router that is held already.
pub(in crate::service) async fn compared(
    appliance: &Appliance,
    prepared: Prepared,
) -> Result<Comparison, RouterError> {
    let Prepared {
        router,
        target,
        site,
        version,
        generated,
    } = prepared;
    let order = Order::new(&site, &generated.desired, &generated.model);
    let id = router.id;
    let held = appliance
        .state
        .read(move |connection| Ok::<_, RouterError>(configuration::applied(connection, id)?))
        .await?;
    let drifted = held.is_some_and(|held| held.hash == rows_hash(&generated.desired));
    let seen = match ask(&target).await {
        Ok(asked) => {
            let (took, reading) = (asked.answered_in(), asked.reading());
            answered(appliance, id, &target, took, reading).await?;
            asked.compare(&order)
        }
        Err(error) => Err(error),
    };
    match seen {
        Ok(seen) => {
            let comparison = Comparison {
                router,
                drifted,
                at: appliance.clock.now(),
                hash: seen.hash.clone(),
                standing: seen.standing.clone(),
                rows: generated.desired.rows.len(),
                fingerprint: seen.fingerprint().map(|print| print.to_string()),
                warnings: generated.warnings,
                changes: seen.changes.clone(),
            };
            let facts = seen.facts.clone();
            seen.close().await;
            let differs = !comparison.changes.is_empty();
            let found = Kept {
                drift: if differs {
                    Drift::Different
                } else {
                    Drift::Same
                },
                hash: differs.then(|| comparison.hash.clone()),
                changes: differs.then(|| {
                    serde_json::to_string(&comparison.changes.changes).unwrap_or_default()
                }),
                trouble: None,
                routeros: Some(facts.version.to_string()),
                board: Some(facts.board),
                pin: comparison.fingerprint.clone(),
            };
            keep(appliance, id, version, found).await?;
            Ok(comparison)
        }
        Err(error) => {
            let told = sentences(&error).join(" ");
            if is_silent(&error) {
                silent(appliance, id, told).await?;
            } else {
                let found = Kept {
                    drift: Drift::Unfit,
                    hash: None,
                    changes: None,
                    trouble: Some(told),
                    routeros: None,
                    board: None,
                    pin: None,
                };
                keep(appliance, id, version, found).await?;
            }
            Err(error.into())
        }
    }
}

/// Looks at a router of which nobody says what it is to hold: whether it answers, and how it is.
///
/// # Errors
/// [`RouterError::Apply`] where it does not answer.
pub(super) async fn glance(appliance: &Appliance, id: RouterId) -> Result<(), RouterError> {
    let (_, target) = super::manage::target(appliance, id).await?;
    match ask(&target).await {
        Ok(asked) => {
            let (took, reading) = (asked.answered_in(), asked.reading());
            answered(appliance, id, &target, took, reading).await?;
            let facts = &asked.reading().facts;
            let (board, routeros) = (facts.board.clone(), facts.version.to_string());
            let pin = asked.fingerprint().map(|print| print.to_string());
            asked.close().await;
            let now = appliance.clock.now();
            appliance
                .state
                .write(move |connection| {
                    let itself = Itself {
                        board: Some(&board),
                        routeros: Some(&routeros),
                        identity: None,
                    };
                    router::answered(connection, id, &itself, now)?;
                    if let Some(pin) = pin {
                        router::pin_first(connection, id, &pin)?;
                    }
                    Ok(())
                })
                .await
        }
        Err(error) => {
            silent(appliance, id, sentences(&error).join(" ")).await?;
            Err(error.into())
        }
    }
}

/// Keeps how a router has answered, and what time it is by it.
async fn answered(
    appliance: &Appliance,
    router: RouterId,
    target: &Target,
    took: Duration,
    reading: &Reading,
) -> Result<(), RouterError> {
    appliance.samples.note(Sample {
        router,
        at: appliance.clock.now(),
        millis: Some(u32::try_from(took.as_millis()).unwrap_or(u32::MAX)),
        vitals: reading.vitals,
    });
    let own = target.endpoint.host.parse().ok().and_then(own_address);
    let own = own.map(|address| address.to_string());
    let kept = reading.time.as_ref();
    // Its time server may be this box: that would be an echo.
    let kept = kept.filter(|time| Some(&time.server) != own.as_ref());
    trust::hear(appliance, router, kept.map(|time| time.at)).await?;
    Ok(())
}

/// Whether the router could not be talked to, as against said something that does not fit.
fn is_silent(error: &ApplyError) -> bool {
    matches!(error, ApplyError::Connect(_) | ApplyError::Read(_))
}

/// Whether it shows another certificate than the trusted one.
pub fn shows_other_certificate(error: &RouterError) -> bool {
    matches!(error, RouterError::Apply(error)
        if matches!(&**error, ApplyError::Connect(ConnectError::PinMismatch { .. })))
}

struct Kept {
    drift: Drift,
    hash: Option<String>,
    changes: Option<String>,
    trouble: Option<String>,
    routeros: Option<String>,
    board: Option<String>,
    pin: Option<String>,
}

async fn keep(
    appliance: &Appliance,
    id: RouterId,
    version: Option<i64>,
    kept: Kept,
) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            let itself = Itself {
                board: kept.board.as_deref(),
                routeros: kept.routeros.as_deref(),
                identity: None,
            };
            router::answered(connection, id, &itself, now)?;
            let found = Found {
                drift: kept.drift,
                hash: kept.hash.as_deref(),
                changes: kept.changes.as_deref(),
                trouble: kept.trouble.as_deref(),
            };
            if let Some(version) = version {
                router::compared(connection, id, version, &found, now)?;
            }
            // The certificate of the first connection is the one that is trusted from then on.
            if let Some(pin) = kept.pin {
                router::pin_first(connection, id, &pin)?;
            }
            Ok(())
        })
        .await
}

/// Notes that a router does not answer.
pub(super) async fn silent(
    appliance: &Appliance,
    id: RouterId,
    trouble: String,
) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    appliance.samples.note(Sample::silent(id, now));
    appliance
        .state
        .write(move |connection| Ok(router::silent(connection, id, &trouble, now)?))
        .await
}
