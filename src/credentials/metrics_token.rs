//! The token by which another machine reads the figures of `/metrics`. It stands in a file that the operator writes.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::token::TokenHash;

/// Fewer characters can be guessed.
const SHORTEST: usize = 16;
/// The most bytes of the file. A longer one is no file with a token.
const LONGEST: u64 = 1024;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum MetricsTokenError {
    /// The file.
    #[error("the token for /metrics cannot be read from {}: make the file readable for the user that hotspotd runs as", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Too short.
    #[error(
        "the token for /metrics in {} has less than {SHORTEST} characters: put a random one there, such as `openssl rand -hex 24` prints",
        .0.display()
    )]
    Short(PathBuf),
    /// Something else than one word.
    #[error(
        "{} holds more than a token for /metrics: put one line there, without spaces, of visible ASCII characters",
        .0.display()
    )]
    NoWord(PathBuf),
}

/// Reads the token. Only its hash is kept, which is compared in constant time.
///
/// # Errors
/// See [`MetricsTokenError`]. None tells anything of the token.
pub fn read(path: &Path) -> Result<TokenHash, MetricsTokenError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes))
        .map_err(|source| MetricsTokenError::Read {
            path: path.to_owned(),
            source,
        })?;
    // The end of the line is not of the token.
    let token = bytes.trim_ascii();
    let word = token.iter().all(u8::is_ascii_graphic) && bytes.len() as u64 <= LONGEST;
    match std::str::from_utf8(token) {
        Ok(token) if word && token.len() >= SHORTEST => Ok(TokenHash::of(token)),
        Ok(_) if word => Err(MetricsTokenError::Short(path.to_owned())),
        _ => Err(MetricsTokenError::NoWord(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content: &[u8]) -> Result<TokenHash, MetricsTokenError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, content).unwrap();
        read(&path)
    }

    #[test]
    fn one_word_of_sixteen_characters() {
        let right = TokenHash::of("0123456789abcdef");
        assert_eq!(of(b"0123456789abcdef\n").unwrap(), right);
        assert_eq!(of(b" 0123456789abcdef\r\n").unwrap(), right);
        for short in [b"".as_slice(), b"\n", b"0123456789abcde\n"] {
            assert!(matches!(of(short), Err(MetricsTokenError::Short(_))));
        }
        let long = [b'a'; 2000];
        for other in [
            b"0123456789 abcdef".as_slice(),
            b"0123456789abcdef\n0123456789abcdef\n",
            "0123456789abcdéf".as_bytes(),
            b"0123456789abcdef\xff",
            &long,
        ] {
            assert!(matches!(of(other), Err(MetricsTokenError::NoWord(_))));
        }
        let absent = read(Path::new("/nowhere/token")).unwrap_err();
        assert!(matches!(absent, MetricsTokenError::Read { .. }));
    }

    #[test]
    fn errors_tell_nothing_of_it() {
        let error = of(b"hush hush hush hush").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hush"));
    }
}
