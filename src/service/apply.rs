//! Desired → router: read, decide, send by stages, read again, prove.
//!
//! `look` reads and decides and changes nothing. `apply` sends what was decided and proves it: the difference must be
//! empty on a second reading, and a login on a new connection must succeed. Nothing is ever sent a second time blindly.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::hotspot::changeset::{Change, ChangeSet, Counts};
use crate::domain::hotspot::check::{Finding, Router, Severity, judge};
use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::diff::{Secrets, diff};
use crate::domain::hotspot::preflight::{Ground, preflight};
use crate::domain::hotspot::site::{Access, AccessService, Site};
use crate::domain::hotspot::stage::stages;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::routeros::read::{Reading, read};
use crate::routeros::{Client, Credentials, Endpoint, Fingerprint, Limits, Security};

mod error;
mod send;

pub use error::{ApplyError, Blind, Halfway, Stop};
use send::{Fate, send};

/// A router and how to reach it.
#[derive(Debug, Clone)]
pub struct Target {
    /// Address, port, security.
    pub endpoint: Endpoint,
    /// Account.
    pub credentials: Credentials,
    /// How long to wait for what.
    pub limits: Limits,
}

/// What one site wants of its router.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The rows.
    pub desired: &'a Desired,
    /// Version they were written for.
    pub version: Version,
    /// The site's model.
    pub model: &'a Model,
    /// `[access]`.
    pub access: &'a Access,
    /// Whether secrets are written again.
    pub secrets: Secrets,
}

impl<'a> Order<'a> {
    /// The order of a site whose rows were generated.
    pub fn new(site: &'a Site, desired: &'a Desired, model: &'a Model) -> Self {
        Order {
            desired,
            version: site.router.routeros,
            model,
            access: &site.access,
            secrets: Secrets::Keep,
        }
    }
}

/// A router that was read and compared; nothing was changed yet.
pub struct Look {
    target: Target,
    client: Client,
    /// What the router says about itself.
    pub facts: Facts,
    /// What must change.
    pub changes: ChangeSet,
    /// The change hash: equal hashes mean equal changes from an equal former state.
    pub hash: String,
}

/// What a finished `apply` did.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What was changed; all zero: nothing had to be.
    pub changed: Counts,
    /// Rows of the configuration, all of which the router now holds.
    pub proven: usize,
    /// Commands that changed the router.
    pub writes: usize,
    /// How often we waited for the router, from the first connection to the last proof.
    pub turnarounds: u32,
}

/// What happens during an `apply`, for a display.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'p> {
    /// A stage begins.
    Stage {
        /// Which, from 1.
        number: usize,
        /// Of how many.
        of: usize,
        /// Changes in it.
        changes: usize,
    },
    /// The router took a change.
    Done(&'p Change),
    /// Reading again.
    Verifying,
    /// Signing in on a new connection.
    SigningIn,
}

/// Connects, reads and compares. Changes nothing.
///
/// # Errors
/// See [`ApplyError`]; only those that say that nothing was changed.
pub async fn look(target: &Target, order: &Order<'_>) -> Result<Look, ApplyError> {
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let reading = read(&mut client, &target.credentials.user)
        .await
        .map_err(ApplyError::Read)?;
    let changes = decide(target, order, &reading)?;
    Ok(Look {
        target: pinned(target, client.fingerprint()),
        client,
        hash: change_hash(&changes),
        facts: reading.facts,
        changes,
    })
}

/// The target with the certificate that was trusted: within one job the router must not show another.
fn pinned(target: &Target, shown: Option<Fingerprint>) -> Target {
    let mut target = target.clone();
    if let (Security::Tls { .. }, Some(pin)) = (target.endpoint.security, shown) {
        target.endpoint.security = Security::Tls { pin: Some(pin) };
    }
    target
}

/// Everything that speaks against the configuration on this router, or what must change.
fn decide(target: &Target, order: &Order<'_>, reading: &Reading) -> Result<ChangeSet, ApplyError> {
    let ground = Ground {
        desired: order.desired,
        version: order.version,
        model: order.model,
        access: order.access,
        user: &target.credentials.user,
        service: match target.endpoint.security {
            Security::Plain => AccessService::Api,
            Security::Tls { .. } => AccessService::ApiSsl,
        },
    };
    let refusals = preflight(&ground, &reading.facts);
    if !refusals.is_empty() {
        return Err(ApplyError::Refused(refusals));
    }
    let changes =
        diff(order.desired, &reading.observed, order.secrets).map_err(ApplyError::Claim)?;
    if changes.is_empty() {
        // Nothing will be sent, so there is nothing to forbid.
        return Ok(changes);
    }
    let router = Router {
        model: order.model,
        version: order.version,
        facts: Some(&reading.facts),
        observed: Some(&reading.observed),
    };
    let faults: Vec<Finding> = judge(order.desired, &router, order.access)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Refuse)
        .collect();
    if faults.is_empty() {
        Ok(changes)
    } else {
        Err(ApplyError::Unsound(faults))
    }
}

