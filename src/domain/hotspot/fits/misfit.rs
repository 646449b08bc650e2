//! What does not fit, and the words to say it.

use std::fmt;

use crate::domain::alike::nearest;

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where in the site file, e.g. `network guest, ports`.
    pub place: String,
    /// One sentence: what is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// The misfits found so far.
#[derive(Debug, Default)]
pub(super) struct Misfits(Vec<Misfit>);

impl Misfits {
    pub(super) fn say(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.0.push(Misfit {
            place: place.into(),
            message: message.into(),
        });
    }

    /// Says the message unless the condition holds.
    pub(super) fn need(
        &mut self,
        holds: bool,
        place: impl Into<String>,
        message: impl FnOnce() -> String,
    ) {
        if !holds {
            self.say(place, message());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_result(self) -> Result<(), Vec<Misfit>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

/// Interface names in few words: `ether1 to ether5 and sfp1`.
pub(super) fn listed(names: &[String]) -> String {
    let mut runs: Vec<(&str, &str, u32)> = Vec::new();
    for name in names {
        let (stem, number) = stem_and_number(name);
        match runs.last_mut() {
            Some((first, last, end))
                if number > 0 && number == *end + 1 && stem_and_number(first).0 == stem =>
            {
                (*last, *end) = (name, number);
            }
            _ => runs.push((name, name, number)),
        }
    }
    let mut words: Vec<String> = runs
        .into_iter()
        .map(|(first, last, _)| {
            if first == last {
                first.to_owned()
            } else {
                format!("{first} to {last}")
            }
        })
        .collect();
    match words.pop() {
        None => "none".to_owned(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
    }
}

/// `sfp-sfpplus12` → (`sfp-sfpplus`, 12); a name without a number at its end has 0.
fn stem_and_number(name: &str) -> (&str, u32) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (
        stem,
        name.get(stem.len()..)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0),
    )
}

/// `; did you mean siku?` for the name most alike, or nothing.
pub(super) fn did_you_mean<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(wanted, known).map_or(String::new(), |name| format!("; did you mean {name}?"))
}

/// The first value that occurs a second time.
pub(super) fn repeated<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = Vec::new();
    for value in values {
        if seen.contains(&value) {
            return Some(value);
        }
        seen.push(value);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_few_words() {
        for (names, said) in [
            ("", "none"),
            ("ether1", "ether1"),
            ("ether1 ether2 ether3 sfp1", "ether1 to ether3 and sfp1"),
            ("combo1 sfp1 sfp2", "combo1 and sfp1 to sfp2"),
            ("ether1 ether3", "ether1 and ether3"),
            ("bridge lan", "bridge and lan"),
        ] {
            let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
            assert_eq!(listed(&names), said);
        }
    }
}
