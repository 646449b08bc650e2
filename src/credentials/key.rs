//! The box's own key, and the keys for each purpose that are derived from it.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::random::{self, RandomError};
use crate::domain::secret::Secret;

/// Bytes of a key.
const LENGTH: usize = 32;
/// The file in the folder of systemd's credentials.
const CREDENTIAL: &str = "hotspotd.key";
/// The file in the data folder, where nobody names another.
const FILE: &str = "secret.key";
/// Longer is no key file: twice the digits of one, for line ends.
const LONGEST: u64 = 128;

/// A key of 32 bytes for one purpose.
#[derive(Clone)]
pub struct Key([u8; LENGTH]);

impl Key {
    /// From its bytes.
    pub const fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub(super) const fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// The HMAC-SHA256 of the parts, one after the other.
    pub(super) fn authenticate(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new(&block(&self.0).into());
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// A key as HMAC uses it: filled up with zeros to one block of SHA-256 (RFC 2104). So no length can be wrong.
fn block(key: &[u8; LENGTH]) -> [u8; 64] {
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    block
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// What a key is for. A key for one purpose tells nothing of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Sealing secrets in the database.
    Seal,
    /// Signing access tokens.
    Jwt,
    /// Form tokens.
    Csrf,
    /// Hashing codes that people type.
    Codes,
    /// Proofs of devices.
    KnownDevices,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        // Never change one: what was made with its key would not open again.
        match self {
            Self::Seal => b"hotspotd seal 1",
            Self::Jwt => b"hotspotd jwt 1",
            Self::Csrf => b"hotspotd csrf 1",
            Self::Codes => b"hotspotd codes 1",
            Self::KnownDevices => b"hotspotd known devices 1",
        }
    }
}

/// Where the box's key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// A file of hotspotd's, which is made where it is missing.
    File(PathBuf),
    /// A credential that systemd hands to the service. It is only read.
    Credential(PathBuf),
}

impl KeyPlace {
    /// `secret.key` in the data folder.
    pub fn in_folder(data: &Path) -> Self {
        KeyPlace::File(data.join(FILE))
    }

    /// `hotspotd.key` in the folder of systemd's credentials (`$CREDENTIALS_DIRECTORY`), where it is there.
    pub fn given(credentials: &Path) -> Option<Self> {
        let path = credentials.join(CREDENTIAL);
        path.exists().then_some(KeyPlace::Credential(path))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            KeyPlace::File(path) | KeyPlace::Credential(path) => path,
        }
    }

    /// The permission bits that may not be set on it: those of others. systemd opens a credential to the service's user by an access
    /// list, which shows as a group bit.
    const fn closed(&self) -> u32 {
        match self {
            KeyPlace::File(_) => 0o077,
            KeyPlace::Credential(_) => 0o007,
        }
    }
}

/// The box's own key. Whoever has it and the database has all secrets.
#[derive(Debug)]
pub struct MasterKey(Key);

