//! Backups. Local ones are checked copies of the database in a folder beside it, and hold no key: secrets in them stay sealed. Whole ones
//! ([`whole`]) hold the key too, and a passphrase locks them.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::accounts::Actor;
use super::appliance::Appliance;
use super::disk;
use crate::domain::kind::{Kind, Kinded};
use crate::domain::moment::Moment;
use crate::domain::retention::kept;
use crate::domain::room;
use crate::store::{STATE, StoreError, snapshot};

pub mod away;
pub mod manifest;
pub mod opens;
mod pack;
pub mod restoring;
mod unpack;
pub mod whole;

pub use unpack::UnpackError;

/// How many nights and weeks are kept.
const DAILY: usize = 7;
/// See [`DAILY`].
const WEEKLY: usize = 4;
/// How many of each other kind are kept.
const OTHERS: usize = 5;
/// In seconds.
const DAY: i64 = 86_400;

/// What a backup was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Every night.
    Night,
    /// Somebody wanted one.
    Hand,
    /// Before the database was brought to a newer schema.
    Migration,
    /// It was the database until a backup was put back.
    Restore,
}

impl Reason {
    /// The word for it in names of files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Night => "night",
            Reason::Hand => "hand",
            Reason::Migration => "before-schema",
            Reason::Restore => "before-restore",
        }
    }
}

/// What a backup is, as its name ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A copy of the database alone.
    Copy,
    /// The database and the key, locked by a passphrase.
    Whole,
}

impl Form {
    const fn ending(self) -> &'static str {
        match self {
            Form::Copy => ".db",
            Form::Whole => ".age",
        }
    }

    /// The name of a backup of this form that was made of a copy with this name.
    fn named_as(self, copy: &str) -> String {
        let stem = copy.strip_suffix(Form::Copy.ending()).unwrap_or(copy);
        format!("{stem}{}", self.ending())
    }
}

/// A backup in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its file's name.
    pub name: String,
    /// Why it was made.
    pub reason: Reason,
    /// When.
    pub made: Moment,
    /// How large it is, in bytes.
    pub bytes: u64,
}

/// Why something about backups was not done.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// No such backup.
    #[error("there is no such backup")]
    Missing,
    /// The disk has not enough room for one more.
    #[error("the disk has not enough room for a backup: delete old files, or use a larger disk")]
    NoRoom,
    /// The folder of backups.
    #[error("the folder {} cannot be used: make sure that hotspotd may read and write it", .folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The database, or a copy that is not sound.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for BackupError {
    fn kind(&self) -> Kind {
        match self {
            BackupError::Missing => Kind::NotFound,
            BackupError::NoRoom => Kind::Busy,
            BackupError::Folder { .. } => Kind::Internal,
            BackupError::Store(error) => error.kind(),
        }
    }
}

/// Makes the backup of this day (of UTC, which begins at night in East Africa) where there is none yet, then removes what
/// is kept no longer. Called by the schedules; more calls do no harm.
///
/// # Errors
/// See [`BackupError`].
pub async fn nightly(appliance: &Appliance) -> Result<Option<Backup>, BackupError> {
    let copying = appliance.copying.lock().await;
    let data = appliance.data().to_owned();
    let now = appliance.clock.now();
    let due = list(&data)?
        .iter()
        .filter(|backup| backup.reason == Reason::Night)
        .all(|backup| day(backup.made) != day(now));
    // By a clock that is not believed it would be due again and again, and the wrong ones would go.
    let trusted = appliance.clock_trust().is_trusted();
    let made = if due && trusted {
        let made = copy(appliance, Reason::Night).await?;
        prune(&data)?;
        Some(made)
    } else {
        None
    };
    drop(copying);
    Ok(made)
}

/// Makes one now, as somebody asks for it.
///
/// # Errors
/// See [`BackupError`].
pub async fn make_by(appliance: &Appliance, actor: &Actor) -> Result<Backup, BackupError> {
    let copying = appliance.copying.lock().await;
    let made = copy(appliance, Reason::Hand).await?;
    prune(appliance.data())?;
    drop(copying);
    note(appliance, actor, "make-backup", &made.name).await?;
    Ok(made)
}

/// Opens one for somebody who takes it away.
///
/// # Errors
/// [`BackupError::Missing`] and the others.
pub async fn open_by(
    appliance: &Appliance,
    actor: &Actor,
    name: &str,
) -> Result<(Backup, File), BackupError> {
    let backup = find(appliance.data(), name)?;
    let path = path_of(appliance.data(), name)?;
    let file = File::open(&path).map_err(|source| folder_error(&path, source))?;
    note(appliance, actor, "download-backup", name).await?;
    Ok((backup, file))
}

