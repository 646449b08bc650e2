//! The names by which accounts sign in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::email::Email;
use crate::domain::shown::shown;

/// By what an account signs in, always in small letters: 2 to 64 of `a-z 0-9 . _ -`, or an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginName(String);

/// Why a text is not a [`LoginName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a name to sign in with: {why}; write 2 to 64 of a-z, 0-9, dot, dash and _, or an e-mail address",
    shown(text)
)]
pub struct LoginNameError {
    text: String,
    why: &'static str,
}

impl LoginName {
    /// Shortest name in characters.
    pub const MIN: usize = 2;
    /// Longest name in characters; an e-mail address may have [`Email::MAX`].
    pub const MAX: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&Email> for LoginName {
    fn from(email: &Email) -> Self {
        Self(email.folded())
    }
}

impl FromStr for LoginName {
    type Err = LoginNameError;

    fn from_str(text: &str) -> Result<Self, LoginNameError> {
        let name = text.trim().to_ascii_lowercase();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        let why = if name.contains('@') {
            match name.parse::<Email>() {
                Ok(email) => return Ok(Self::from(&email)),
                Err(_) => "it has an @ but is not an e-mail address",
            }
        } else if !name.bytes().all(plain) {
            "it has other characters"
        } else if name.len() < Self::MIN {
            "it is shorter than 2 characters"
        } else if name.len() > Self::MAX {
            "it is longer than 64 characters"
        } else if !name.bytes().any(|b| b.is_ascii_alphanumeric()) {
            "it has neither a letter nor a digit"
        } else {
            return Ok(Self(name));
        };
        Err(LoginNameError {
            text: text.to_owned(),
            why,
        })
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for LoginName {
    type Error = LoginNameError;
    fn try_from(text: String) -> Result<Self, LoginNameError> {
        text.parse()
    }
}

impl From<LoginName> for String {
    fn from(name: LoginName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_account_whatever_the_letters_size() {
        for text in ["amina", "Amina", " AMINA "] {
            assert_eq!(text.parse::<LoginName>().unwrap().as_str(), "amina");
        }
        let name: LoginName = "Amina@Example.org".parse().unwrap();
        assert_eq!(name.as_str(), "amina@example.org");
    }

    #[test]
    fn wrong_ones_are_refused() {
        assert!("a".repeat(64).parse::<LoginName>().is_ok());
        let long = "a".repeat(65);
        // The Turkish and the Kelvin letter fold to i and k in some languages: they are refused, not folded.
        for bad in [
            "",
            "a",
            "..",
            "amina otieno",
            "amina@",
            "a@b",
            "ámina",
            "amİna",
            "\u{212a}amau",
            &long,
        ] {
            assert!(bad.parse::<LoginName>().is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_final(text in "[a-zA-Z0-9._-]{0,70}|\\PC{0,20}") {
            if let Ok(name) = text.parse::<LoginName>() {
                prop_assert_eq!(name.as_str().parse::<LoginName>().unwrap(), name);
            }
        }
    }
}