/// Why there is no key. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The disk.
    #[error("the key file {} cannot be used: make it and its folder accessible to hotspotd only", path.display())]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Others may read or write it.
    #[error("the key file {} is open to other users (mode {mode:03o}): run chmod 600 on it, and consider what they may have read", path.display())]
    OpenToOthers {
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Not a key.
    #[error(
        "the key file {} holds no key: put back the one from your backup; only where this box was never set up, delete it and start again",
        path.display()
    )]
    NoKey {
        /// Which file.
        path: PathBuf,
    },
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl MasterKey {
    /// The key of this box, where it has one.
    ///
    /// A database with secrets in it and no key is a lost key: it calls for the backup, not for [`MasterKey::create`].
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn find(place: &KeyPlace) -> Result<Option<Self>, KeyError> {
        read(place)
    }

    /// Makes a key, and the folder of its file where that is missing. The key is on the disk when this returns.
    /// Where another process was quicker, its key is taken.
    ///
    /// # Errors
    /// See [`KeyError`]; a credential is not made but given.
    pub fn create(place: &KeyPlace) -> Result<Self, KeyError> {
        let path = place.path();
        if let KeyPlace::Credential(_) = place {
            return Err(KeyError::NoKey {
                path: path.to_owned(),
            });
        }
        let key: [u8; LENGTH] = random::bytes()?;
        write(path, &key).map_err(|source| KeyError::Disk {
            path: path.to_owned(),
            source,
        })?;
        // What counts is what will be found after the next start.
        read(place)?.ok_or_else(|| KeyError::NoKey {
            path: path.to_owned(),
        })
    }

    /// From what [`MasterKey::text`] told, or a file of a key holds.
    pub fn from_text(text: &[u8]) -> Option<Self> {
        parse(text).map(|key| MasterKey(Key(key)))
    }

    /// What a file of this key holds: 64 hexadecimal digits and a line end. For backups that hold it, and nothing else.
    pub fn text(&self) -> Secret {
        Secret::new(digits(&self.0.0))
    }

    /// Whether it is the same key.
    pub fn is(&self, other: &Self) -> bool {
        self.0.0 == other.0.0
    }

    /// Puts this key into a file where there is none. It is on the disk when this returns.
    ///
    /// # Errors
    /// See [`KeyError`]; a credential is not made but given.
    pub fn put(&self, place: &KeyPlace) -> Result<(), KeyError> {
        let path = place.path();
        let none = || KeyError::NoKey {
            path: path.to_owned(),
        };
        if let KeyPlace::Credential(_) = place {
            return Err(none());
        }
        write(path, &self.0.0).map_err(|source| KeyError::Disk {
            path: path.to_owned(),
            source,
        })?;
        // What counts is what will be found after the next start.
        let found = read(place)?.ok_or_else(none)?;
        if found.is(self) { Ok(()) } else { Err(none()) }
    }

    /// The key for a purpose.
    pub fn derive(&self, purpose: Purpose) -> Key {
        Key(self.0.authenticate(&[purpose.label()]))
    }

    /// Eight bytes that tell nothing of the key but are another's for another key. A database keeps them to notice at the start that
    /// it has come to a box with another key.
    pub fn check_value(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.0.authenticate(&[b"hotspotd check 1"]);
        [a, b, c, d, e, f, g, h]
    }
}

/// The key in a file; `None` where there is no file.
fn read(place: &KeyPlace) -> Result<Option<MasterKey>, KeyError> {
    let path = place.path();
    let disk = |source| KeyError::Disk {
        path: path.to_owned(),
        source,
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk(error)),
    };
    let mode = mode(&file).map_err(disk)?;
    if mode & place.closed() != 0 {
        return Err(KeyError::OpenToOthers {
            path: path.to_owned(),
            mode,
        });
    }
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes).map_err(disk)?;
    match parse(&bytes) {
        Some(key) => Ok(Some(MasterKey(Key(key)))),
        None => Err(KeyError::NoKey {
            path: path.to_owned(),
        }),
    }
}

/// 32 bytes as they are, or 64 hexadecimal digits, which can be printed and put into a safe.
fn parse(bytes: &[u8]) -> Option<[u8; LENGTH]> {
    if let Ok(key) = bytes.try_into() {
        return Some(key);
    }
    let digits = bytes.trim_ascii();
    if digits.len() != 2 * LENGTH {
        return None;
    }
    let digit = |digit: u8| char::from(digit).to_digit(16);
    let mut key = [0; LENGTH];
    let (pairs, _) = digits.as_chunks::<2>();
    for (byte, [high, low]) in key.iter_mut().zip(pairs) {
        *byte = u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?;
    }
    Some(key)
}

/// 64 hexadecimal digits and a line end.
fn digits(key: &[u8; LENGTH]) -> String {
    let mut text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    text.push('\n');
    text
}

/// Written beside it and then put in its place, so that a power cut leaves a whole key or none; and never over another.
fn write(path: &Path, key: &[u8; LENGTH]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    make_folder(folder)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    match fs::remove_file(&beside) {
        // A process that was stopped in between left it.
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut file = create(&beside)?;
    give(&file, folder)?;
    file.write_all(digits(key).as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&beside, path);
    let exists = path.try_exists()?;
    if linked.is_err() && !exists {
        // A file system without links, as on memory cards.
        fs::rename(&beside, path)?;
    } else {
        fs::remove_file(&beside)?;
    }
    File::open(folder)?.sync_all()
}

/// Made by root in a folder of somebody else (the service's user), a new file is theirs: the service has to read it.
fn give(file: &File, folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let owner = fs::metadata(folder)?;
    if file.metadata()?.uid() == 0 && owner.uid() != 0 {
        std::os::unix::fs::fchown(file, Some(owner.uid()), Some(owner.gid()))?;
    }
    Ok(())
}

fn mode(file: &File) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o777)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
#[path = "key/tests.rs"]
mod tests;
