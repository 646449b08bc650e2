//! Files that a passphrase opens, in the format of age (<https://age-encryption.org/v1>), which other programs read and write too.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, scrypt};

use crate::domain::secret::Secret;

/// Characters that a passphrase must have to lock something: whoever finds the file may guess as long as they like.
pub const LEAST: usize = 12;
/// A file of a passphrase is no longer, in bytes.
const LONGEST: u64 = 4 << 10;
/// scrypt's N is two to the power of this, with r = 8 and p = 1: 16 MiB of memory. A container on a router has 64 MiB in all.
const WORK: u8 = 14;
/// What others may have asked for: 256 MiB, which age's own program takes.
const MOST_WORK: u8 = 18;
/// What is left for the rest of the program, in bytes.
const BESIDE: u64 = 8 << 20;
/// What every file begins with.
const INTRODUCTION: &[u8] = b"age-encryption.org/v1\n";
/// What a file in letters begins with.
const IN_LETTERS: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// What the last line of the head begins with.
const END_OF_HEAD: &[u8] = b"\n--- ";

/// A passphrase.
#[derive(Clone)]
pub struct Passphrase(SecretString);

/// Why there is no passphrase, or nothing was locked with it.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// The file.
    #[error("the passphrase file {} cannot be read: make sure that it is there and that hotspotd may read it", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Too short.
    #[error(
        "a passphrase has at least {LEAST} characters: whoever finds the backup may guess as long as they like"
    )]
    TooShort,
    /// The system gives no thread or no memory for the work.
    #[error("the passphrase cannot be worked on: the box has too little memory")]
    Work,
}

/// Why a file was not opened.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// It does not begin as such a file does.
    #[error("it is no file of age")]
    Foreign,
    /// It is in letters.
    #[error(
        "it is an age file in letters (armored): make it binary first, without the option --armor"
    )]
    InLetters,
    /// It was locked for keys.
    #[error(
        "it was locked for somebody's key, not with a passphrase: open it with age and that key"
    )]
    OtherKind,
    /// Another passphrase, or its head was altered.
    #[error("the passphrase is wrong, or the file is damaged")]
    Wrong,
    /// It is damaged.
    #[error("it is damaged or was cut short: take another copy of it")]
    Damaged,
    /// Nobody asks for so much work in earnest.
    #[error(
        "it asks for 2^{0} times the work of one guess, more than anything is worth: it was not made by hotspotd or age"
    )]
    TooMuchWork(u8),
    /// The work needs memory.
    #[error(
        "its passphrase takes {0} MiB of memory, which are not free here: open it on a larger machine (`age --decrypt`)"
    )]
    Memory(u64),
    /// The disk.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
}

impl Passphrase {
    /// One that something is to be locked with.
    ///
    /// # Errors
    /// [`PassphraseError::TooShort`].
    pub fn chosen(text: &Secret) -> Result<Self, PassphraseError> {
        if text.reveal().chars().count() < LEAST {
            return Err(PassphraseError::TooShort);
        }
        Ok(Self::given(text))
    }

    /// One that something is to be opened with, whatever it is.
    pub fn given(text: &Secret) -> Self {
        Passphrase(SecretString::from(text.reveal()))
    }

    /// The text in a file, without the line end behind it.
    ///
    /// # Errors
    /// [`PassphraseError::File`].
    pub fn text_of(path: &Path) -> Result<Secret, PassphraseError> {
        let failed = |source| PassphraseError::File {
            path: path.to_owned(),
            source,
        };
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
            .map_err(failed)?;
        Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Secret::HIDDEN)
    }
}

/// What locks one file. The work of the passphrase is done.
pub struct Lock(Encryptor);

impl Lock {
    /// Does the work of the passphrase, on a thread of its own. It takes 16 MiB for a moment.
    ///
    /// # Errors
    /// [`PassphraseError::Work`].
    pub fn new(passphrase: &Passphrase) -> Result<Self, PassphraseError> {
        let work = || {
            let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
            recipient.set_work_factor(WORK);
            Encryptor::with_recipients(std::iter::once(&recipient as _))
        };
        apart(work)
            .ok_or(PassphraseError::Work)?
            .map(Lock)
            .map_err(|_| PassphraseError::Work)
    }

    /// Begins the file: what is written to the answer comes out locked.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn over<W: Write>(self, out: W) -> io::Result<Locked<W>> {
        Ok(Locked(self.0.wrap_output(out)?))
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lock(…)")
    }
}

/// A file that is being locked. Without [`Locked::finish`] it is cut short, and nobody can open it.
pub struct Locked<W: Write>(StreamWriter<W>);

impl<W: Write> Locked<W> {
    /// Ends the file.
    ///
    /// # Errors
    /// Those of what is behind it.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Locked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl<W: Write> fmt::Debug for Locked<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locked(…)")
    }
}

/// Whether these first bytes of a file are those of an age file, also of one in letters.
pub fn is_locked(first: &[u8]) -> bool {
    first.starts_with(INTRODUCTION) || first.starts_with(IN_LETTERS)
}

/// Opens a file. What is read from the answer is what was locked, each part proven before it comes out; a file that was altered or cut short
/// ends in an error. `free` is how much memory there is, in bytes; the work is done on a thread of its own.
///
/// # Errors
/// See [`UnlockError`].
pub fn unlock<R: BufRead + Send>(
    mut file: R,
    passphrase: &Passphrase,
    free: u64,
) -> Result<StreamReader<R>, UnlockError> {
    let first = file.fill_buf().map_err(UnlockError::Read)?;
    if first.starts_with(IN_LETTERS) {
        return Err(UnlockError::InLetters);
    }
    if !first.starts_with(INTRODUCTION) {
        return Err(UnlockError::Foreign);
    }
    // A head without an end would be read into memory as long as it goes on.
    if !first
        .windows(END_OF_HEAD.len())
        .any(|bytes| bytes == END_OF_HEAD)
    {
        return Err(UnlockError::Damaged);
    }
    let opened = Decryptor::new_buffered(file).map_err(why)?;
    let work = || {
        let mut identity = scrypt::Identity::new(passphrase.0.clone());
        identity.set_max_work_factor(most_work(free));
        opened.decrypt(std::iter::once(&identity as _)).map_err(why)
    };
    apart(work).unwrap_or(Err(UnlockError::Memory(needed(WORK) >> 20)))
}

fn why(error: DecryptError) -> UnlockError {
    match error {
        DecryptError::ExcessiveWork { required, .. } if required > MOST_WORK => {
            UnlockError::TooMuchWork(required)
        }
        DecryptError::ExcessiveWork { required, .. } => UnlockError::Memory(needed(required) >> 20),
        DecryptError::NoMatchingKeys => UnlockError::OtherKind,
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => UnlockError::Wrong,
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            UnlockError::Read(error)
        }
        _ => UnlockError::Damaged,
    }
}

/// How much memory scrypt takes with r = 8, in bytes: 128 · r · N.
const fn needed(work: u8) -> u64 {
    1024 << work
}

/// The work for which so much free memory is enough.
fn most_work(free: u64) -> u8 {
    (1..=MOST_WORK)
        .rev()
        .find(|work| needed(*work) + BESIDE <= free)
        .unwrap_or(0)
}

/// On a thread of its own: with it goes what the allocator keeps for a thread.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let named = std::thread::Builder::new().name("passphrase".to_owned());
        named.spawn_scoped(scope, work).ok()?.join().ok()
    })
}

#[cfg(test)]
#[path = "passphrase/tests.rs"]
mod tests;
