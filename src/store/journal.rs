//! Which changes are under way: one file each, written before anything is armed on a router and removed when nothing stands
//! there any more. A program that was killed finds in it what it had begun.
//!
//! What became of the change is not in it: that, the router says.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::private::{make_folder, private_to_write};
use crate::domain::hotspot::guard::Token;

/// The longest file that is taken for an entry, in bytes.
const LONGEST: u64 = 16 << 10;

/// The folder of the journal.
#[derive(Debug, Clone)]
pub struct Journal {
    folder: PathBuf,
}

/// A change under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The site's slug.
    pub site: String,
    /// Host and port of the router.
    pub router: String,
    /// The change hash.
    pub change: String,
    /// How long the guard waits, in seconds.
    pub guard_seconds: u64,
    /// Names the apply: the guard on the router carries it too.
    pub token: Token,
    /// The router's safe mode stands for the guard: no script on the router tells of this change.
    pub safe_mode: bool,
    /// The change writes secrets. They cannot be read back, so whether all were written cannot be told from the router's rows.
    pub secrets: bool,
}

/// Why the journal gave no entry. Nothing was sent to the router.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk.
    #[error(
        "the journal {path} cannot be used ({source}): make its folder writable, or name another by --state-dir"
    )]
    Disk {
        /// Which file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// Another process works on the same site.
    #[error(
        "another hotspotd on this machine is changing the router of site {0} right now: wait until it is done"
    )]
    Busy(String),
}

/// The only hold on a site's entry on this machine. It ends with the process at the latest.
#[derive(Debug)]
pub struct Hold {
    file: File,
    path: PathBuf,
    former: Option<Entry>,
}

impl Journal {
    /// The journal in this folder, which is made when it is needed.
    pub fn in_folder(folder: &Path) -> Self {
        Journal {
            folder: folder.to_owned(),
        }
    }

    /// Takes hold of a site's entry. One that a killed program left is in [`Hold::former`].
    ///
    /// # Errors
    /// See [`JournalError`].
    pub fn hold(&self, site: &str) -> Result<Hold, JournalError> {
        let path = self.path(site);
        let disk = |source| JournalError::Disk {
            path: path.display().to_string(),
            source,
        };
        make_folder(&self.folder).map_err(disk)?;
        let file = private_to_write(&path).map_err(disk)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::Busy(site.to_owned())),
            Err(TryLockError::Error(source)) => return Err(disk(source)),
        }
        let mut text = String::new();
        (&file)
            .take(LONGEST)
            .read_to_string(&mut text)
            .map_err(disk)?;
        Ok(Hold {
            // A file that was torn by a power cut names no change; the router tells all the same what stands.
            former: serde_json::from_str(&text).ok(),
            file,
            path,
        })
    }

    /// What is noted of a site, and when that was, by this machine's clock; without taking hold of it.
    pub fn look(&self, site: &str) -> Option<(Entry, SystemTime)> {
        let mut text = String::new();
        let file = File::open(self.path(site)).ok()?;
        let noted = file.metadata().ok()?.modified().ok()?;
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        Some((serde_json::from_str(&text).ok()?, noted))
    }

    /// The file of a site's entry, where it holds something that is no entry.
    pub fn damaged(&self, site: &str) -> Option<PathBuf> {
        let path = self.path(site);
        let holds = std::fs::metadata(&path).is_ok_and(|file| file.len() > 0);
        (holds && self.look(site).is_none()).then_some(path)
    }

    fn path(&self, site: &str) -> PathBuf {
        self.folder.join(format!("{site}.json"))
    }
}

impl Hold {
    /// What a killed program left.
    pub fn former(&self) -> Option<&Entry> {
        self.former.as_ref()
    }

    /// Notes a change. It is on the disk when this returns.
    ///
    /// # Errors
    /// The disk.
    pub fn begin(&mut self, entry: &Entry) -> Result<(), JournalError> {
        let text = serde_json::to_vec_pretty(entry).unwrap_or_default();
        self.write(&text)
    }

    /// Nothing stands on the router any more.
    ///
    /// # Errors
    /// The disk. It does no harm: the next change finds nothing on the router either.
    pub fn end(mut self) -> Result<(), JournalError> {
        // Emptied and not deleted: whoever waits for the lock of a deleted file would hold nothing.
        self.write(b"")
    }

    fn write(&mut self, text: &[u8]) -> Result<(), JournalError> {
        let written = (|| {
            self.file.set_len(0)?;
            self.file.rewind()?;
            self.file.write_all(text)?;
            self.file.sync_all()
        })();
        written.map_err(|source| JournalError::Disk {
            path: self.path.display().to_string(),
            source,
        })
    }
}
