//! Desired → router: read, decide, send by stages, read again, prove.
//!
//! `look` reads and decides and changes nothing. `apply` sends what was decided and proves it: the difference must be
//! empty on a second reading, and a login on a new connection must succeed. Nothing is ever sent a second time blindly.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::domain::hotspot::changeset::{Change, ChangeSet, Counts};
use crate::domain::hotspot::check::{Finding, Router, Severity, judge};
use crate::domain::hotspot::claim::ClaimError;
use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::diff::{Secrets, diff};
use crate::domain::hotspot::preflight::{Ground, Refusal, preflight};
use crate::domain::hotspot::site::{Access, AccessService, Site};
use crate::domain::hotspot::stage::{Circle, stages};
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::routeros::read::{ReadError, Reading, read};
use crate::routeros::send::command;
use crate::routeros::{
    Client, ConnectError, Credentials, Endpoint, Fingerprint, Limits, Outcome, Reply, Security,
};

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

/// Why a router does not hold the configuration, and what it holds instead.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// No connection; nothing was changed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// No reading; nothing was changed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The router is not fit for this configuration; nothing was changed.
    #[error("nothing was sent: the router is not ready for this configuration")]
    Refused(Vec<Refusal>),
    /// Rows that cannot be brought onto this router; nothing was changed.
    #[error("nothing was sent: the configuration does not fit what is on the router")]
    Claim(Vec<ClaimError>),
    /// The rows make no sense on this router; nothing was changed.
    #[error("nothing was sent: the judge found faults in the configuration on this router")]
    Unsound(Vec<Finding>),
    /// The rows have no order; nothing was changed.
    #[error(transparent)]
    Circle(#[from] Circle),
    /// Rows of others would be changed; nothing was changed.
    #[error(
        "nothing was sent: {0} rows on the router are not hotspotd's yet and would be changed; look at them with `hotspotd diff`, then repeat with --take-over"
    )]
    NotTakenOver(usize),
    /// The router changed since the difference was shown; nothing was changed.
    #[error(
        "nothing was sent: the router changed since the difference was shown (expected change {expected}, now {found}); look at it again"
    )]
    Moved {
        /// The hash that was agreed to.
        expected: String,
        /// The hash now.
        found: String,
    },
    /// The router refused a row, or the connection ended: part of the changes was made.
    #[error("{}", .0.message())]
    Halfway(Box<Halfway>),
    /// Everything was sent and taken, and the router still holds something else.
    #[error("the router took every change, and reading it back shows {} that differ: somebody else changes it, or RouterOS did not keep a value", rows(.0.changes.len()))]
    NotProven(ChangeSet),
    /// Everything was sent, and the router can no longer be reached.
    #[error(
        "every change was sent, and hotspotd can no longer sign in to the router ({0}): what it holds now is unknown"
    )]
    Unreachable(ConnectError),
}

fn rows(count: usize) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}

/// An `apply` that stopped in the middle.
#[derive(Debug)]
pub struct Halfway {
    /// What stopped it.
    pub cause: Stop,
    /// Changes that the router confirmed.
    pub done: Vec<Change>,
    /// Changes that were sent without an answer.
    pub unknown: Vec<Change>,
    /// Changes that were not sent.
    pub not_sent: Vec<Change>,
    /// What a second reading still finds missing; `None` where the router could not be read again.
    pub left: Option<ChangeSet>,
}

/// What stopped an `apply`.
#[derive(Debug)]
pub enum Stop {
    /// The router refused a row, in its own words.
    Trap {
        /// The change it refused.
        change: Change,
        /// Its words.
        message: String,
    },
    /// The connection ended.
    Lost(String),
}

impl Halfway {
    fn message(&self) -> String {
        let cause = match &self.cause {
            Stop::Trap { change, message } => {
                format!(
                    "the router refused {} {}: {message}",
                    change.menu.path, change.row
                )
            }
            Stop::Lost(why) => {
                format!("the connection to the router ended while it was changed ({why})")
            }
        };
        let left = match &self.left {
            Some(left) => format!(
                "read again, {} of the configuration still differ",
                rows(left.changes.len())
            ),
            None => "it could not be read again, so what it holds is unknown".to_owned(),
        };
        format!(
            "{cause}; {} done, {} without an answer, {} not sent; {left}",
            self.done.len(),
            self.unknown.len(),
            self.not_sent.len()
        )
    }
}

