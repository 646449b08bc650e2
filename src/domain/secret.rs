//! Secrets: passwords and keys that a person typed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A password or key. It has no `Display`; `Debug` and serialising write `…`; only [`Secret::reveal`] tells it.
///
/// A site that is printed, logged or turned into JSON therefore never leaks it. Whoever really wants the text in a
/// file (`service/site_file.rs` does) puts it there by hand. Reading back a `…` is refused, so that a hidden secret is
/// never taken for a real one.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// What stands in place of the secret.
    pub const HIDDEN: &'static str = "…";

    /// Takes the text as a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret text. Search for this word to see every place that learns it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::HIDDEN)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Self::HIDDEN)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == Self::HIDDEN {
            return Err(de::Error::custom(
                "the secret was hidden when this was written; type the real one instead of …",
            ));
        }
        Ok(Self(text))
    }
}

/// A secret on its way to whoever it is for: serialising writes it, and `Debug` still does not.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Revealed(String);

impl From<&Secret> for Revealed {
    fn from(secret: &Secret) -> Self {
        Revealed(secret.0.clone())
    }
}

impl From<Secret> for Revealed {
    fn from(secret: Secret) -> Self {
        Revealed(secret.0)
    }
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Secret::HIDDEN)
    }
}

impl Serialize for Revealed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_it() {
        let secret = Secret::new("kahawa");
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "… Some(…)");
        assert_eq!(secret.reveal(), "kahawa");
    }

    #[test]
    fn what_is_on_its_way_is_written_and_not_printed() {
        let revealed = Revealed::from(Secret::new("kahawa"));
        assert_eq!(format!("{revealed:?}"), "…");
        assert_eq!(serde_json::to_string(&revealed).unwrap(), "\"kahawa\"");
    }
}