async fn note(
    appliance: &Appliance,
    actor: &Actor,
    action: &'static str,
    name: &str,
) -> Result<(), StoreError> {
    let (actor, name, now) = (actor.clone(), name.to_owned(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| actor.note(connection, action, &name, "", now))
        .await
}

fn day(moment: Moment) -> i64 {
    moment.as_secs().div_euclid(DAY)
}

/// Makes one now.
///
/// # Errors
/// See [`BackupError`].
pub async fn make(appliance: &Appliance, reason: Reason) -> Result<Backup, BackupError> {
    let copying = appliance.copying.lock().await;
    let made = copy(appliance, reason).await;
    drop(copying);
    made
}

async fn copy(appliance: &Appliance, reason: Reason) -> Result<Backup, BackupError> {
    let (data, now) = (appliance.data().to_owned(), appliance.clock.now());
    tokio::task::spawn_blocking(move || make_in(&data, reason, now))
        .await
        .unwrap_or(Err(BackupError::Store(StoreError::Panicked)))
}

/// Makes one of the database in this data folder, which may be in use. It blocks.
///
/// # Errors
/// See [`BackupError`].
pub fn make_in(data: &Path, reason: Reason, now: Moment) -> Result<Backup, BackupError> {
    room_for(data)?;
    let database = data.join(STATE.file);
    let name = name(reason, now);
    let path = snapshot::snapshot(&database, &data.join(snapshot::FOLDER), &name)?;
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    Ok(Backup {
        name,
        reason,
        made: now,
        bytes,
    })
}

/// Whether the disk has room for one more copy.
fn room_for(data: &Path) -> Result<(), BackupError> {
    let failed = |source| folder_error(data, source);
    let size = std::fs::metadata(data.join(STATE.file)).map_err(failed)?;
    let free = disk::free(data).map_err(failed)?;
    // What is still in the log comes on top; 16 MiB of it at most.
    if free < size.len() + room::LOW + room::BALLAST {
        return Err(BackupError::NoRoom);
    }
    Ok(())
}

/// The copies in a data folder, the newest first.
///
/// # Errors
/// [`BackupError::Folder`].
pub fn list(data: &Path) -> Result<Vec<Backup>, BackupError> {
    let found = list_in(&data.join(snapshot::FOLDER), Form::Copy);
    none_where_missing(found)
}

/// The folder is made with the first copy.
fn none_where_missing<T>(found: Result<Vec<T>, BackupError>) -> Result<Vec<T>, BackupError> {
    match found {
        Err(BackupError::Folder { source, .. }) if source.kind() == ErrorKind::NotFound => {
            Ok(Vec::new())
        }
        other => other,
    }
}

/// Those of a form in a folder, the newest first. Other files in it are not ours.
///
/// # Errors
/// [`BackupError::Folder`], also where it is missing.
pub fn list_in(folder: &Path, form: Form) -> Result<Vec<Backup>, BackupError> {
    let failed = |source| folder_error(folder, source);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((reason, made)) = read(&name, form) {
            let bytes = entry.metadata().map_or(0, |file| file.len());
            found.push(Backup {
                name,
                reason,
                made,
                bytes,
            });
        }
    }
    found.sort_by(|a, b| (b.made, &b.name).cmp(&(a.made, &a.name)));
    Ok(found)
}

/// Where a backup of this name is. Only a name that [`list`] tells leads anywhere, so none leads out of the folder.
///
/// # Errors
/// [`BackupError::Missing`], [`BackupError::Folder`].
pub fn path_of(data: &Path, name: &str) -> Result<PathBuf, BackupError> {
    find(data, name).map(|backup| data.join(snapshot::FOLDER).join(backup.name))
}

fn find(data: &Path, name: &str) -> Result<Backup, BackupError> {
    list(data)?
        .into_iter()
        .find(|backup| backup.name == name)
        .ok_or(BackupError::Missing)
}

/// Removes what is kept no longer: all but the newest of seven days and four weeks, and the last few of every other kind.
///
/// # Errors
/// [`BackupError::Folder`].
pub fn prune(data: &Path) -> Result<Vec<String>, BackupError> {
    let gone = prune_in(&data.join(snapshot::FOLDER), Form::Copy);
    none_where_missing(gone)
}

fn prune_in(folder: &Path, form: Form) -> Result<Vec<String>, BackupError> {
    let found = list_in(folder, form)?;
    let nights: Vec<Moment> = found
        .iter()
        .filter(|backup| backup.reason == Reason::Night)
        .map(|backup| backup.made)
        .collect();
    let nights = kept(&nights, DAILY, WEEKLY);
    let mut gone = Vec::new();
    for reason in [
        Reason::Night,
        Reason::Hand,
        Reason::Migration,
        Reason::Restore,
    ] {
        let of_it = found.iter().filter(|backup| backup.reason == reason);
        for (newer, backup) in of_it.enumerate() {
            let keep = match reason {
                Reason::Night => nights.contains(&backup.made),
                _ => newer < OTHERS,
            };
            if !keep {
                let path = folder.join(&backup.name);
                snapshot::remove(&path).map_err(|source| folder_error(&path, source))?;
                gone.push(backup.name.clone());
            }
        }
    }
    Ok(gone)
}

fn folder_error(folder: &Path, source: std::io::Error) -> BackupError {
    BackupError::Folder {
        folder: folder.to_owned(),
        source,
    }
}

/// `state-night-1796000000000.db`; the schema that a migration leads to stands in its name too.
fn name(reason: Reason, made: Moment) -> String {
    format!("state-{}-{}.db", reason.as_str(), made.as_millis())
}

fn read(name: &str, form: Form) -> Option<(Reason, Moment)> {
    let (what, written) = name
        .strip_prefix("state-")?
        .strip_suffix(form.ending())?
        .rsplit_once('-')?;
    let reason = match what {
        "night" => Reason::Night,
        "hand" => Reason::Hand,
        "before-restore" => Reason::Restore,
        _ => {
            what.strip_prefix("before-schema-")?.parse::<u32>().ok()?;
            Reason::Migration
        }
    };
    let millis: i64 = written.parse().ok()?;
    let made = Moment::from_millis(millis);
    // Only what we wrote ourselves: no other spelling of the same number.
    (made.as_millis().to_string() == written).then_some((reason, made))
}