/// Connects, reads and compares. Changes nothing.
///
/// # Errors
/// See [`ApplyError`]; only those that say that nothing was changed.
pub async fn look(target: &Target, order: &Order<'_>) -> Result<Look, ApplyError> {
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let reading = read(&mut client, &target.credentials.user).await?;
    let changes = decide(target, order, &reading)?;
    Ok(Look {
        client,
        hash: change_hash(&changes),
        facts: reading.facts,
        changes,
    })
}

/// Everything that speaks against the configuration on this router, or what must change.
fn decide(target: &Target, order: &Order<'_>, reading: &Reading) -> Result<ChangeSet, ApplyError> {
    let ground = Ground {
        desired: order.desired,
        version: order.version,
        model: (&order.model.name, &order.model.product_code),
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
    pub async fn again(mut self, target: &Target, order: &Order<'_>) -> Result<Look, ApplyError> {
        let reading = read(&mut self.client, &target.credentials.user).await?;
        let changes = decide(target, order, &reading)?;
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
        target: &Target,
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
        let foreign = self.changes.take_overs().count();
        if foreign > 0 && !take_over {
            return Err(ApplyError::NotTakenOver(foreign));
        }
        let Look {
            mut client,
            changes,
            ..
        } = self;
        let stages = stages(&changes)?;
        if let Err((cause, fates)) = send(&mut client, &stages, &mut progress).await {
            let halfway = halfway(client, target, order, cause, &fates).await;
            return Err(ApplyError::Halfway(Box::new(halfway)));
        }
        report.writes = changes.changes.len();
        report.turnarounds = prove(client, target, order, &mut progress).await?;
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
    let mut fresh = fresh.map_err(ApplyError::Unreachable)?;
    let (reading, waited) = match reading {
        Ok(reading) => (
            reading,
            (client.turnarounds() - before).max(fresh.turnarounds()),
        ),
        // The old connection may die with the path it came in by; then the new one reads.
        Err(_) => (read(&mut fresh, user).await?, fresh.turnarounds()),
    };
    let left = diff(order.desired, &reading.observed, Secrets::Keep).map_err(ApplyError::Claim)?;
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
    let left = match Client::connect(&target.endpoint, &target.credentials, &target.limits).await {
        Ok(mut client) => match read(&mut client, &target.credentials.user).await {
            Ok(reading) => diff(order.desired, &reading.observed, Secrets::Keep).ok(),
            Err(_) => None,
        },
        Err(_) => None,
    };
    Halfway {
        cause,
        done: with(Fate::Done),
        unknown: with(Fate::Unknown),
        not_sent: with(Fate::NotSent),
        left,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    Refused,
    Unknown,
    NotSent,
}

/// Sends stage after stage; stops at the first refusal.
async fn send<'c>(
    client: &mut Client,
    stages: &[Vec<&'c Change>],
    progress: &mut (impl FnMut(Progress<'_>) + Send),
) -> Result<(), (Stop, Vec<(&'c Change, Fate)>)> {
    let mut fates: Vec<(&Change, Fate)> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        progress(Progress::Stage {
            number: index + 1,
            of: stages.len(),
            changes: stage.len(),
        });
        let commands: Vec<_> = stage.iter().map(|change| command(change)).collect();
        let answered = |at: usize, reply: &Reply| {
            if let (Some(change), false) = (stage.get(at), reply.is_trap()) {
                progress(Progress::Done(change));
            }
        };
        let (outcomes, lost) = match client.run_until_trap(&commands, answered).await {
            Ok(outcomes) => (outcomes, None),
            Err(interrupted) => (interrupted.outcomes, Some(interrupted.cause.to_string())),
        };
        let mut refused = None;
        for (change, outcome) in stage.iter().copied().zip(&outcomes) {
            let fate = match outcome {
                Outcome::Answered(Reply::Done { .. }) => Fate::Done,
                Outcome::Answered(Reply::Trap { message, .. }) => {
                    refused.get_or_insert_with(|| Stop::Trap {
                        change: change.clone(),
                        message: message.clone(),
                    });
                    Fate::Refused
                }
                Outcome::Unknown => Fate::Unknown,
                Outcome::NotSent => Fate::NotSent,
            };
            fates.push((change, fate));
        }
        if let Some(stop) = refused.or(lost.map(Stop::Lost)) {
            let rest = stages.iter().skip(index + 1).flatten();
            fates.extend(rest.map(|change| (*change, Fate::NotSent)));
            return Err((stop, fates));
        }
    }
    Ok(())
}
