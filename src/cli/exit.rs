//! Exit codes and how an error is told. The table stands in the README.

use std::process::ExitCode;

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
    /// Single problems, one a line.
    pub details: Vec<String>,
}

impl Failure {
    /// The input is at fault.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Failure {
            exit: Exit::BadInput,
            message: message.into(),
            details: Vec::new(),
        }
    }

    /// Something failed.
    pub fn failed(message: impl Into<String>) -> Self {
        Failure {
            exit: Exit::Failed,
            message: message.into(),
            details: Vec::new(),
        }
    }

    /// …with its single problems.
    #[must_use]
    pub fn with(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// The message and its details for standard error.
    pub fn tell(&self) -> String {
        let mut text = format!("hotspotd: {}", self.message);
        for detail in &self.details {
            text.push_str("\n  - ");
            text.push_str(detail);
        }
        text
    }
}
