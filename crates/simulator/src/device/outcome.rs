//! What a command answers.

use serde::{Deserialize, Serialize};

/// The answer to a command that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A bare `!done`, or one with `=ret=`.
    Done {
        /// The value of `=ret=`, e.g. `*1A` after an `add`.
        ret: Option<String>,
    },
    /// One `!re` per record, then `!done`.
    Records(Vec<Record>),
    /// The router closes every connection (reboot, reset).
    Closing,
    /// Nothing yet: the session hears of it later.
    Waiting,
}

impl Outcome {
    /// A bare `!done`.
    pub const DONE: Outcome = Outcome::Done { ret: None };
}

/// One row as the router prints it: every property in print order, `.id` first when there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Name and outgoing text of each property; unset optional ones are absent.
    pub fields: Vec<(String, String)>,
}

impl Record {
    /// The value of a property, if the record has it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Appends a property.
    pub(crate) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.fields.push((name.to_string(), value.into()));
    }
}

/// A refusal by the router.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Trap {
    /// Category of the API (RouterOS facts: api-facts section 7); sometimes absent.
    pub category: Option<u8>,
    /// The router's own words.
    pub message: String,
}

impl Trap {
    /// A trap without a category.
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self {
            category: None,
            message: message.into(),
        }
    }

    /// A missing item or command (category 0).
    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self {
            category: Some(0),
            message: message.into(),
        }
    }

    /// A bad argument value (category 1).
    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self {
            category: Some(1),
            message: message.into(),
        }
    }

    /// A general failure (category 4): `failure: TEXT`.
    pub(crate) fn failure(text: impl std::fmt::Display) -> Self {
        Self {
            category: Some(4),
            message: format!("failure: {text}"),
        }
    }
}

/// One change in a menu, for `/listen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The row was added or changed; this is the whole row as it is now.
    Now(Record),
    /// The row with this `.id` is gone.
    Dead(String),
}
