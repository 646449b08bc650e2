//! Exit codes and how an error is told. The table stands in the README.

use std::error::Error;
use std::process::ExitCode;

use serde_json::{Map, Value};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, or no difference.
    Done = 0,
    /// Failed; the message says what was and was not done.
    Failed = 1,
    /// Differences were found (`diff`, `verify`, `apply --dry-run`).
    Different = 2,
    /// The change failed and the router is back in its former state.
    RolledBack = 3,
    /// It is not known what the router holds now.
    Unknown = 4,
    /// The input is at fault: a file, an argument.
    BadInput = 64,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// What happened and what to do, in one sentence.
    pub message: String,
    /// Single problems or causes, one a line.
    pub details: Vec<String>,
    /// What machines are told beside, by name (`--json`).
    pub parts: Map<String, Value>,
}

impl Failure {
    /// A failure with that exit code.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Failure {
            exit,
            message: message.into(),
            details: Vec::new(),
            parts: Map::new(),
        }
    }

    /// The input is at fault.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Failure::new(Exit::BadInput, message)
    }

    /// Something failed.
    pub fn failed(message: impl Into<String>) -> Self {
        Failure::new(Exit::Failed, message)
    }

    /// …with its single problems.
    #[must_use]
    pub fn with(mut self, details: Vec<String>) -> Self {
        self.details.extend(details);
        self
    }

    /// …with what is behind an error whose own words are in the message already.
    #[must_use]
    pub fn caused_by(mut self, error: &dyn Error) -> Self {
        let mut cause = error.source();
        while let Some(inner) = cause {
            self.details.push(format!("caused by: {inner}"));
            cause = inner.source();
        }
        self
    }

    /// …with something for machines.
    #[must_use]
    pub fn part(mut self, name: &str, value: Value) -> Self {
        self.parts.insert(name.to_owned(), value);
        self
    }

    /// The message and its details for standard error. What came from the router or a file cannot steer the terminal.
    pub fn tell(&self) -> String {
        let mut text = format!("hotspotd: {}", harmless(&self.message));
        for detail in &self.details {
            text.push_str("\n  - ");
            text.push_str(&harmless(detail));
        }
        text
    }

    /// The same for machines: `error` (the message), `exit`, `details`, and what else is known.
    pub fn json(&self) -> Value {
        let mut told = Map::new();
        told.insert("error".to_owned(), self.message.as_str().into());
        told.insert("exit".to_owned(), (self.exit as u8).into());
        told.insert("details".to_owned(), self.details.clone().into());
        told.extend(self.parts.clone());
        Value::Object(told)
    }
}

/// One line without control characters.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_cannot_steer_the_terminal() {
        let failure = Failure::failed("the router said \u{1b}[2Jgone").with(vec!["a\nb".into()]);
        assert_eq!(
            failure.tell(),
            "hotspotd: the router said \u{fffd}[2Jgone\n  - a b"
        );
    }
}
