//! Reading a whole backup: what is not exactly one is refused.

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use flate2::bufread::GzDecoder;
use tar::{Archive, Entry, EntryType};

use super::manifest::{self, Hash, Manifest, ManifestError, Member};
use crate::credentials::MasterKey;
use crate::domain::room::BALLAST;
use crate::service::disk;
use crate::store::{Temporary, restore};

/// The longest manifest, in bytes.
const LONGEST: u64 = 1 << 20;
/// The longest key, in bytes.
const LONGEST_KEY: u64 = 128;
/// Zeros that a tar may have at its end, in bytes. What writes tars fills the last record of 10 KiB.
const LONGEST_END: u64 = 64 << 10;
/// So much of a file is in memory at a time.
const CHUNK: usize = 64 << 10;

/// What was in a whole backup.
#[derive(Debug)]
pub struct Unpacked {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The key of the box.
    pub key: MasterKey,
    /// The database, on the disk.
    pub database: Temporary,
}

/// Why it was not unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// It is damaged: what proves its parts says so.
    #[error("it is damaged or was cut short: take another copy of it")]
    Damaged(#[source] io::Error),
    /// A passphrase opened it, and something else is in it.
    #[error("it is no backup of hotspotd: {0}")]
    Other(&'static str),
    /// A file in it is not what its manifest says.
    #[error("{0} in it is not what was backed up: take another copy of the backup")]
    Altered(&'static str),
    /// A newer hotspotd made it.
    #[error(
        "hotspotd {0} made it, in a form that this version does not know: install that version, then restore"
    )]
    Newer(String),
    /// The disk.
    #[error("it takes {0} MiB of the disk, which are not free")]
    Room(u64),
    /// The disk.
    #[error("it cannot be unpacked: make sure that the data folder can be written")]
    Disk(#[source] io::Error),
}

/// Unpacks a backup into a temporary file of this folder.
///
/// # Errors
/// See [`UnpackError`].
pub fn unpack<R: BufRead>(file: R, folder: &Path) -> Result<Unpacked, UnpackError> {
    let mut unzipped = GzDecoder::new(file);
    let unpacked = members(&mut unzipped, folder)?;
    // Only at its ends the compressed part and the locked one prove that nothing is missing.
    zeros(&mut unzipped)?;
    let mut rest = unzipped.into_inner();
    match rest.fill_buf().map_err(UnpackError::Damaged)? {
        [] => Ok(unpacked),
        _ => Err(UnpackError::Other("something is behind its end")),
    }
}

fn members(unzipped: &mut impl Read, folder: &Path) -> Result<Unpacked, UnpackError> {
    let mut archive = Archive::new(unzipped);
    // Raw: what would change a name or a size of a file behind it is a file that is none of ours.
    let mut entries = archive.entries().map_err(UnpackError::Damaged)?.raw(true);
    let mut next = |name| -> Result<_, UnpackError> {
        let entry = entries
            .next()
            .ok_or(UnpackError::Other("a file is missing"))?;
        let entry = entry.map_err(UnpackError::Damaged)?;
        expect(&entry, name)?;
        Ok(entry)
    };
    let text = short(&mut next(manifest::NAME)?, LONGEST)?;
    let manifest = Manifest::read(&text).map_err(|error| match error {
        ManifestError::Newer(program) => UnpackError::Newer(program),
        ManifestError::Unreadable => UnpackError::Other("its manifest cannot be read"),
    })?;
    let [key_told, database_told] = manifest.members.as_slice() else {
        return Err(UnpackError::Other("its manifest names other files"));
    };
    let key = short(&mut next(manifest::KEY)?, LONGEST_KEY)?;
    if Member::of_bytes(manifest::KEY, &key) != *key_told {
        return Err(UnpackError::Altered(manifest::KEY));
    }
    let key = MasterKey::from_text(&key).ok_or(UnpackError::Altered(manifest::KEY))?;
    let mut entry = next(manifest::DATABASE)?;
    if entry.size() != database_told.bytes {
        return Err(UnpackError::Altered(manifest::DATABASE));
    }
    let database = on_disk(&mut entry, folder, database_told)?;
    drop(entry);
    match entries.next() {
        None => {}
        Some(Err(error)) => return Err(UnpackError::Damaged(error)),
        Some(Ok(_)) => return Err(UnpackError::Other("it holds more files")),
    }
    Ok(Unpacked {
        manifest,
        key,
        database,
    })
}

/// Whether it is a plain file of exactly this name.
fn expect<R: Read>(entry: &Entry<'_, R>, name: &str) -> Result<(), UnpackError> {
    let header = entry.header();
    let plain = header.entry_type() == EntryType::Regular && header.link_name_bytes().is_none();
    if plain && *entry.path_bytes() == *name.as_bytes() {
        Ok(())
    } else {
        Err(UnpackError::Other("it holds other files"))
    }
}

fn short<R: Read>(entry: &mut Entry<'_, R>, most: u64) -> Result<Vec<u8>, UnpackError> {
    if entry.size() > most {
        return Err(UnpackError::Other("a file in it is too long"));
    }
    let mut bytes = Vec::new();
    entry
        .read_to_end(&mut bytes)
        .map_err(UnpackError::Damaged)?;
    Ok(bytes)
}

fn on_disk(from: &mut impl Read, folder: &Path, told: &Member) -> Result<Temporary, UnpackError> {
    let free = disk::free(folder).map_err(UnpackError::Disk)?;
    if free < told.bytes.saturating_add(BALLAST) {
        return Err(UnpackError::Room(told.bytes >> 20));
    }
    let database = Temporary::new(folder, restore::COMING).map_err(UnpackError::Disk)?;
    let mut hash = Hash::default();
    let mut part = vec![0; CHUNK];
    loop {
        let read = from.read(&mut part).map_err(UnpackError::Damaged)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        hash.take(bytes);
        database
            .file()
            .write_all(bytes)
            .map_err(UnpackError::Disk)?;
    }
    if hash.member(manifest::DATABASE) != *told {
        return Err(UnpackError::Altered(manifest::DATABASE));
    }
    Ok(database)
}

/// Reads on to the end, where nothing but zeros may come.
fn zeros(from: &mut impl Read) -> Result<(), UnpackError> {
    let mut rest = Vec::new();
    from.take(LONGEST_END + 1)
        .read_to_end(&mut rest)
        .map_err(UnpackError::Damaged)?;
    if rest.len() as u64 > LONGEST_END || rest.iter().any(|byte| *byte != 0) {
        return Err(UnpackError::Other("something is behind its last file"));
    }
    Ok(())
}
