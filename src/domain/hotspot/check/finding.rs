//! What the judge says.

use std::fmt;

use serde::Serialize;

use super::row::Row;

/// One fault of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether the configuration may be sent all the same.
    pub severity: Severity,
    /// Stable name of the rule, one of [`super::RULES`].
    pub rule: &'static str,
    /// Menu of the row, e.g. `/ip/hotspot`.
    pub menu: &'static str,
    /// The row's key; empty where a row is missing or the menu has one record only.
    pub row: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It must not be sent.
    Refuse,
    /// It may be meant so.
    Warn,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Refuse => "refused",
            Severity::Warn => "warning",
        };
        write!(f, "{severity} [{}] {}", self.rule, self.menu)?;
        if !self.row.is_empty() {
            write!(f, " {}", self.row)?;
        }
        write!(f, ": {}; {}", self.message, self.remedy)
    }
}

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Findings(pub Vec<Finding>);

impl Findings {
    /// The row must not be sent.
    pub fn refuse(
        &mut self,
        rule: &'static str,
        row: Row<'_>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.say(Severity::Refuse, rule, row, message, remedy);
    }

    /// The row may be meant so.
    pub fn warn(
        &mut self,
        rule: &'static str,
        row: Row<'_>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.say(Severity::Warn, rule, row, message, remedy);
    }

    /// About a row.
    pub fn say(
        &mut self,
        severity: Severity,
        rule: &'static str,
        row: Row<'_>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.at(severity, rule, row.menu.path, row.label(), message, remedy);
    }

    /// About a place where no row is at hand.
    pub fn at(
        &mut self,
        severity: Severity,
        rule: &'static str,
        menu: &'static str,
        row: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let finding = Finding {
            severity,
            rule,
            menu,
            row: row.to_owned(),
            message: message.into(),
            remedy: remedy.into(),
        };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }
}
