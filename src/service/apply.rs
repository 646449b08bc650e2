//! Desired → router: read, decide, arm the guard, send by stages, read again, prove.
//!
//! `look` reads and decides and changes nothing. `apply` sends what was decided, under a guard that puts the router back by
//! itself, and proves it by a reading on a new connection: the difference must be empty. Otherwise the router is put back. Nothing is ever
//! sent a second time blindly: after a lost answer the router is read, and what it says decides (`settle.rs`).

use std::time::Duration;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::hotspot::changeset::{Change, ChangeSet, Counts};
use crate::domain::hotspot::check::{Finding, Router, Severity, judge};
use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::diff::{Secrets, diff};
use crate::domain::hotspot::guard::{SHORTEST, Standing, Token, standing};
use crate::domain::hotspot::observed::Observed;
use crate::domain::hotspot::preflight::{Ground, moment, preflight};
use crate::domain::hotspot::site::{Access, AccessService, Site};
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::routeros::read::{Reading, read};
use crate::routeros::{Client, Credentials, Endpoint, Fingerprint, Limits, Security};
use crate::store::journal::Journal;

mod error;
mod guarded;
mod in_use;
mod outcome;
mod protect;
mod safe_mode;
mod send;
mod settle;

pub use error::{ApplyError, Hope, Unprotected};
pub use in_use::InUse;
pub use outcome::{Cause, Sent, Stop};
pub use protect::Protection;
pub(super) use safe_mode::wait_for_nobody;
pub use settle::{Blind, Ending, Goal, Pause, Rewrite, Settle, pause};

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

/// On which terms a change is made.
#[derive(Clone, Copy)]
pub struct Terms<'t> {
    /// Rows that are not ours yet may be changed.
    pub take_over: bool,
    /// How long the guard waits at least.
    pub guard: Duration,
    /// Where the change is noted while it is under way; `None` only where the router is a simulated one.
    pub journal: Option<&'t Journal>,
    /// Names this apply on the router and in the journal; drawn at random, so that no other has the same.
    pub token: Token,
    /// How to let time pass.
    pub pause: &'t Pause<'t>,
}

impl Default for Terms<'_> {
    fn default() -> Self {
        Terms {
            take_over: false,
            guard: SHORTEST,
            journal: None,
            token: Token(0),
            pause: &pause,
        }
    }
}

/// A router that was read and compared; nothing was changed yet.
pub struct Look {
    target: Target,
    client: Client,
    observed: Observed,
    /// What the router says about itself.
    pub facts: Facts,
    /// What must change.
    pub changes: ChangeSet,
    /// The change hash: equal hashes mean equal changes from an equal former state.
    pub hash: String,
    /// A guard of an earlier change that stands on the router still.
    pub standing: Option<Standing>,
}

/// What a finished `apply` did.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// What was changed; all zero: nothing had to be.
    pub changed: Counts,
    /// Rows of the configuration, all of which the router now holds.
    pub proven: usize,
    /// Commands that changed rows of the router.
    pub writes: usize,
    /// How often we waited for the router, from the first connection to the last proof.
    pub turnarounds: u32,
    /// What stood ready to put the router back; `None` where nothing had to be changed.
    pub protection: Option<Protection>,
    /// Why it was not the guard, where it was not; one sentence each.
    pub because: Vec<String>,
    /// Somebody else took the guard away before the end.
    pub guard_taken: bool,
    /// What somebody else changed meanwhile. It was left alone.
    pub others: Vec<String>,
}

/// What happens during an `apply`, for a display.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'p> {
    /// The guard is being armed.
    Arming,
    /// What stands ready to put the router back.
    Protected(Protection),
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
    /// Reading again, on a new connection.
    Verifying,
    /// The router does not answer; it is asked again after this pause.
    Waiting(Duration),
    /// The former state is being put back.
    RollingBack,
}

/// Who is told of it.
pub type Tell<'t> = dyn FnMut(Progress<'_>) + Send + 't;

/// Connects, reads and compares. Changes nothing.
///
/// # Errors
/// See [`ApplyError`]; only those that say that nothing was changed.
pub async fn look(target: &Target, order: &Order<'_>) -> Result<Look, ApplyError> {
    ask(target).await?.compare(order)
}

/// A router that was read; nothing was made of it yet.
pub struct Asked<'t> {
    target: &'t Target,
    client: Client,
    reading: Reading,
}

/// Connects and reads.
///
/// # Errors
/// [`ApplyError::Connect`], [`ApplyError::Read`].
pub async fn ask(target: &Target) -> Result<Asked<'_>, ApplyError> {
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let reading = read(&mut client, &target.credentials.user)
        .await
        .map_err(ApplyError::Read)?;
    Ok(Asked {
        target,
        client,
        reading,
    })
}

impl Asked<'_> {
    /// What it told.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// How long one turnaround took.
    pub fn answered_in(&self) -> Duration {
        self.client.answered_in()
    }

    /// The certificate that the router showed.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.client.fingerprint()
    }

    /// Says goodbye to the router.
    pub async fn close(self) {
        self.client.close().await;
    }

    /// Compares what it holds with what it is to hold.
    ///
    /// # Errors
    /// See [`ApplyError`].
    pub fn compare(self, order: &Order<'_>) -> Result<Look, ApplyError> {
        let Asked {
            target,
            client,
            reading,
        } = self;
        let standing = standing(&reading.guards, &order.desired.mark);
        let changes = match (decide(target, order, &reading), &standing) {
            (Ok(changes), _) => changes,
            // What a change under way has made of the router is no ground to judge it by.
            (Err(_), Some(standing)) => return Err(ApplyError::GuardStands(standing.clone())),
            (Err(error), None) => return Err(error),
        };
        Ok(Look {
            target: pinned(target, client.fingerprint()),
            client,
            hash: change_hash(&changes),
            standing,
            facts: reading.facts,
            observed: reading.observed,
            changes,
        })
    }
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
    let refusals = moment(&reading.facts);
    if !refusals.is_empty() {
        return Err(ApplyError::Refused(refusals));
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

    /// Says goodbye to the router.
    pub async fn close(self) {
        self.client.close().await;
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
            standing: standing(&reading.guards, &order.desired.mark),
            facts: reading.facts,
            observed: reading.observed,
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
        terms: &Terms<'_>,
        mut progress: impl FnMut(Progress<'_>) + Send,
    ) -> Result<Report, ApplyError> {
        if let Some(standing) = self.standing {
            return Err(ApplyError::GuardStands(standing));
        }
        if self.changes.is_empty() {
            let turnarounds = self.client.turnarounds();
            self.client.close().await;
            return Ok(Report {
                changed: Counts::default(),
                proven: order.desired.rows.len(),
                writes: 0,
                turnarounds,
                protection: None,
                because: Vec::new(),
                guard_taken: false,
                others: Vec::new(),
            });
        }
        let foreign: Vec<Change> = self.changes.take_overs().cloned().collect();
        if !foreign.is_empty() && !terms.take_over {
            return Err(ApplyError::NotTakenOver(foreign));
        }
        guarded::apply(self, order, terms, &mut progress).await
    }
}
