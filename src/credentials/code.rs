//! Codes that people type: the set-up code of a new box and the recovery codes of an account, like `K7Q4X-9XMP2`.

use super::key::Key;
use super::random::{self, RandomError};
use super::token::TokenHash;
use crate::domain::password::{ALPHABET, symbols};
use crate::domain::secret::Secret;

/// Symbols before and after the dash.
const GROUP: usize = 5;
/// Symbols of a code: 10 of 31 are 49 bits.
const SYMBOLS: usize = 2 * GROUP;
/// Random bytes for one draw; enough in all but one of some ten thousand millions.
const RANDOM: usize = 2 * SYMBOLS;
/// Recovery codes of an account.
pub const RECOVERY_CODES: usize = 10;

/// Makes codes, and the hashes that are kept of them.
///
/// 49 bits are safe from guessing here, where guesses are counted, but not from a machine that has the database. The hashes are
/// therefore made with a key that is not in the database.
#[derive(Debug)]
pub struct Codes {
    key: Key,
}

impl Codes {
    /// With the key for [`super::Purpose::Codes`].
    pub const fn new(key: Key) -> Self {
        Self { key }
    }

    /// A code that nobody has seen.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn random(&self) -> Result<Secret, RandomError> {
        loop {
            let bytes: [u8; RANDOM] = random::bytes()?;
            if let Some(text) = symbols(&bytes, SYMBOLS) {
                return Ok(Secret::new(grouped(&text)));
            }
        }
    }

    /// The ten recovery codes of an account. Each works once.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn recovery(&self) -> Result<Vec<Secret>, RandomError> {
        (0..RECOVERY_CODES).map(|_| self.random()).collect()
    }

    /// What is kept of a code, and by what a typed one is found; `None` where the text cannot be a code.
    ///
    /// Small letters, spaces, and dashes missing or elsewhere make no difference.
    pub fn hash(&self, typed: &str) -> Option<TokenHash> {
        let code = normalised(typed)?;
        Some(TokenHash::from_bytes(
            self.key.authenticate(&[code.as_bytes()]),
        ))
    }
}

fn grouped(symbols: &str) -> String {
    let (left, right) = symbols.split_at_checked(GROUP).unwrap_or((symbols, ""));
    format!("{left}-{right}")
}

/// The one form of a code, however it was typed.
fn normalised(typed: &str) -> Option<String> {
    let kept = |c: &char| !c.is_whitespace() && !"-‐‑–—".contains(*c);
    // One more than a code has is enough to see that it is none.
    let symbols: String = typed
        .chars()
        .filter(kept)
        .take(SYMBOLS + 1)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let is_code = symbols.len() == SYMBOLS && symbols.bytes().all(|b| ALPHABET.contains(&b));
    is_code.then(|| grouped(&symbols))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes() -> Codes {
        Codes::new(Key::from_bytes([7; 32]))
    }

    #[test]
    fn ten_different_ones_that_are_typed_as_they_come() {
        let mut all = codes().recovery().unwrap();
        for code in &all {
            assert_eq!(normalised(code.reveal()).as_deref(), Some(code.reveal()));
            assert_eq!(
                (code.reveal().len(), code.reveal().as_bytes()[5]),
                (11, b'-')
            );
        }
        all.dedup();
        assert_eq!(all.len(), 10);
    }

    #[test]
    fn typing_is_forgiven() {
        let hash = codes().hash("K7Q4X-9XMP2");
        assert!(hash.is_some());
        for typed in [
            "k7q4x-9xmp2",
            "K7Q4X9XMP2",
            " k7q4x 9xmp2\n",
            "K7Q-4X9-XMP2",
            "K7Q4X–9XMP2",
        ] {
            assert_eq!(codes().hash(typed), hash, "{typed}");
        }
        assert_ne!(codes().hash("K7Q4X-9XMP3"), hash);
        assert_ne!(
            Codes::new(Key::from_bytes([8; 32])).hash("K7Q4X-9XMP2"),
            hash
        );
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        let long = "K7Q4X-9XMP2".repeat(1000);
        for typed in [
            "",
            "K7Q4X-9XMP",
            "K7Q4X-9XMP22",
            "K7Q4X-9XMO2",
            "K7Q4X-9XM12",
            "K7Q4X_9XMP2",
            "Ķ7Q4X-9XMP2",
            &long,
        ] {
            assert_eq!(codes().hash(typed), None, "{typed:.20}");
        }
    }

    proptest! {
        #[test]
        fn normal_stays_normal(typed in "[2-9a-zA-Z -]{8,13}|\\PC{0,13}") {
            if let Some(code) = normalised(&typed) {
                prop_assert_eq!(normalised(&code), Some(code));
            }
        }
    }
}
