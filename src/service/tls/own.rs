//! A certificate of the operator's own.

use std::io;
use std::path::{Path, PathBuf};

use crate::credentials::{Certificate, CertificateError};

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The certificate and those that vouch for it, PEM.
    pub certificate: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
}

/// Why it cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OwnError {
    /// The disk, or whoever may read.
    #[error("{} cannot be read: {why}. The user that hotspotd runs as must be able to", path.display())]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// What is in a file.
    #[error("{}: {why}", path.display())]
    Content {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: CertificateError,
    },
}

impl Files {
    /// Reads both.
    ///
    /// # Errors
    /// Which of them cannot be used, and why.
    pub fn read(&self) -> Result<Certificate, OwnError> {
        let read = |path: &Path| {
            std::fs::read(path).map_err(|why| OwnError::Disk {
                path: path.to_owned(),
                why,
            })
        };
        let (chain, key) = (read(&self.certificate)?, read(&self.key)?);
        Certificate::read(&chain, &key).map_err(|why| {
            let path = match &why {
                CertificateError::NoKey | CertificateError::OtherKey => &self.key,
                _ => &self.certificate,
            };
            OwnError::Content {
                path: path.clone(),
                why,
            }
        })
    }
}

impl OwnError {
    /// Whether it is about the key's file.
    pub fn is_of_key(&self, files: &Files) -> bool {
        let (OwnError::Disk { path, .. } | OwnError::Content { path, .. }) = self;
        *path == files.key
    }
}
