//! The key of a backup, and the key of the box that it comes to.

use std::path::{Path, PathBuf};

use super::RestoringError;
use crate::credentials::{KeyError, KeyPlace, MasterKey};
use crate::domain::moment::Moment;

/// What became of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyDone {
    /// The backup holds none.
    Untouched,
    /// The box had the same.
    Same,
    /// It is in its place, where none was before.
    Placed,
    /// It is in its place; the former is kept here.
    Replaced(PathBuf),
}

/// Puts the key of a backup into its place. Another key stays, unless `replace` says otherwise: then it is kept beside.
///
/// # Errors
/// [`RestoringError::KeyStands`], [`RestoringError::KeyGiven`], [`RestoringError::Key`].
pub fn put(
    key: &MasterKey,
    place: &KeyPlace,
    replace: bool,
    now: Moment,
) -> Result<KeyDone, RestoringError> {
    let path = place.path();
    let stands = match MasterKey::find(place) {
        Ok(Some(own)) if own.is(key) => return Ok(KeyDone::Same),
        Ok(own) => own.is_some(),
        // What is no key may be replaced as well as another key.
        Err(KeyError::NoKey { .. }) => true,
        Err(error) => return Err(error.into()),
    };
    if let KeyPlace::Credential(_) = place {
        return Err(RestoringError::KeyGiven(path.to_owned()));
    }
    if !stands {
        key.put(place)?;
        return Ok(KeyDone::Placed);
    }
    if !replace {
        return Err(RestoringError::KeyStands(path.to_owned()));
    }
    let aside = aside(path, now);
    let moved = std::fs::rename(path, &aside);
    moved.map_err(|source| KeyError::Disk {
        path: path.to_owned(),
        source,
    })?;
    let done = KeyDone::Replaced(aside);
    if let Err(error) = key.put(place) {
        done.undo(place);
        return Err(error.into());
    }
    Ok(done)
}

impl KeyDone {
    /// Back to what was before, where the database could not be put back. What cannot be undone is told to the log.
    pub(super) fn undo(&self, place: &KeyPlace) {
        let undone = match self {
            KeyDone::Untouched | KeyDone::Same => Ok(()),
            KeyDone::Placed => std::fs::remove_file(place.path()),
            KeyDone::Replaced(former) => std::fs::rename(former, place.path()),
        };
        if let Err(error) = undone {
            tracing::error!(%error, key = %place.path().display(), "the former key could not be put back");
        }
    }
}

fn aside(path: &Path, now: Moment) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-restore-{}", now.as_millis()));
    PathBuf::from(name)
}
