//! A thing as named texts: what a form, a line of a CSV file or an entry of a TOML file holds.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use crate::domain::kind::Fault;

/// Longest text of a field, in characters; nothing in the catalogue needs more.
const LONGEST: usize = 1_000;

/// Texts by the names of their fields. A field that is absent is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The text of a field, without blanks around it.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// Sets a field.
    pub fn set(&mut self, name: impl Into<String>, text: impl ToString) {
        self.0.insert(name.into(), text.to_string());
    }

    /// The same with a field set.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl ToString) -> Self {
        self.set(name, text);
        self
    }

    /// Names and texts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(texts: I) -> Self {
        Fields(texts.into_iter().collect())
    }
}

/// Reads fields into values and gathers what is wrong with them.
#[derive(Debug)]
pub struct Reader<'f> {
    fields: &'f Fields,
    faults: Vec<Fault>,
}

impl<'f> Reader<'f> {
    /// Of these fields.
    pub fn new(fields: &'f Fields) -> Self {
        let mut faults = Vec::new();
        for (name, text) in fields.iter() {
            if text.chars().count() > LONGEST {
                faults.push(Fault::new(
                    name,
                    format!("it is too long: write at most {LONGEST} characters"),
                ));
            } else if text.chars().any(char::is_control) {
                faults.push(Fault::new(
                    name,
                    "there is a line break or control character in it: take it away",
                ));
            }
        }
        Reader { fields, faults }
    }

    /// Says what is wrong with a field.
    pub fn fault(&mut self, name: &str, message: impl ToString) {
        self.faults.push(Fault::new(name, message));
    }

    /// A value that must be there.
    pub fn need<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        match self.fields.get(name).parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(name, error);
                None
            }
        }
    }

    /// A value that may be left out.
    pub fn may<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        if self.fields.get(name).is_empty() {
            return None;
        }
        self.need(name)
    }

    /// A value, or what stands for it where it is left out.
    pub fn or<T: FromStr<Err: Display>>(&mut self, name: &str, otherwise: T) -> Option<T> {
        if self.fields.get(name).is_empty() {
            return Some(otherwise);
        }
        self.need(name)
    }

    /// A small whole number, or what stands for it where it is left out.
    pub fn number<T: FromStr>(&mut self, name: &str, otherwise: T) -> Option<T> {
        let text = self.fields.get(name);
        if text.is_empty() {
            return Some(otherwise);
        }
        let number = text.parse().ok();
        if number.is_none() {
            self.fault(name, "write a whole number");
        }
        number
    }

    /// What was read, unless something was wrong.
    ///
    /// # Errors
    /// What was wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }
}