/// The change hash, 16 hexadecimal digits. Secrets do not enter it.
pub fn change_hash(changes: &ChangeSet) -> String {
    let text = serde_json::to_vec(changes).unwrap_or_default();
    Sha256::digest(&text)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl Look {
    /// The certificate that the router showed.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.client.fingerprint()
    }

    /// How often we waited for the router so far.
    pub fn turnarounds(&self) -> u32 {
        self.client.turnarounds()
    }

    /// Reads the router a second time, after a person took their time to agree.
    ///
    /// # Errors
    /// [`ApplyError::Moved`] where the changes are no longer those that were shown.
    pub async fn again(mut self, order: &Order<'_>) -> Result<Look, ApplyError> {
        let reading = read(&mut self.client, &self.target.credentials.user)
            .await
            .map_err(ApplyError::Read)?;
        let changes = decide(&self.target, order, &reading)?;
        let found = change_hash(&changes);
        if found != self.hash {
            return Err(ApplyError::Moved {
                expected: self.hash,
                found,
            });
        }
        Ok(Look {
            changes,
            facts: reading.facts,
            ..self
        })
    }

    /// Sends the changes and proves them.
    ///
    /// # Errors
    /// See [`ApplyError`].
    pub async fn apply(
        self,
        order: &Order<'_>,
        take_over: bool,
        mut progress: impl FnMut(Progress<'_>) + Send,
    ) -> Result<Report, ApplyError> {
        let mut report = Report {
            changed: self.changes.counts(),
            proven: order.desired.rows.len(),
            writes: 0,
            turnarounds: self.client.turnarounds(),
        };
        if self.changes.is_empty() {
            self.client.close().await;
            return Ok(report);
        }
        let foreign: Vec<Change> = self.changes.take_overs().cloned().collect();
        if !foreign.is_empty() && !take_over {
            return Err(ApplyError::NotTakenOver(foreign));
        }
        let Look {
            target,
            mut client,
            changes,
            ..
        } = self;
        let stages = stages(&changes)?;
        if let Err((cause, fates)) = send(&mut client, &stages, &mut progress).await {
            let halfway = halfway(client, &target, order, cause, &fates).await;
            return Err(ApplyError::Halfway(Box::new(halfway)));
        }
        report.writes = changes.changes.len();
        report.turnarounds = prove(client, &target, order, &mut progress).await?;
        Ok(report)
    }
}

/// Reads again on the old connection while a new one signs in; both must succeed.
async fn prove(
    mut client: Client,
    target: &Target,
    order: &Order<'_>,
    progress: &mut (impl FnMut(Progress<'_>) + Send),
) -> Result<u32, ApplyError> {
    progress(Progress::Verifying);
    let before = client.turnarounds();
    progress(Progress::SigningIn);
    let user = &target.credentials.user;
    let (reading, fresh) = tokio::join!(
        read(&mut client, user),
        Client::connect(&target.endpoint, &target.credentials, &target.limits)
    );
    let missing = |reading: &Reading| diff(order.desired, &reading.observed, Secrets::Keep);
    let mut fresh = match fresh {
        Ok(fresh) => fresh,
        Err(source) => {
            let left = reading.ok().and_then(|reading| missing(&reading).ok());
            return Err(ApplyError::NoWayBack { source, left });
        }
    };
    let (reading, waited) = match reading {
        Ok(reading) => (
            reading,
            (client.turnarounds() - before).max(fresh.turnarounds()),
        ),
        // The old connection may die with the path it came in by; then the new one reads.
        Err(_) => (
            read(&mut fresh, user)
                .await
                .map_err(ApplyError::NotReadAgain)?,
            fresh.turnarounds(),
        ),
    };
    let left = missing(&reading).map_err(ApplyError::GroundLost)?;
    tokio::join!(client.close(), fresh.close());
    if left.is_empty() {
        Ok(before + waited)
    } else {
        Err(ApplyError::NotProven(left))
    }
}

/// After a stop in the middle: what was done, and what the router says on a new connection.
async fn halfway(
    client: Client,
    target: &Target,
    order: &Order<'_>,
    cause: Stop,
    fates: &[(&Change, Fate)],
) -> Halfway {
    let with = |wanted: Fate| -> Vec<Change> {
        fates
            .iter()
            .filter(|(_, fate)| *fate == wanted)
            .map(|(change, _)| (*change).clone())
            .collect()
    };
    client.close().await;
    let left = read_again(target, order).await;
    Halfway {
        cause,
        done: with(Fate::Done),
        unknown: with(Fate::Unknown),
        not_sent: with(Fate::NotSent),
        left,
    }
}

/// What the router still lacks, by a new connection.
async fn read_again(target: &Target, order: &Order<'_>) -> Result<ChangeSet, Blind> {
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let reading = read(&mut client, &target.credentials.user).await?;
    client.close().await;
    diff(order.desired, &reading.observed, Secrets::Keep).map_err(|_| Blind::GroundLost)
}
