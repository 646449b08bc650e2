//! Files that hold one secret, readable by their owner alone.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::domain::secret::Secret;

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the password file {}: {source}", path.display())]
pub struct SecretFileError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// Writes a secret to a file that must not be there yet.
///
/// # Errors
/// It is there ([`ErrorKind::AlreadyExists`]), or cannot be written.
pub fn create(path: &Path, secret: &Secret) -> Result<(), SecretFileError> {
    write_new(path, secret).map_err(|source| failed(path, source))
}

/// Puts a secret in place of what the file held. At every moment it holds the one or the other.
///
/// # Errors
/// It cannot be written; then it holds what it held.
pub fn replace(path: &Path, secret: &Secret) -> Result<(), SecretFileError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let replace = || {
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            // Left over from a run that was cut short, if anything.
            _ => {}
        }
        write_new(&beside, secret)?;
        std::fs::rename(&beside, path)
    };
    replace().map_err(|source| failed(path, source))
}

/// Reads the secret in a file, without the line end behind it.
///
/// # Errors
/// It cannot be read, or is empty.
pub fn read(path: &Path) -> Result<Secret, SecretFileError> {
    let text = std::fs::read_to_string(path).map_err(|source| failed(path, source))?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(failed(
            path,
            io::Error::new(
                ErrorKind::InvalidData,
                "it is empty; delete it, or write the password into it",
            ),
        )),
        secret => Ok(Secret::new(secret)),
    }
}

fn failed(path: &Path, source: io::Error) -> SecretFileError {
    SecretFileError {
        path: path.to_owned(),
        source,
    }
}

fn write_new(path: &Path, secret: &Secret) -> io::Result<()> {
    let mut file = private(path)?;
    writeln!(file, "{}", secret.reveal())?;
    file.sync_all()
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
