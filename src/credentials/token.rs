//! Random tokens: sessions, refresh tokens, links in mails. The database holds only their hashes.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::random::{self, RandomError};
use crate::domain::secret::Secret;

/// Bytes of a token: 256 bits, which nobody guesses, so a plain hash of it is enough.
const LENGTH: usize = 32;

/// A new token, and what is kept of it.
#[derive(Debug, Clone)]
pub struct Token {
    /// The token itself, 43 characters of base64url: goes to the person and is forgotten here.
    pub secret: Secret,
    /// Its hash, for the database.
    pub hash: TokenHash,
}

impl Token {
    /// A token that nobody has seen.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn random() -> Result<Self, RandomError> {
        let bytes: [u8; LENGTH] = random::bytes()?;
        let text = URL_SAFE_NO_PAD.encode(bytes);
        Ok(Self {
            hash: TokenHash::of(&text),
            secret: Secret::new(text),
        })
    }
}

/// What is kept of a token or a code: 32 bytes that tell nothing of it. Compared in constant time.
#[derive(Clone, Copy, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The SHA-256 of a token as it was presented. Whatever was presented has a hash; only a known token's is in the database.
    pub fn of(presented: &str) -> Self {
        Self(Sha256::digest(presented.as_bytes()).into())
    }

    /// As it was kept.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What to keep.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Secret::HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_alike_and_each_finds_its_hash() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.secret.reveal().len(), 43);
        assert!(one.secret != other.secret && one.hash != other.hash);
        assert_eq!(TokenHash::of(one.secret.reveal()), one.hash);
        assert_ne!(TokenHash::of(&one.secret.reveal()[1..]), one.hash);
        assert_eq!(TokenHash::from_bytes(*one.hash.as_bytes()), one.hash);
    }

    #[test]
    fn the_hash_is_sha_256() {
        // FIPS 180-2, the example "abc".
        assert_eq!(
            TokenHash::of("abc").as_bytes()[..4],
            [0xba, 0x78, 0x16, 0xbf]
        );
    }

    #[test]
    fn debug_tells_nothing() {
        assert_eq!(
            format!("{:?}", Token::random().unwrap()),
            "Token { secret: …, hash: … }"
        );
    }
}
