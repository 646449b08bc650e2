//! Names: short ones for machines, readable ones for people.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// A short name for machines: 1 to 16 of `a-z 0-9 -`, starts with a letter, no dash at the end or doubled.
///
/// It becomes part of names on the router (`hd-<site>-<name>`), so it must survive every menu unquoted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is not a [`Slug`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a short name: {why}; write 1 to 16 of a-z, 0-9 and -, beginning with a letter, e.g. chumba-2",
    shown(text)
)]
pub struct SlugError {
    text: String,
    why: &'static str,
}

impl Slug {
    /// Longest slug in characters.
    pub const MAX: usize = 16;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        let why = if text.is_empty() {
            "it is empty"
        } else if text.chars().any(|c| c.is_ascii_uppercase()) {
            "it has capital letters"
        } else if !text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            "it has other characters than a-z, 0-9 and -"
        } else if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
            "it does not begin with a letter"
        } else if text.ends_with('-') || text.contains("--") {
            "a dash stands only between letters or digits"
        } else if text.len() > Self::MAX {
            "it is longer than 16 characters"
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(SlugError {
            text: text.to_owned(),
            why,
        })
    }
}

/// The short name of a site: a [`Slug`] without a dash.
///
/// `hd-duka-` begins the names of the site `duka`; if a site could be called `duka-moja`, its names would begin so too,
/// and each site would take the other's rows for its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteSlug(Slug);

/// Why a text is not a [`SiteSlug`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SiteSlugError {
    /// It is no slug at all.
    #[error(transparent)]
    Slug(#[from] SlugError),
    /// It has a dash.
    #[error("{} has a dash, which a site's short name cannot have; write it in one word, e.g. {}", shown(.0), .0.replace('-', ""))]
    Dash(String),
}

impl SiteSlug {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for SiteSlug {
    type Err = SiteSlugError;

    fn from_str(text: &str) -> Result<Self, SiteSlugError> {
        let slug: Slug = text.parse()?;
        if text.contains('-') {
            Err(SiteSlugError::Dash(text.to_owned()))
        } else {
            Ok(Self(slug))
        }
    }
}

impl TryFrom<String> for SiteSlug {
    type Error = SiteSlugError;

    fn try_from(text: String) -> Result<Self, SiteSlugError> {
        text.parse()
    }
}

impl From<SiteSlug> for String {
    fn from(slug: SiteSlug) -> Self {
        slug.0.into()
    }
}

impl fmt::Display for SiteSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A name for people: 1 to 64 characters of any script, no control characters, no spaces around it (they are trimmed).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

/// Why a text is not a [`Label`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a name: {why}; write 1 to 64 characters on one line",
    shown(text)
)]
pub struct LabelError {
    text: String,
    why: &'static str,
}

impl Label {
    /// Longest label in characters.
    pub const MAX: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Label {
    type Err = LabelError;

    fn from_str(text: &str) -> Result<Self, LabelError> {
        let trimmed = text.trim();
        let why = if trimmed.is_empty() {
            "it is empty"
        } else if trimmed
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        {
            "it has a line break or another control character"
        } else if trimmed.chars().count() > Self::MAX {
            "it is longer than 64 characters"
        } else {
            return Ok(Self(trimmed.to_owned()));
        };
        Err(LabelError {
            text: text.to_owned(),
            why,
        })
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;
    fn try_from(text: String) -> Result<Self, SlugError> {
        text.parse()
    }
}

impl TryFrom<String> for Label {
    type Error = LabelError;
    fn try_from(text: String) -> Result<Self, LabelError> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_site_begins_like_another() {
        assert!("duka2".parse::<SiteSlug>().is_ok());
        let told = "duka-moja"
            .parse::<SiteSlug>()
            .map_err(|error| error.to_string());
        assert!(told.is_err_and(|told| told.contains("dukamoja")));
    }

    #[test]
    fn slugs_that_are_good() {
        for text in ["a", "guest", "duka-moja", "a1-b2-c3", "abcdefghijklmnop"] {
            assert_eq!(text.parse::<Slug>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn slugs_that_are_not_say_why() {
        for (text, why) in [
            ("", "empty"),
            ("Guest", "capital"),
            ("1a", "begin with a letter"),
            ("-a", "begin with a letter"),
            ("a-", "dash"),
            ("a--b", "dash"),
            ("a b", "other characters"),
            ("café", "other characters"),
            ("abcdefghijklmnopq", "longer than 16"),
        ] {
            let said = text.parse::<Slug>().unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn labels() {
        assert_eq!(
            "  Mama Njeri's ☕ ".parse::<Label>().unwrap().as_str(),
            "Mama Njeri's ☕"
        );
        for bad in ["", "  ", "a\nb", "a\u{0}b", &"x".repeat(65)] {
            assert!(bad.parse::<Label>().is_err(), "{bad:?}");
        }
        assert!(
            "x".repeat(100_000)
                .parse::<Label>()
                .unwrap_err()
                .to_string()
                .len()
                < 200
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_slug_or_an_error(text in "\\PC*") {
            if let Ok(slug) = text.parse::<Slug>() {
                prop_assert_eq!(slug.to_string(), text);
            }
        }
        #[test]
        fn a_label_reads_back(text in any::<String>()) {
            if let Ok(label) = text.parse::<Label>() {
                prop_assert_eq!(label.to_string().parse::<Label>().unwrap(), label);
            }
        }
    }
}
