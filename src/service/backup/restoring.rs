//! Putting a backup back: a whole one, or a local copy. All of it is looked at before anything is changed.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::opens::{Opens, opens};
use super::unpack::{self, UnpackError, Unpacked};
use crate::credentials::{
    KeyError, KeyPlace, MasterKey, Passphrase, UnlockError, passphrase::is_locked,
    passphrase::unlock,
};
use crate::domain::moment::Moment;
use crate::store::contents::{self, Contents};
use crate::store::restore::{self, RestoreError};
use crate::store::{FolderLock, STATE, StoreError, Temporary};

mod key;

pub use key::KeyDone;

/// So much of a file is in memory at a time.
const CHUNK: usize = 64 << 10;

/// Why a backup was not put back. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RestoringError {
    /// There is no such file, or it cannot be read.
    #[error("{} cannot be read: name a backup, or one that `hotspotd backup list` shows", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The passphrase does not open it.
    #[error("{} was not opened: {why}", .file.display())]
    Locked {
        /// Which.
        file: PathBuf,
        /// Why.
        why: UnlockError,
    },
    /// It is not whole.
    #[error("{} is not put back: {why}", .file.display())]
    Packed {
        /// Which.
        file: PathBuf,
        /// Why.
        why: UnpackError,
    },
    /// A newer hotspotd made it.
    #[error(
        "{} was made by a newer hotspotd (version {program}, schema {found}; this one knows {known}): install that version, then restore",
        .file.display()
    )]
    Newer {
        /// Which.
        file: PathBuf,
        /// Which version.
        program: String,
        /// Its schema.
        found: u32,
        /// The newest that this program knows.
        known: usize,
    },
    /// The database in it is not sound.
    #[error("the database in {} is damaged: take another backup", .file.display())]
    Unsound {
        /// Which.
        file: PathBuf,
        /// What is damaged.
        #[source]
        source: StoreError,
    },
    /// The database is not the one that the manifest tells of.
    #[error("the database in {} is not what its manifest says: {what}. Take another backup", .file.display())]
    Differs {
        /// Which.
        file: PathBuf,
        /// What differs.
        what: String,
    },
    /// Its secrets were sealed by another key.
    #[error("the secrets in {} do not open with the key in {}, for another key has sealed them: put that key there first", .file.display(), .key.display())]
    OtherKey {
        /// Which.
        file: PathBuf,
        /// Where the key is that was tried.
        key: PathBuf,
    },
    /// The key in it is not the one of its database.
    #[error("the key in {} does not open the secrets in it: take another backup", .0.display())]
    KeyWithin(PathBuf),
    /// The box has another key.
    #[error("this box has another key in {}, for other data: --replace-key puts the backup's in its place and keeps the former beside it", .0.display())]
    KeyStands(PathBuf),
    /// systemd gives the key.
    #[error("the key in {} is given by systemd and cannot be put back there: restore outside of the service, as root", .0.display())]
    KeyGiven(PathBuf),
    /// The key's file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A local copy, or the database's place.
    #[error(transparent)]
    Restore(#[from] RestoreError),
}

/// Whether a passphrase is needed to put this file back.
///
/// # Errors
/// [`RestoringError::File`].
pub fn needs_passphrase(file: &Path) -> Result<bool, RestoringError> {
    let mut first = Vec::new();
    File::open(file)
        .and_then(|file| file.take(64).read_to_end(&mut first))
        .map_err(|source| RestoringError::File {
            file: file.to_owned(),
            source,
        })?;
    Ok(is_locked(&first))
}

/// A backup that was looked at and is sound.
#[derive(Debug)]
pub struct Found {
    /// What a whole backup says of itself.
    pub manifest: Option<Manifest>,
    /// What its database holds.
    pub contents: Contents,
    /// What its own key does for it, or the key of this box for a local copy; `None` where that key is not there or cannot be read.
    pub opens: Option<Opens>,
    key: Option<MasterKey>,
    database: Temporary,
}

/// What was put back.
#[derive(Debug)]
pub struct PutBack {
    /// Where the former database is now, where there was one.
    pub former: Option<PathBuf>,
    /// What became of the key.
    pub key: KeyDone,
}

