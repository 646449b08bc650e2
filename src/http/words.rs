//! Every text of the pages, in every language, by key.

mod retell;

use std::sync::OnceLock;

use retell::{Saying, sayings};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Kiswahili.
    Swahili,
}

/// The cookie in which a person's choice of language is kept; its value is [`Language::code`].
pub const LANGUAGE_COOKIE: &str = "lang";

impl Language {
    /// All languages, the one that others fall back to first.
    pub const ALL: [Self; 2] = [Self::English, Self::Swahili];

    /// The code of the language by BCP 47, as in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swahili => "sw",
        }
    }

    /// The language of a code; of `sw-KE` too.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language of a page: what the person chose (the cookie's value), else the best that the browser asks for
    /// (`Accept-Language`), else English.
    pub fn pick(chosen: Option<&str>, accepted: Option<&str>) -> Self {
        if let Some(language) = chosen.and_then(Self::from_code) {
            return language;
        }
        let mut best = (Self::default(), 0.0);
        for part in accepted.unwrap_or_default().split(',') {
            let (code, weight) = part.split_once(';').unwrap_or((part, "q=1"));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("0");
            let weight: f32 = weight.trim().parse().unwrap_or(0.0);
            // The first of equal weight wins, so only more counts.
            if let Some(language) = Self::from_code(code)
                && weight > best.1
            {
                best = (language, weight);
            }
        }
        best.0
    }
}

impl From<Language> for crate::domain::language::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::En,
            Language::Swahili => Self::Sw,
        }
    }
}

/// What the log says of a key that no catalogue has.
pub const UNKNOWN: &str = "no catalogue of words has this key";

/// A text of the catalogues.
struct Text {
    key: &'static str,
    english: &'static str,
    swahili: &'static str,
}

/// All of them, by their keys, made of `web/words/` by the build.
static TEXTS: &[Text] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The catalogues.
#[derive(Default)]
pub struct Words {
    /// Taken apart when something is first told again.
    sayings: OnceLock<Vec<Saying>>,
}

impl Words {
    /// The text of a key as it stands in the catalogue.
    pub fn text(&self, language: Language, key: &str) -> Option<&'static str> {
        let at = TEXTS.binary_search_by_key(&key, |text| text.key).ok()?;
        TEXTS.get(at).map(|text| match language {
            Language::English => text.english,
            Language::Swahili => text.swahili,
        })
    }

    /// The text of a key with its placeholders filled in.
    ///
    /// With a value for `n`, the text of `key.one` or `key.other` is taken where there is none of `key`. A key that no
    /// catalogue has (a word of a newer state, say) is shown by its last part.
    pub fn say(&self, language: Language, key: &str, values: &[(&str, String)]) -> String {
        let text = self
            .text(language, key)
            .or_else(|| self.counted(language, key, values))
            .unwrap_or_else(|| {
                tracing::warn!(key, "{UNKNOWN}");
                key.rsplit('.').next().unwrap_or(key)
            });
        if values.is_empty() {
            return text.to_owned();
        }
        fill(text, values)
    }

    /// The text of a key that has one for a single thing and another for several.
    fn counted(&self, language: Language, key: &str, values: &[(&str, String)]) -> Option<&str> {
        let one = values
            .iter()
            .any(|(name, value)| *name == "n" && value == "1");
        self.text(
            language,
            &format!("{key}.{}", if one { "one" } else { "other" }),
        )
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        TEXTS.iter().map(|text| text.key)
    }

    /// What services say.
    fn sayings(&self) -> &[Saying] {
        self.sayings
            .get_or_init(|| sayings(TEXTS.iter().map(|text| (text.key, text.english))))
    }
}

/// Puts values in the place of `{name}`, in one pass, so that a value with a brace in it is a value and no placeholder.
fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(it, _)| *it == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
