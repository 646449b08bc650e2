//! The certificate that the box makes itself, and where it is kept.

use std::io;
use std::path::{Path, PathBuf};

use super::names::with_former;
use crate::credentials::certificate::{first_der, new_key, self_signed};
use crate::credentials::{Certificate, CertificateError};
use crate::domain::secret::Secret;
use crate::routeros::Fingerprint;
use crate::store::private;

/// The file of the key, in the data folder. Whoever has it can pass for this box.
const KEY: &str = "tls.key";
/// The file of the certificate.
const CERTIFICATE: &str = "tls.pem";
/// How the line before the certificate begins that says for what it is. Readers of PEM pass over it.
const FOR: &str = "for: ";

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum MadeError {
    /// The disk.
    #[error("{} cannot be used: make it and its folder accessible to hotspotd only", path.display())]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It cannot be made.
    #[error("the certificate of the box cannot be made")]
    Certificate(#[from] CertificateError),
}

/// The one in this folder, where it is for all these names; else one that is made anew with the same key. And for what it was made.
pub(super) fn for_names(
    data: &Path,
    names: &[String],
) -> Result<(Certificate, Vec<String>), MadeError> {
    let key = kept_key(data)?;
    let path = data.join(CERTIFICATE);
    let text = read(&path)?.unwrap_or_default();
    let read = |text: &str| Certificate::read(text.as_bytes(), key.reveal().as_bytes());
    let former = former(&text);
    if let Ok(kept) = read(&text) {
        // Of odd names no certificate is ever found to be: those for which it was made already do not make another.
        let is_in = |name: &String| kept.covers(name) || former.contains(name);
        if names.iter().all(is_in) {
            return Ok((kept, former));
        }
    }
    let all = with_former(names, &former);
    let text = format!("{FOR}{}\n{}", all.join(" "), self_signed(&key, &all)?);
    let made = read(&text)?;
    put(&path, &text)?;
    Ok((made, all))
}

/// Whether the certificate with this fingerprint is the one that the box made and keeps in this folder. Whoever may not read it is told no.
pub fn is_made(data: &Path, shown: Fingerprint) -> bool {
    let text = read(&data.join(CERTIFICATE)).ok().flatten();
    let kept = text.and_then(|text| first_der(&text));
    kept.is_some_and(|der| Fingerprint::of(&der) == shown)
}

/// The key; made where there is none. One that cannot be used is put aside: a disk that was full may have left half of it.
fn kept_key(data: &Path) -> Result<Secret, MadeError> {
    let path = data.join(KEY);
    if let Some(text) = read(&path)? {
        let key = Secret::new(text);
        if self_signed(&key, &[]).is_ok() {
            return Ok(key);
        }
        let aside = data.join(format!("{KEY}.damaged"));
        tracing::warn!(file = %path.display(), aside = %aside.display(), "this is no key: it is put aside, and another one is made");
        std::fs::rename(&path, &aside).map_err(|source| MadeError::Disk {
            path: aside,
            source,
        })?;
    }
    let key = new_key()?;
    put(&path, key.reveal())?;
    Ok(key)
}

/// For what a certificate was, by the line before it.
fn former(text: &str) -> Vec<String> {
    let said = text.lines().find_map(|line| line.strip_prefix(FOR));
    let names = said.unwrap_or_default().split_whitespace();
    names.map(str::to_owned).collect()
}

fn read(path: &Path) -> Result<Option<String>, MadeError> {
    match std::fs::read(path) {
        // What is no text is no PEM either.
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(MadeError::Disk {
            path: path.to_owned(),
            source,
        }),
    }
}

fn put(path: &Path, text: &str) -> Result<(), MadeError> {
    private::put(path, text.as_bytes()).map_err(|source| MadeError::Disk {
        path: path.to_owned(),
        source,
    })
}
