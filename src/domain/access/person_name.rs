//! Names of people.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// A person's name as it is shown: 1 to 80 characters of any script on one line; spaces around it are trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is not a [`PersonName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a person's name: {why}; write 1 to 80 characters on one line",
    shown(text)
)]
pub struct PersonNameError {
    text: String,
    why: &'static str,
}

impl PersonName {
    /// Longest name in characters.
    pub const MAX: usize = 80;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(text: &str) -> Result<Self, PersonNameError> {
        let trimmed = text.trim();
        let why = if trimmed.is_empty() {
            "it is empty"
        } else if trimmed.chars().any(is_hidden) {
            "it has a line break or another character that is not seen"
        } else if trimmed.chars().count() > Self::MAX {
            "it is longer than 80 characters"
        } else {
            return Ok(Self(trimmed.to_owned()));
        };
        Err(PersonNameError {
            text: text.to_owned(),
            why,
        })
    }
}

/// Control characters, line ends, and what turns the direction of writing: with that, one name could look like another.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for PersonName {
    type Error = PersonNameError;
    fn try_from(text: String) -> Result<Self, PersonNameError> {
        text.parse()
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts_are_read() {
        for name in [
            "A",
            "Amina wa Otieno",
            "Ng'ang'a",
            "ወርቅነሽ",
            "O’Brien-Müller",
        ] {
            assert_eq!(
                format!(" {name}\t").parse::<PersonName>().unwrap().as_str(),
                name
            );
        }
    }

    #[test]
    fn wrong_ones_are_refused() {
        let longest = "ñ".repeat(80);
        assert!(longest.parse::<PersonName>().is_ok());
        for bad in [
            "",
            " \t",
            "a\nb",
            "a\u{202e}b",
            "a\u{0}b",
            &format!("{longest}n"),
        ] {
            assert!(bad.parse::<PersonName>().is_err(), "{bad:?}");
        }
    }
}
