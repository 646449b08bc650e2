//! Whose data folder it is: one program at a time works in it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::private::{make_folder, private};

/// The file that is locked. It holds nothing, and stays.
const FILE: &str = "hotspotd.lock";

/// Why the folder cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another has it.
    #[error(
        "another hotspotd works in {}: stop it first, or name another folder by --data-dir",
        .0.display()
    )]
    Held(PathBuf),
    /// The file.
    #[error("the folder {} cannot be used ({source}): name another by --data-dir, or run it as the user to whom it belongs (root: sudo)", .folder.display())]
    Failed {
        /// Which folder.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The folder is ours as long as this lives. The system takes it back from a program that was killed.
#[derive(Debug)]
pub struct FolderLock {
    /// The lock belongs to the open file.
    _file: File,
}

impl FolderLock {
    /// Whether somebody has worked in this folder before, or does. Nothing is made.
    pub fn is_known(folder: &Path) -> bool {
        folder.join(FILE).exists()
    }

    /// Takes the folder, which is made when it is absent.
    ///
    /// # Errors
    /// See [`LockError`].
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let failed = |source| LockError::Failed {
            folder: folder.to_owned(),
            source,
        };
        make_folder(folder).map_err(failed)?;
        let file = private(&folder.join(FILE)).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(FolderLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}
