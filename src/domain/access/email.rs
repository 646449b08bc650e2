//! E-mail addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// An e-mail address: trimmed, the domain in small letters. Whether it exists is not known; only a mail tells that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is not an [`Email`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not an e-mail address: {why}; write it like amina@example.co.ke",
    shown(text)
)]
pub struct EmailError {
    text: String,
    why: &'static str,
}

impl Email {
    /// Longest address in characters (RFC 5321: a path of 256 with its brackets).
    pub const MAX: usize = 254;
    /// Longest part before the `@` (RFC 5321).
    const LOCAL_MAX: usize = 64;
    /// Longest part of a domain between dots (RFC 1035).
    const LABEL_MAX: usize = 63;

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// The address all in small letters, for comparing: no mail server that people use tells `Amina` from `amina`.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let trimmed = text.trim();
        match trimmed
            .split_once('@')
            .ok_or("it has no @")
            .and_then(|(local, domain)| {
                fault(trimmed, local, domain).map_or(Ok((local, domain)), Err)
            }) {
            Ok((local, domain)) => Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase()))),
            Err(why) => Err(EmailError {
                text: text.to_owned(),
                why,
            }),
        }
    }
}

/// What is wrong with it, the plainest first.
fn fault(whole: &str, local: &str, domain: &str) -> Option<&'static str> {
    let labels = || domain.split('.');
    Some(if whole.len() > Email::MAX {
        "it is longer than 254 characters"
    } else if whole.chars().any(|c| c.is_whitespace() || c.is_control()) {
        "it has a space or a line break in it"
    } else if domain.contains('@') {
        "it has more than one @"
    } else if local.is_empty() {
        "there is nothing before the @"
    } else if domain.is_empty() {
        "there is nothing after the @"
    } else if !whole.is_ascii() {
        // A server that takes others is rare, and a look-alike letter would make a second address of the same looks.
        "it has letters other than a-z"
    } else if local.len() > Email::LOCAL_MAX {
        "the part before the @ is longer than 64 characters"
    } else if !local.bytes().all(|b| b == b'.' || is_atom(b)) {
        "before the @ stands a character that mail servers do not take"
    } else if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        "a dot before the @ stands only between other characters"
    } else if !domain.contains('.') {
        "the part after the @ has no dot"
    } else if labels().any(str::is_empty) {
        "a dot after the @ stands only between other characters"
    } else if !labels().all(|label| {
        label
            .bytes()
            .all(|b| b == b'-' || b.is_ascii_alphanumeric())
    }) {
        "after the @ stand only letters, digits, dots and dashes"
    } else if labels().any(|label| label.starts_with('-') || label.ends_with('-')) {
        "a dash after the @ stands only between letters or digits"
    } else if labels().any(|label| label.len() > Email::LABEL_MAX) {
        "a part after the @ is longer than 63 characters"
    } else if labels()
        .next_back()
        .is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
    {
        "it ends in a number, as no domain does"
    } else {
        return None;
    })
}

/// What RFC 5322 allows outside quotes.
fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn common_ones_are_read() {
        for (text, read) in [
            ("amina@example.co.ke", "amina@example.co.ke"),
            (
                " Amina.Otieno@Example.CO.KE\n",
                "Amina.Otieno@example.co.ke",
            ),
            (
                "o'brien+wifi@mail-1.example.org",
                "o'brien+wifi@mail-1.example.org",
            ),
            ("a@b.xn--p1ai", "a@b.xn--p1ai"),
        ] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), read);
        }
        let email: Email = "Amina@Example.org".parse().unwrap();
        assert_eq!(
            (email.local_part(), email.folded().as_str()),
            ("Amina", "amina@example.org")
        );
    }

    #[test]
    fn wrong_ones_are_refused_with_the_reason() {
        let long = format!("a@{}.ke", "b".repeat(64));
        let longer = format!("{}@example.org", "a".repeat(65));
        let longest = format!("a@{}ke", "example.".repeat(32));
        for (text, why) in [
            ("", "no @"),
            ("amina", "no @"),
            ("@example.org", "nothing before"),
            ("amina@", "nothing after"),
            ("a@b@example.org", "more than one @"),
            ("a b@example.org", "a space"),
            ("a@example.org\r\nBcc: b@example.org", "a space"),
            ("ámina@example.org", "other than a-z"),
            ("a@exаmple.org", "other than a-z"), // a Cyrillic letter
            (".a@example.org", "between other characters"),
            ("a..b@example.org", "between other characters"),
            ("\"a\"@example.org", "do not take"),
            ("<a@example.org>", "do not take"),
            ("a@localhost", "has no dot"),
            ("a@example..org", "between other characters"),
            ("a@example.org.", "between other characters"),
            ("a@exa_mple.org", "only letters, digits"),
            ("a@-example.org", "a dash"),
            ("a@10.0.0.1", "ends in a number"),
            (&long, "63"),
            (&longer, "64"),
            (&longest, "254"),
        ] {
            let error = text.parse::<Email>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn reads_back(text in "[a-zA-Z0-9+_-]{1,9}(\\.[a-z]{1,5})?@[a-zA-Z0-9]{1,9}\\.[a-zA-Z]{2,5}") {
            let email: Email = text.parse().unwrap();
            prop_assert_eq!(email.to_string().parse::<Email>().unwrap(), email);
        }
        #[test]
        fn no_text_panics(text in "[a.@ -]{0,12}|\\PC{0,20}") {
            let _ = text.parse::<Email>();
        }
    }
}
