//! What services say, in the language of the person: services speak English, with values in their sentences. Each sentence that
//! people often meet stands in the catalogue (`said.*`), in English as it is said and in the other languages as it is shown.

use super::{Language, Words, fill};

/// The part of the catalogue that holds such sentences.
pub const SAID: &str = "said.";

/// A sentence as it is said, cut at its values.
#[derive(Debug)]
pub struct Saying {
    key: String,
    /// What stands between the values; one more than there are of them.
    between: Vec<String>,
    names: Vec<String>,
}

impl Saying {
    fn of(key: &str, text: &str) -> Self {
        let mut between = Vec::new();
        let mut names = Vec::new();
        let mut rest = plain(text);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            between.push(before.to_owned());
            names.push(name.to_owned());
            rest = after;
        }
        between.push(rest.to_owned());
        // The first letter may be a capital one or not.
        if let Some(first) = between.first_mut() {
            *first = with_first(first, |c| c.to_lowercase().collect());
        }
        Saying {
            key: key.to_owned(),
            between,
            names,
        }
    }

    /// How much of it is fixed: where two fit, the one that says more is meant.
    fn weight(&self) -> usize {
        self.between.iter().map(String::len).sum()
    }

    /// The values in a text, where it says this; its first letter is a small one.
    fn values<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let (first, others) = self.between.split_first()?;
        let Some((last, middle)) = others.split_last() else {
            return (text == first).then(Vec::new);
        };
        let mut rest = text
            .strip_prefix(first.as_str())?
            .strip_suffix(last.as_str())?;
        let mut values = Vec::new();
        for part in middle {
            let (value, after) = rest.split_once(part.as_str())?;
            values.push(value);
            rest = after;
        }
        values.push(rest);
        values
            .iter()
            .zip(&self.names)
            .all(|(value, name)| fits(name, value))
            .then_some(values)
    }
}

/// All sayings, those that say most first.
pub fn sayings<'w>(texts: impl Iterator<Item = (&'w str, &'w str)>) -> Vec<Saying> {
    let mut all: Vec<Saying> = texts
        .filter(|(key, _)| key.starts_with(SAID))
        .map(|(key, text)| Saying::of(key, text))
        .collect();
    all.sort_by_key(|saying| std::cmp::Reverse(saying.weight()));
    all
}

impl Words {
    /// What a service said, in this language and with a capital letter: a sentence, or several. What no catalogue has stays as it
    /// was said.
    pub fn retell(&self, language: Language, said: &str) -> String {
        let needed = needed(said);
        let said = needed.as_deref().unwrap_or(said);
        let told = match language {
            Language::English => said.to_owned(),
            other => self.sentences(other, said),
        };
        // The program's name begins with a small letter everywhere.
        if told.starts_with("hotspotd") {
            return told;
        }
        with_first(&told, |c| c.to_uppercase().collect())
    }

    /// As many sentences at a time as the catalogue has together.
    fn sentences(&self, language: Language, said: &str) -> String {
        let all = split(said);
        let mut told = Vec::new();
        let mut at = 0;
        while at < all.len() {
            let found = (at + 1..=all.len()).rev().find_map(|end| {
                let text = all[at..end].join(" ");
                Some((end, self.sentence(language, &text)?))
            });
            let (end, text) = found.unwrap_or_else(|| (at + 1, all[at].to_owned()));
            told.push(with_first(&text, |c| match at {
                0 => c.to_string(),
                _ => c.to_uppercase().collect(),
            }));
            at = end;
        }
        told.join(" ")
    }

    fn sentence(&self, language: Language, said: &str) -> Option<String> {
        let text = with_first(plain(said), |c| c.to_lowercase().collect());
        let (saying, values) = self
            .sayings()
            .iter()
            .find_map(|saying| Some((saying, saying.values(&text)?)))?;
        let shown = self.text(language, &saying.key)?;
        // A value may itself be something that services say.
        let values: Vec<(&str, String)> = saying
            .names
            .iter()
            .zip(values)
            .map(|(name, value)| {
                let told = self.sentence(language, value);
                (name.as_str(), told.unwrap_or_else(|| value.to_owned()))
            })
            .collect();
        let shown = fill(plain(shown), &values);
        Some(match said.ends_with('.') {
            true => format!("{shown}."),
            false => shown,
        })
    }
}

/// Whether a value can be the one of this name: `n` is a number, everything else is something.
fn fits(name: &str, value: &str) -> bool {
    let digits = || value.bytes().all(|byte| byte.is_ascii_digit());
    !value.is_empty() && (name != "n" || digits())
}

/// Without the full stop at the end.
fn plain(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

fn with_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| change(first) + letters.as_str())
}

