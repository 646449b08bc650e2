//! Is a RouterOS text right? Against the command tree of a version where there is one, else against the menu table.
//!
//! ```text
//! deed.rs      what a text does, one menu and command at a time
//! names.rs     menus, commands, arguments and values against a command tree
//! table.rs     the same against our menu table, and what versions have what
//! outdated.rs  mistakes that public examples spread, each with its explanation
//! ```

mod deed;
mod names;
mod outdated;
mod table;
#[cfg(test)]
mod tests;

use rsc::dialect::Command;
use rsc::{Position, Statement};
use serde::Serialize;

use super::tree::CommandTree;
use super::version::Version;
use deed::Deed;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It could not be judged.
    Note,
    /// It may be wrong.
    Warning,
    /// A router refuses it, or it does not do what it seems to.
    Error,
}

/// One thing that is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where the word stands that it is about.
    pub at: Position,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what was meant, in one sentence.
    pub message: String,
}

impl Finding {
    fn new(at: Position, severity: Severity, message: impl Into<String>) -> Self {
        Finding {
            at,
            severity,
            message: message.into(),
        }
    }

    fn error(at: Position, message: impl Into<String>) -> Self {
        Finding::new(at, Severity::Error, message)
    }
}

/// Everything that is wrong with a text, in its order.
///
/// The text is declarative or a script of the closed dialect; what is outside both is reported as an error.
pub fn lint(text: &str, tree: Option<&CommandTree>, version: Option<Version>) -> Vec<Finding> {
    let (statements, errors) = rsc::parse_all(text);
    if errors.is_empty() {
        let deeds: Vec<Deed> = statements.iter().map(Deed::of_row).collect();
        return judge(&deeds, tree, version);
    }
    let (commands, script_errors) = rsc::dialect::parse_all(text);
    let (deeds, errors) = if script_errors.is_empty() || is_script(text) {
        (deed::of_script(&commands), script_errors)
    } else {
        (statements.iter().map(Deed::of_row).collect(), errors)
    };
    let mut findings = judge(&deeds, tree, version);
    findings.extend(
        errors
            .into_iter()
            .map(|error| Finding::error(error.at, error.message)),
    );
    findings.sort_by_key(|finding| finding.at);
    findings
}

/// Names and values of rows against a command tree. Rows in menus that our table limits to older versions
/// (`/interface/wifiwave2`) are exempt where the tree no longer has the menu.
pub fn check_against(tree: &CommandTree, statements: &[Statement]) -> Vec<Finding> {
    let deeds: Vec<Deed> = statements.iter().map(Deed::of_row).collect();
    names::check(tree, &deeds)
}

/// The same for a script, whose commands stand where [`rsc::dialect::parse_all`] found them.
pub fn check_script_against(tree: &CommandTree, commands: &[(Position, Command)]) -> Vec<Finding> {
    names::check(tree, &deed::of_script(commands))
}

fn judge(deeds: &[Deed], tree: Option<&CommandTree>, version: Option<Version>) -> Vec<Finding> {
    let mut findings = outdated::check(deeds);
    // What has its own explanation needs no other.
    let explained: Vec<Position> = findings.iter().map(|finding| finding.at).collect();
    let names = match tree {
        Some(tree) => names::check(tree, deeds),
        None => table::check_names(deeds),
    };
    let others = table::check_version(deeds, version)
        .into_iter()
        .chain(names);
    findings.extend(others.filter(|finding| !explained.contains(&finding.at)));
    findings.sort_by_key(|finding| finding.at);
    findings
}

/// Whether a line begins with a script command.
fn is_script(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with(':'))
}
