//! Secrets at rest: sealed with a key that is not in the database, and bound to the place where they belong.

use std::fmt;

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};

use super::key::Key;
use super::random::{self, RandomError};
use crate::domain::secret::Secret;

/// The first byte of what is sealed this way: XChaCha20-Poly1305, a random nonce of 24 bytes, then the sealed text and its tag.
const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Seals and opens.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
}

/// A sealed secret, as the database keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// Why a secret was not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// More than the cipher takes.
    #[error("the secret is too long to be sealed")]
    TooLong,
    /// Cut short, or made by a later version.
    #[error(
        "a sealed secret is not readable: it was cut short, or a newer hotspotd wrote it; put back a backup or set the secret anew"
    )]
    Unreadable,
    /// Changed, moved from another row, or sealed with another key.
    #[error(
        "a sealed secret does not open: the key of this box is not the one that sealed it, or the row was altered; put back the key file or set the secret anew"
    )]
    DoesNotOpen,
}

impl Sealer {
    /// With the key for [`super::Purpose::Seal`].
    pub fn new(key: &Key) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.as_bytes().into()),
        }
    }

    /// Seals a secret for its place, such as `router/17/password`. It opens there and nowhere else.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn seal(&self, place: &str, secret: &Secret) -> Result<Sealed, SealError> {
        let nonce: [u8; NONCE] = random::bytes()?;
        self.seal_with(nonce, place, secret)
    }

    fn seal_with(
        &self,
        nonce: [u8; NONCE],
        place: &str,
        secret: &Secret,
    ) -> Result<Sealed, SealError> {
        let payload = Payload {
            msg: secret.reveal().as_bytes(),
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError::TooLong)?;
        let mut bytes = Vec::with_capacity(1 + NONCE + sealed.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        Ok(Sealed(bytes))
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// See [`SealError`].
    pub fn open(&self, place: &str, sealed: &Sealed) -> Result<Secret, SealError> {
        let (version, rest) = sealed.0.split_first().ok_or(SealError::Unreadable)?;
        let (nonce, msg) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(SealError::Unreadable)?;
        if *version != VERSION {
            return Err(SealError::Unreadable);
        }
        let payload = Payload {
            msg,
            aad: place.as_bytes(),
        };
        let text = self
            .cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| SealError::DoesNotOpen)?;
        String::from_utf8(text)
            .map(Secret::new)
            .map_err(|_| SealError::Unreadable)
    }
}

impl Sealed {
    /// As the database kept it.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// What the database keeps.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Secret::HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&Key::from_bytes([byte; 32]))
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1, where the associated data are no text; so the cipher is asked directly.
    #[test]
    fn the_cipher_is_xchacha20_poly1305() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce: [u8; NONCE] = std::array::from_fn(|at| 0x40 + at as u8);
        let msg = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let aad = [
            0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
        ];
        let sealed = Sealer::new(&Key::from_bytes(key))
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg, aad: &aad })
            .unwrap();
        assert_eq!(
            sealed[..8],
            [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]
        );
        let tag = [
            0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a,
            0xcf, 0x49,
        ];
        assert_eq!(sealed[msg.len()..], tag);
    }

    #[test]
    fn opens_in_its_place_only() {
        let secret = Secret::new("chai na mandazi");
        let sealed = sealer(1).seal("router/17/password", &secret).unwrap();
        assert_eq!(
            sealer(1).open("router/17/password", &sealed).unwrap(),
            secret
        );
        assert_eq!(sealed.as_bytes()[0], VERSION);
        for (sealer, place) in [
            (sealer(1), "router/18/password"),
            (sealer(1), ""),
            (sealer(2), "router/17/password"),
        ] {
            let error = sealer.open(place, &sealed).unwrap_err();
            assert!(matches!(error, SealError::DoesNotOpen), "{error}");
        }
    }

    #[test]
    fn the_same_secret_is_never_sealed_alike() {
        let secret = Secret::new("chai");
        let seal = || sealer(1).seal("a", &secret).unwrap();
        assert_ne!(seal(), seal());
        assert_eq!(format!("{:?} {:?}", seal(), sealer(1)), "… Sealer(…)");
    }

    #[test]
    fn every_altered_byte_is_noticed_and_every_cut() {
        let sealed = sealer(1).seal("a", &Secret::new("chai")).unwrap().0;
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(sealer(1).open("a", &Sealed(altered)).is_err(), "byte {at}");
            let cut = Sealed(sealed[..at].to_vec());
            assert!(sealer(1).open("a", &cut).is_err(), "cut at {at}");
        }
    }

    proptest! {
        #[test]
        fn opens_as_it_was(text in "\\PC{0,200}", place in "\\PC{0,20}") {
            let secret = Secret::new(text);
            let sealed = sealer(3).seal(&place, &secret).unwrap();
            prop_assert_eq!(sealer(3).open(&place, &sealed).unwrap(), secret);
        }
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            prop_assert!(sealer(3).open("a", &Sealed(bytes)).is_err());
        }
    }
}
