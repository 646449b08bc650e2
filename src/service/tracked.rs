//! Values read from any format, with the place of a mistake.
//!
//! Every format is first read into one form of content, and types are read from that: so the program holds the reading of each type
//! once and not once for each format, which is a megabyte.

mod content;
mod reader;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error as _};

use content::{Content, ContentSeed};
use reader::Reader;

/// A step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list, from 0.
    Item(usize),
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The way to it; empty where it is about the whole. Where a key is unknown, it leads to that key.
    pub path: Vec<Step>,
    /// The sentence of the format or the type.
    pub message: String,
}

impl Mistake {
    /// The same mistake, met on the way through a value one step deeper.
    fn below(mut self, step: Step) -> Self {
        self.path.insert(0, step);
        self
    }
}

impl fmt::Display for Mistake {
    /// `people[2].name: what is wrong`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.path.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => write!(f, "{key}")?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
            }
        }
        let colon = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{colon}{}", self.message)
    }
}

/// A value.
///
/// # Errors
/// The first mistake.
pub fn read<'de, T: DeserializeOwned>(from: impl Deserializer<'de>) -> Result<T, Mistake> {
    let content = ContentSeed::read(from)?;
    T::deserialize(Reader(content))
}

/// A value of what was typed into a form: texts by name, which may stand for numbers and switches.
///
/// # Errors
/// The first mistake.
pub fn typed<T: DeserializeOwned>(
    pairs: impl Iterator<Item = (String, String)>,
) -> Result<T, Mistake> {
    let mut entries = Vec::new();
    for (name, text) in pairs {
        if entries.len() == content::MOST {
            return Err(Mistake::custom(content::too_many()));
        }
        entries.push((name, Content::Typed(text)));
    }
    T::deserialize(Reader(Content::Map(entries)))
}
