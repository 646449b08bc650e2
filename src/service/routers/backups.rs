//! The routers' own exports: made by a job, kept whenever they have changed, compared with each other.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::credentials::RandomError;
use crate::domain::id::{ExportId, RouterId};
use crate::domain::routeros::export::{ExportDiff, diff, normal};
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::routeros::export::ExportError;
use crate::routeros::{Client, ConnectError};
use crate::service::appliance::Appliance;
use crate::service::apply::pause;
use crate::service::disk::{self, NoRoom};
use crate::service::packed;
use crate::store::export::{self, Export};
use crate::store::job::{self, JobKind, NewJob};
use crate::store::router;

use super::RouterError;
use super::manage::{self, owned};

/// The author of jobs that a schedule asks for.
const AUTHOR: &str = "hotspotd";

/// Why no backup was made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The router is not known, or the database.
    #[error(transparent)]
    Router(#[from] RouterError),
    /// The disk.
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    /// It cannot be reached.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// It gives none.
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// What a backup found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Under which number it is kept.
    pub id: ExportId,
    /// Whether it differs from the one before.
    pub new: bool,
    /// How long it is, in bytes.
    pub bytes: usize,
}

fn place(id: ExportId) -> String {
    format!("export/{id}/text")
}

/// Copies a router's export and keeps it where it has changed. The caller holds the router.
///
/// # Errors
/// See [`BackupError`].
pub async fn make(appliance: &Appliance, id: RouterId) -> Result<Kept, BackupError> {
    disk::ask(appliance)?;
    let (_, target) = manage::target(appliance, id).await?;
    let token =
        getrandom::u32().map_err(|error| BackupError::Router(RandomError::from(error).into()))?;
    let mut client = Client::connect(&target.endpoint, &target.credentials, &target.limits).await?;
    let made = crate::routeros::export::export(&mut client, token, &pause).await;
    client.close().await;
    let made = made?;
    let hash: String = Sha256::digest(made.normal.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (sealer, now) = (
        std::sync::Arc::clone(&appliance.sealer),
        appliance.clock.now(),
    );
    let bytes = made.text.len();
    let kept = appliance
        .state
        .write(move |connection| {
            if let Some(latest) = export::latest(connection, id)?
                && latest.hash == hash
            {
                export::seen(connection, latest.id, now)?;
                let (id, new) = (latest.id, false);
                return Ok::<_, RouterError>(Kept { id, new, bytes });
            }
            let id = export::insert(connection, id, &hash, bytes, now)?;
            let sealed = sealer.seal(&place(id), &packed::pack(&made.text))?;
            export::set_text(connection, id, sealed.as_bytes())?;
            let new = true;
            Ok(Kept { id, new, bytes })
        })
        .await?;
    Ok(kept)
}

/// Exports of a router before a number (or the latest), the latest first.
///
/// # Errors
/// [`StoreError::Missing`](crate::store::StoreError::Missing).
pub async fn list(
    appliance: &Appliance,
    id: RouterId,
    before: Option<ExportId>,
    limit: u32,
) -> Result<Vec<Export>, RouterError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            owned(connection, operator, id)?;
            Ok(export::page(connection, id, before, limit)?)
        })
        .await
}

/// An export of a router with its text.
///
/// # Errors
/// [`StoreError::Missing`](crate::store::StoreError::Missing).
pub async fn get(
    appliance: &Appliance,
    id: RouterId,
    export: ExportId,
) -> Result<(Export, Secret), RouterError> {
    let operator = appliance.operator;
    let (found, sealed) = appliance
        .state
        .read(move |connection| {
            owned(connection, operator, id)?;
            Ok::<_, RouterError>(export::get(connection, id, export)?)
        })
        .await?;
    let text = packed::open(&appliance.sealer, &place(export), sealed)?;
    Ok((found, text))
}

/// What differs between two exports of a router, the older one first.
///
/// # Errors
/// [`StoreError::Missing`](crate::store::StoreError::Missing).
pub async fn compare(
    appliance: &Appliance,
    id: RouterId,
    one: ExportId,
    other: ExportId,
) -> Result<(Export, Export, ExportDiff), RouterError> {
    let (older, newer) = (one.min(other), one.max(other));
    let (older, old_text) = get(appliance, id, older).await?;
    let (newer, new_text) = get(appliance, id, newer).await?;
    let found = diff(&normal(old_text.reveal()), &normal(new_text.reveal()));
    Ok((older, newer, found))
}

/// Two backups by the schedule lie so far apart at least.
const NIGHT: Span = Span::from_secs(20 * 3_600);

/// Puts a backup of every router in line, for the night. `spread` is the time over which they are begun. How many there are.
///
/// # Errors
/// The database.
pub async fn nightly(appliance: &Appliance, spread: Duration) -> Result<usize, RouterError> {
    let ids = appliance
        .state
        .read(|connection| Ok::<_, RouterError>(router::ids(connection)?))
        .await?;
    let many = u32::try_from(ids.len()).unwrap_or(u32::MAX).max(1);
    let gap = spread.checked_div(many).unwrap_or_default();
    let mut asked = 0;
    for id in ids {
        let now = appliance.clock.now();
        let new = appliance
            .state
            .write(move |connection| {
                let waits = job::open(connection)?
                    .iter()
                    .any(|job| job.router == id && job.kind == JobKind::Export);
                // Schedules begin anew with the program, and a restart is no new night.
                let last = job::last(connection, id, JobKind::Export)?;
                let tonight = last.is_some_and(|last| last <= now && now.since(last) < NIGHT);
                if waits || tonight {
                    return Ok::<_, RouterError>(false);
                }
                let new = NewJob {
                    operator: router::get(connection, id)?.operator,
                    router: id,
                    kind: JobKind::Export,
                    configuration: None,
                    change: None,
                    terms: "{}",
                    account: None,
                    author: AUTHOR,
                };
                job::insert(connection, &new, now)?;
                Ok(true)
            })
            .await?;
        if new {
            appliance.wake(id);
            asked += 1;
        }
        if !gap.is_zero() {
            tokio::time::sleep(gap).await;
        }
    }
    Ok(asked)
}