/// Unpacks a backup into a temporary file of `folder`, and looks at all of it. `free` is how much memory there is, in bytes.
///
/// # Errors
/// See [`RestoringError`].
pub fn examine(
    file: &Path,
    passphrase: Option<&Passphrase>,
    folder: &Path,
    place: &KeyPlace,
    free: u64,
) -> Result<Found, RestoringError> {
    let (manifest, key, database) = match passphrase {
        Some(passphrase) => {
            let unpacked = unlocked(file, passphrase, folder, free)?;
            (
                Some(unpacked.manifest),
                Some(unpacked.key),
                unpacked.database,
            )
        }
        None => (None, None, restore::fetch(folder, &STATE, file)?),
    };
    if let Some(manifest) = &manifest {
        fits(file, manifest, &database)?;
    }
    let unsound = |source| RestoringError::Unsound {
        file: file.to_owned(),
        source,
    };
    let contents = contents::look(database.path()).map_err(unsound)?;
    if let Some(what) = manifest.as_ref().and_then(|told| differs(told, &contents)) {
        return Err(RestoringError::Differs {
            file: file.to_owned(),
            what,
        });
    }
    // For a local copy, the service's user may restore without reading the key that root keeps.
    let own = match &key {
        Some(_) => None,
        None => MasterKey::find(place).ok().flatten(),
    };
    let newest = contents.schema as usize == STATE.migrations.len();
    let tried = key.as_ref().or(own.as_ref()).map(|key| {
        contents::open(database.path()).and_then(|connection| opens(&connection, key, newest))
    });
    let opens = tried.transpose().map_err(unsound)?;
    match (opens, &key) {
        (Some(Opens::No), Some(_)) => Err(RestoringError::KeyWithin(file.to_owned())),
        (Some(Opens::No), None) => Err(RestoringError::OtherKey {
            file: file.to_owned(),
            key: place.path().to_owned(),
        }),
        _ => Ok(Found {
            manifest,
            contents,
            opens,
            key,
            database,
        }),
    }
}

fn unlocked(
    file: &Path,
    passphrase: &Passphrase,
    folder: &Path,
    free: u64,
) -> Result<Unpacked, RestoringError> {
    let input = File::open(file).map_err(|source| RestoringError::File {
        file: file.to_owned(),
        source,
    })?;
    let input = BufReader::with_capacity(CHUNK, input);
    let opened = unlock(input, passphrase, free).map_err(|why| RestoringError::Locked {
        file: file.to_owned(),
        why,
    })?;
    let opened = BufReader::with_capacity(CHUNK, opened);
    unpack::unpack(opened, folder).map_err(|why| RestoringError::Packed {
        file: file.to_owned(),
        why,
    })
}

/// Whether this program could open the database.
fn fits(file: &Path, manifest: &Manifest, database: &Temporary) -> Result<(), RestoringError> {
    let known = STATE.migrations.len();
    if manifest.schema as usize > known {
        return Err(RestoringError::Newer {
            file: file.to_owned(),
            program: manifest.program.clone(),
            found: manifest.schema,
            known,
        });
    }
    restore::fits(database.path(), &STATE).map_err(|_| RestoringError::Differs {
        file: file.to_owned(),
        what: "it is of another program or of another schema".to_owned(),
    })
}

/// What of a database is not as the manifest says.
fn differs(told: &Manifest, found: &Contents) -> Option<String> {
    if told.schema != found.schema {
        let (told, found) = (told.schema, found.schema);
        return Some(format!("it has schema {found} in the place of {told}"));
    }
    let tables = told.rows.keys().chain(found.rows.keys());
    let count = |rows: Option<&u64>| rows.map_or_else(|| "no".to_owned(), u64::to_string);
    tables.into_iter().find_map(|table| {
        let (told, found) = (told.rows.get(table), found.rows.get(table));
        (told != found).then(|| {
            let (told, found) = (count(told), count(found));
            format!("the table {table} has {found} rows in the place of {told}")
        })
    })
}

impl Found {
    /// Puts it in the place of the database in this data folder, which is locked, and its key into the key's place. The former database is
    /// kept, and so is a former key, which only goes where `replace` says so.
    ///
    /// # Errors
    /// See [`RestoringError`].
    pub fn put(
        self,
        _locked: &FolderLock,
        data: &Path,
        place: &KeyPlace,
        replace: bool,
        now: Moment,
    ) -> Result<PutBack, RestoringError> {
        let key = match &self.key {
            Some(key) => key::put(key, place, replace, now)?,
            None => KeyDone::Untouched,
        };
        match restore::put(data, &STATE, self.database, now) {
            Ok(former) => Ok(PutBack { former, key }),
            Err(error) => {
                key.undo(place);
                Err(error.into())
            }
        }
    }
}