/// The sentences of a text.
fn split(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest[from..].find(". ") {
        let end = from + at + 1;
        let next = rest[end + 1..].chars().next();
        if next.is_some_and(char::is_uppercase) || rest[end + 1..].starts_with("hotspotd") {
            sentences.push(&rest[..end]);
            rest = &rest[end + 1..];
            from = 0;
        } else {
            from = end;
        }
    }
    sentences.push(rest);
    sentences
}

/// Where nothing was typed, that is what is wrong, not that nothing is no name.
fn needed(said: &str) -> Option<String> {
    let (_, how) = said.strip_prefix("\"\" is not ")?.split_once("; write ")?;
    Some(format!("this needs a value; write {how}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::tests::read_folder;
    use super::*;

    #[test]
    fn what_services_say_is_told_in_the_other_language() {
        let words = Words::default();
        let told = |said: &str| words.retell(Language::Swahili, said);
        for (said, shown) in [
            (
                "the name or the password is not right",
                "Jina au nenosiri si sahihi",
            ),
            (
                "The name or the password is not right.",
                "Jina au nenosiri si sahihi.",
            ),
            (
                "\"12\" is not a telephone number: it begins with neither 0 nor +; write it like 0712 345 678, or with the country like +256 772 123456",
                "\"12\" si nambari ya simu: haianzi kwa 0 wala +; iandike kama 0712 345 678, au pamoja na nchi kama +256 772 123456",
            ),
            (
                "\"\" is not a name: it is empty; write 1 to 64 characters on one line",
                "Hapa panahitaji jibu; andika herufi 1 hadi 64 kwenye mstari mmoja",
            ),
            (
                "Nothing answers at that address. Check the address, the cable and that the router is on. If all is well, its firewall may drop what comes from this box.",
                "Hakuna kinachojibu kwenye anwani hiyo. Kagua anwani, kebo na kama ruta imewashwa. Ikiwa yote ni sawa, huenda firewall yake inakataa kinachotoka kisanduku hiki.",
            ),
            (
                "Something new. Its clock is right.",
                "Something new. Saa yake ni sahihi.",
            ),
            (
                "too many attempts: try again in 3 minutes",
                "Majaribio mengi mno: jaribu tena baada ya dakika 3",
            ),
            (
                "The router is not ready for this configuration. Device-mode home of this router forbids the hotspot: run `/system device-mode update hotspot=yes` on it and press its button (or cut its power) within 5 minutes.",
                "Ruta haiko tayari kwa mpangilio huu. Device-mode home ya ruta hii inakataza hotspot: endesha `/system device-mode update hotspot=yes` juu yake na ubonyeze kitufe chake (au ukate umeme wake) ndani ya dakika 5.",
            ),
            (
                "something takes until you press its button within 5 minutes",
                "Something takes until you press its button within 5 minutes",
            ),
            ("", ""),
        ] {
            assert_eq!(told(said), shown);
        }
        assert_eq!(
            words.retell(
                Language::English,
                "\"\" is not a name: it is empty; write 1 to 64 characters on one line"
            ),
            "This needs a value; write 1 to 64 characters on one line"
        );
    }

    #[test]
    fn every_saying_is_found_by_itself() {
        let words = Words::default();
        for saying in words.sayings() {
            let values: Vec<(&str, String)> = saying
                .names
                .iter()
                .map(|name| match name.as_str() {
                    "n" => ("n", "12".to_owned()),
                    name => (name, format!("<{name}>")),
                })
                .collect();
            let of = |language| fill(words.text(language, &saying.key).unwrap(), &values);
            assert_eq!(
                words.retell(Language::Swahili, &of(Language::English)),
                with_first(&of(Language::Swahili), |c| c.to_uppercase().collect()),
                "{}",
                saying.key
            );
        }
    }

    /// A sentence that services no longer say is no longer found, and nobody would notice.
    #[test]
    fn every_saying_is_said_somewhere() {
        let words = Words::default();
        let mut sources = Vec::new();
        read_folder(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            "rs",
            &mut sources,
        );
        let all: String = sources.into_iter().map(|(_, text)| bare(&text)).collect();
        // How to write a value is said in one piece with what it is not.
        let unsaid: Vec<&str> = words
            .sayings()
            .iter()
            .filter(|saying| !saying.key.starts_with("said.how_"))
            .filter(|saying| {
                !all.contains(&bare(plain(
                    words.text(Language::English, &saying.key).unwrap(),
                )))
            })
            .map(|saying| saying.key.as_str())
            .collect();
        assert!(unsaid.is_empty(), "nothing in src says these: {unsaid:?}");
    }

    /// Small letters, with holes for values, and lines joined that the source breaks.
    fn bare(text: &str) -> String {
        let mut bare = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            bare.push_str(before);
            match after.split_once('}') {
                Some((name, after)) if name.len() < 24 && !name.contains([' ', '\n']) => {
                    bare.push_str("{}");
                    rest = after;
                }
                _ => rest = after,
            }
        }
        bare.push_str(rest);
        bare.to_lowercase()
    }
}
