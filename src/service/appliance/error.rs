//! Why the appliance does not start.

use std::path::PathBuf;

use crate::credentials::{HashError, KeyError};
use crate::domain::hotspot::render::RenderError;
use crate::mail::LetterError;
use crate::store::{LockError, OpenError, StoreError};
/// Why the appliance does not start. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The folder is another's.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// A database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The box's key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key is missing, and there is a database whose secrets it had sealed.
    #[error(
        "the key that sealed the secrets in {} is missing: put {} back from your backup, or name where it is by key_file (without it, the passwords of routers cannot be read)",
        .data.display(),
        .key.display()
    )]
    KeyLost {
        /// The data folder.
        data: PathBuf,
        /// Where the key was looked for.
        key: PathBuf,
    },
    /// The key is another's.
    #[error(
        "the key in {} is not the one that sealed the secrets in {}: put back the one that belongs to this data",
        .key.display(),
        .data.display()
    )]
    OtherKey {
        /// The data folder.
        data: PathBuf,
        /// Where the key was found.
        key: PathBuf,
    },
    /// No random numbers, or too little memory.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The texts of mails.
    #[error(transparent)]
    Letters(#[from] LetterError),
    /// The built-in templates; a test keeps that from happening.
    #[error(transparent)]
    Templates(#[from] RenderError),
    /// The first reading or writing.
    #[error("the database cannot be used")]
    Store(#[from] StoreError),
}
