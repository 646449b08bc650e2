//! Whole backups of what is copied on the box: each newest copy is also written as a file that a passphrase opens, to a folder that may be a
//! stick or another machine's. The local copy does not wait for that, and what stands in the way is told on Home.

use std::path::{Path, PathBuf};

use super::whole::{self, Copy, WholeError};
use super::{Backup, BackupError, Form, Reason, folder_error, list, list_in, prune_in};
use crate::credentials::{KeyPlace, Lock, Passphrase, PassphraseError};
use crate::domain::room as reserve;
use crate::service::appliance::Appliance;
use crate::service::disk;
use crate::store::{StoreError, private, snapshot};

/// Where whole backups go, and what locks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// The folder. It is not made: where it is missing, a stick is not in.
    pub folder: PathBuf,
    /// The file with the passphrase.
    pub passphrase: PathBuf,
}

/// What stands in the way of whole backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The passphrase file cannot be read.
    Passphrase,
    /// The passphrase is too short.
    Short,
    /// The folder is not there.
    Folder,
    /// The folder's disk has too little room.
    Room,
    /// Anything else; the log says what.
    Failed,
}

/// An obstacle, and the file or folder that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What stands in the way.
    pub obstacle: Obstacle,
    /// Where.
    pub path: PathBuf,
}

/// Writes the newest copies of each kind as whole backups where that was not done yet, removes those that are kept no longer, and notes what
/// stands in the way. Called by the schedules, apart from what makes the copies: a folder on another machine may keep whoever asks for it
/// waiting for as long as that machine is away.
pub async fn carry(appliance: &Appliance) {
    let Some(away) = appliance.away.clone() else {
        return;
    };
    let outcome = write_missing(appliance, &away).await;
    let trouble = outcome.as_ref().err().map(|error| trouble(&away, error));
    let before = appliance.away_trouble.send_replace(trouble.clone());
    match (outcome, before) {
        (Err(_), before) if before == trouble => {}
        (Err(error), _) => {
            let error = &error as &(dyn std::error::Error + 'static);
            tracing::error!(error, folder = %away.folder.display(), "whole backups are not made; the copies on the box are");
        }
        (Ok(()), Some(_)) => tracing::info!("whole backups are made again"),
        (Ok(()), None) => {}
    }
}

fn trouble(away: &Away, error: &WholeError) -> Trouble {
    let (obstacle, path) = match error {
        WholeError::Passphrase(PassphraseError::TooShort) => (Obstacle::Short, &away.passphrase),
        WholeError::Passphrase(PassphraseError::File { path, .. }) => (Obstacle::Passphrase, path),
        WholeError::Backup(BackupError::Folder { folder, .. }) => (Obstacle::Folder, folder),
        WholeError::Backup(BackupError::NoRoom) => (Obstacle::Room, &away.folder),
        _ => (Obstacle::Failed, &away.folder),
    };
    Trouble {
        obstacle,
        path: path.clone(),
    }
}

async fn write_missing(appliance: &Appliance, away: &Away) -> Result<(), WholeError> {
    let (data, key) = (appliance.data().to_owned(), appliance.key.clone());
    let missing = {
        let (data, away) = (data.clone(), away.clone());
        blocking(move || survey(&data, &away)).await?
    };
    for copy in missing {
        // A sign-in takes as much memory as the passphrase: they take turns.
        let turn = appliance.hasher.turn().await;
        let turn = turn.map_err(|_| PassphraseError::Work)?;
        let (data, key, away) = (data.clone(), key.clone(), away.clone());
        let trusted = appliance.clock_trust().is_trusted();
        blocking(move || write(&data, &key, &away, &copy, trusted, || drop(turn))).await?;
    }
    let folder = away.folder.clone();
    blocking(move || Ok(prune_in(&folder, Form::Whole)?)).await?;
    Ok(())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WholeError> + Send + 'static,
) -> Result<T, WholeError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or(Err(StoreError::Panicked.into()))
}

/// The copies that are to be written. What is wrong is told also where there are none: before it is too late.
fn survey(data: &Path, away: &Away) -> Result<Vec<Backup>, WholeError> {
    chosen(away)?;
    let copies = data.join(snapshot::FOLDER);
    if away.folder == copies {
        private::make_folder(&copies).map_err(|source| folder_error(&copies, source))?;
    }
    let there = list_in(&away.folder, Form::Whole)?;
    Ok(missing(list(data)?, &there))
}

fn chosen(away: &Away) -> Result<Passphrase, PassphraseError> {
    Passphrase::chosen(&Passphrase::text_of(&away.passphrase)?)
}

/// Writes a copy on the box as a whole backup, and tells where that is. `worked` is called when the work of the passphrase is done. It blocks.
///
/// # Errors
/// See [`WholeError`].
pub fn write(
    data: &Path,
    place: &KeyPlace,
    away: &Away,
    copy: &Backup,
    trusted: bool,
    worked: impl FnOnce(),
) -> Result<PathBuf, WholeError> {
    let passphrase = chosen(away)?;
    room(&away.folder, copy.bytes)?;
    let key = whole::key(place)?;
    let lock = Lock::new(&passphrase)?;
    worked();
    let from = data.join(snapshot::FOLDER).join(&copy.name);
    let copied = Copy {
        path: &from,
        made: copy.made,
        trusted,
    };
    let to = away.folder.join(Form::Whole.named_as(&copy.name));
    whole::into_file(&to, |out| {
        whole::write(copied, &key, place, lock, out).map(drop)
    })?;
    Ok(to)
}

/// The newest copy of each kind that is no whole backup yet. What was the database before a backup was put back may have been sealed by
/// another key, and stays on the box.
fn missing(copies: Vec<Backup>, there: &[Backup]) -> Vec<Backup> {
    let mut newest: Vec<Backup> = Vec::new();
    for copy in copies {
        if copy.reason != Reason::Restore && newest.iter().all(|other| other.reason != copy.reason)
        {
            newest.push(copy);
        }
    }
    newest.retain(|copy| {
        let name = Form::Whole.named_as(&copy.name);
        !there.iter().any(|whole| whole.name == name)
    });
    newest
}

/// Whether so many bytes fit, and leave what the box needs where it is its own disk. They become fewer, but by how much nobody knows before.
fn room(folder: &Path, bytes: u64) -> Result<(), BackupError> {
    let free = disk::free(folder).map_err(|source| folder_error(folder, source))?;
    if free < bytes + reserve::LOW + reserve::BALLAST {
        return Err(BackupError::NoRoom);
    }
    Ok(())
}
