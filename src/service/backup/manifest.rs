//! What a whole backup says of itself: the first thing in it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::moment::Moment;
use crate::store::contents::Contents;

/// The form of whole backups that this program writes and reads.
pub const FORMAT: u32 = 1;
/// The name of the manifest in a whole backup.
pub const NAME: &str = "manifest.json";
/// The name of the box's key in it.
pub const KEY: &str = "secret.key";
/// The name of the database in it.
pub const DATABASE: &str = "state.db";

/// What a whole backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the backup.
    pub format: u32,
    /// The version of the hotspotd that made it.
    pub program: String,
    /// The schema of the database.
    pub schema: u32,
    /// When the copy of the database was made.
    pub made_at: Moment,
    /// Whether the clock was believed then.
    pub clock_trusted: bool,
    /// The files behind the manifest, in their order.
    pub members: Vec<Member>,
    /// How many rows each table has.
    pub rows: BTreeMap<String, u64>,
}

/// A file in a whole backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 in 64 hexadecimal digits.
    pub sha256: String,
}

/// The little that every form of backup says.
#[derive(Debug, Deserialize)]
struct Head {
    format: u32,
    program: String,
}

/// Why a manifest was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestError {
    /// It is none.
    Unreadable,
    /// A newer hotspotd made it: its version.
    Newer(String),
}

impl Manifest {
    /// Of a copy with these contents, and of these files.
    pub fn new(
        contents: Contents,
        made_at: Moment,
        clock_trusted: bool,
        members: Vec<Member>,
    ) -> Self {
        Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: contents.schema,
            made_at,
            clock_trusted,
            members,
            rows: contents.rows,
        }
    }

    /// Reads one. The names of its files are those of this form, each once.
    ///
    /// # Errors
    /// See [`ManifestError`].
    pub fn read(text: &[u8]) -> Result<Self, ManifestError> {
        let unreadable = |_| ManifestError::Unreadable;
        let head: Head = serde_json::from_slice(text).map_err(unreadable)?;
        if head.format > FORMAT {
            return Err(ManifestError::Newer(head.program));
        }
        let manifest: Manifest = serde_json::from_slice(text).map_err(unreadable)?;
        let names = manifest.members.iter().map(|member| member.name.as_str());
        if manifest.format == FORMAT && names.eq([KEY, DATABASE]) {
            Ok(manifest)
        } else {
            Err(ManifestError::Unreadable)
        }
    }
}

impl Member {
    /// Of these bytes.
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Self {
        Member {
            name: name.to_owned(),
            bytes: bytes.len() as u64,
            sha256: hex(Sha256::digest(bytes).as_slice()),
        }
    }

    /// Of a file, which is read through once.
    ///
    /// # Errors
    /// The system's.
    pub fn of_file(name: &str, path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut hash = Hash::default();
        let mut part = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut part)?;
            let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            hash.take(bytes);
        }
        Ok(hash.member(name))
    }
}

/// The size and the SHA-256 of what goes by.
#[derive(Debug, Clone, Default)]
pub struct Hash {
    bytes: u64,
    sha256: Sha256,
}

impl Hash {
    /// The next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.sha256.update(bytes);
    }

    /// The file that they were.
    pub fn member(self, name: &str) -> Member {
        Member {
            name: name.to_owned(),
            bytes: self.bytes,
            sha256: hex(self.sha256.finalize().as_slice()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let contents = Contents {
            schema: 4,
            rows: [("account".to_owned(), 3)].into(),
        };
        let members = vec![
            Member::of_bytes(KEY, b"key"),
            Member::of_bytes(DATABASE, b"abc"),
        ];
        Manifest::new(contents, Moment::from_secs(1_796_000_000), true, members)
    }

    #[test]
    fn comes_back_and_newer_ones_are_told_from_damaged_ones() {
        let text = serde_json::to_vec(&sample()).unwrap();
        assert_eq!(Manifest::read(&text), Ok(sample()));
        // FIPS 180-2, B.1.
        assert_eq!(
            sample().members[1].sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let newer = br#"{"format": 2, "program": "9.1.0", "shelves": []}"#;
        let told = Manifest::read(newer);
        assert_eq!(told, Err(ManifestError::Newer("9.1.0".to_owned())));
        let mut others = vec![
            Manifest {
                format: 0,
                ..sample()
            },
            Manifest {
                members: Vec::new(),
                ..sample()
            },
        ];
        others.push(sample());
        others[2].members[0].name = "../secret.key".to_owned();
        others.push(sample());
        others[3].members.reverse();
        for other in others {
            let text = serde_json::to_vec(&other).unwrap();
            assert_eq!(
                Manifest::read(&text),
                Err(ManifestError::Unreadable),
                "{other:?}"
            );
        }
        assert_eq!(Manifest::read(b"{}"), Err(ManifestError::Unreadable));
    }
}
