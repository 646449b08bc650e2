//! Whole backups: the database, the key of the box, and a manifest, in one file that a passphrase opens.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::manifest::{DATABASE, KEY, Manifest, Member};
use super::opens::{Opens, opens};
use super::{BackupError, folder_error, pack, room_for};
use crate::credentials::{KeyError, KeyPlace, Lock, MasterKey, Passphrase, PassphraseError};
use crate::domain::kind::{Kind, Kinded};
use crate::domain::moment::Moment;
use crate::service::clock::Clock;
use crate::service::trust;
use crate::store::{STATE, StoreError, Temporary, contents, private, snapshot};

/// What the copy of the database begins with while a whole backup is made of it.
const COPY: &str = "whole";

/// What the file begins with until the backup in it is whole.
const COMING: &str = ".hotspotd-backup";

/// Why no whole backup was made. Nothing is left of it.
#[derive(Debug, thiserror::Error)]
pub enum WholeError {
    /// There is no database.
    #[error("there is no {} in {}: name the data folder of the daemon by --data-dir", STATE.file, .0.display())]
    Missing(PathBuf),
    /// The key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// There is no key.
    #[error("there is no key in {}: name the key of the daemon by --key-file", .0.display())]
    NoKey(PathBuf),
    /// It is another's.
    #[error("the key in {} is not the one that sealed the secrets of this database: name the key of the daemon by --key-file", .0.display())]
    OtherKey(PathBuf),
    /// The passphrase.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// The copy of the database.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Whoever takes it.
    #[error("the backup cannot be written out")]
    Write(#[source] io::Error),
    /// The file that it should be written to.
    #[error("the backup cannot be written to {}: make sure that its folder is there, can be written and has space", .path.display())]
    Out {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// There is something else of that name.
    #[error("{} is there and no file: name a file, or - for standard output", .0.display())]
    NoFile(PathBuf),
}

impl From<StoreError> for WholeError {
    fn from(error: StoreError) -> Self {
        WholeError::Backup(error.into())
    }
}

impl Kinded for WholeError {
    fn kind(&self) -> Kind {
        match self {
            WholeError::Passphrase(PassphraseError::TooShort) => Kind::Invalid,
            WholeError::Backup(error) => error.kind(),
            _ => Kind::Internal,
        }
    }
}

/// A copy of the database that nobody changes, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'c> {
    /// Where it is.
    pub path: &'c Path,
    /// When it was made.
    pub made: Moment,
    /// Whether the clock was believed then.
    pub trusted: bool,
}

/// The key of this box.
///
/// # Errors
/// [`WholeError::Key`], [`WholeError::NoKey`].
pub fn key(place: &KeyPlace) -> Result<MasterKey, WholeError> {
    MasterKey::find(place)?.ok_or_else(|| WholeError::NoKey(place.path().to_owned()))
}

/// Copies the database of a data folder, also while a daemon works with it, and writes a whole backup of it to `out`. It blocks.
///
/// # Errors
/// See [`WholeError`]; what was written to `out` then is cut short.
pub fn make<W: Write>(
    data: &Path,
    place: &KeyPlace,
    passphrase: &Passphrase,
    clock: &Clock,
    out: W,
) -> Result<W, WholeError> {
    let database = data.join(STATE.file);
    if !database.exists() {
        return Err(WholeError::Missing(data.to_owned()));
    }
    let key = key(place)?;
    room_for(data)?;
    let folder = data.join(snapshot::FOLDER);
    let failed = |source| folder_error(&folder, source);
    private::make_folder(&folder).map_err(failed)?;
    let copy = Temporary::new(&folder, COPY).map_err(failed)?;
    let made = clock.now();
    snapshot::snapshot_into(&database, &copy)?;
    let trusted = trust::of_copy(&contents::open(copy.path())?, clock)?.is_trusted();
    let copied = Copy {
        path: copy.path(),
        made,
        trusted,
    };
    let lock = Lock::new(passphrase)?;
    write(copied, &key, place, lock, out)
}

/// Writes a whole backup of a copy to `out`. It is looked at as it will be when it is put back: one that would be refused is not made.
///
/// # Errors
/// See [`WholeError`]; what was written to `out` then is cut short.
pub fn write<W: Write>(
    copy: Copy<'_>,
    key: &MasterKey,
    place: &KeyPlace,
    lock: Lock,
    out: W,
) -> Result<W, WholeError> {
    let contents = contents::look(copy.path)?;
    let newest = contents.schema as usize == STATE.migrations.len();
    if opens(&contents::open(copy.path)?, key, newest)? == Opens::No {
        return Err(WholeError::OtherKey(place.path().to_owned()));
    }
    let database = Member::of_file(DATABASE, copy.path);
    let members = vec![
        Member::of_bytes(KEY, key.text().reveal().as_bytes()),
        database.map_err(|source| folder_error(copy.path, source))?,
    ];
    let manifest = Manifest::new(contents, copy.made, copy.trusted, members);
    pack::pack(out, lock, &manifest, key, copy.path).map_err(WholeError::Write)
}

/// Gives what `work` writes to the name of a file, which only its owner may read: there is all of it, or what was there before.
///
/// # Errors
/// Those of `work`; [`WholeError::Out`], [`WholeError::NoFile`].
pub fn into_file(
    path: &Path,
    work: impl FnOnce(&File) -> Result<(), WholeError>,
) -> Result<(), WholeError> {
    let out = |source| WholeError::Out {
        path: path.to_owned(),
        source,
    };
    if path.file_name().is_none() || is_something_else(path) {
        return Err(WholeError::NoFile(path.to_owned()));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let coming = Temporary::new(folder, COMING).map_err(out)?;
    work(coming.file()).map_err(|error| match error {
        WholeError::Write(source) => out(source),
        error => error,
    })?;
    coming.name(path).map_err(out)
}

/// A folder, a device, a pipe: putting a file in its place would do harm.
fn is_something_else(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file())
}
