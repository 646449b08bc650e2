//! A whole backup as bytes: a tar of the manifest, the key and the database, compressed by gzip, in a file that a passphrase opens. Nothing
//! of it is in memory for longer than a moment.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::manifest::{self, Manifest};
use crate::credentials::{Lock, MasterKey};

/// Writes a whole backup. `manifest` tells of this key and this file, which nobody changes meanwhile.
///
/// # Errors
/// Those of `out` and of the file. What was written then is cut short, and cannot be opened.
pub fn pack<W: Write>(
    out: W,
    lock: Lock,
    manifest: &Manifest,
    key: &MasterKey,
    database: &Path,
) -> io::Result<W> {
    let text = serde_json::to_vec_pretty(manifest)?;
    let database = File::open(database)?;
    let bytes = database.metadata()?.len();
    let mut tar = Builder::new(GzEncoder::new(lock.over(out)?, Compression::default()));
    let at = manifest.made_at.as_secs();
    let mut append = |name, bytes, from: &mut dyn io::Read| {
        let mut header = header(at, bytes);
        tar.append_data(&mut header, name, from)
    };
    append(manifest::NAME, text.len() as u64, &mut text.as_slice())?;
    let key = key.text();
    let key = key.reveal().as_bytes();
    append(manifest::KEY, key.len() as u64, &mut { key })?;
    append(manifest::DATABASE, bytes, &mut &database)?;
    tar.into_inner()?.finish()?.finish()
}

fn header(at: i64, bytes: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(at).unwrap_or_default());
    header.set_size(bytes);
    header
}
