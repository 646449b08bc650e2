//! `hotspotd lint`: what is wrong with a RouterOS text, where, and what was meant.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure};
use super::schema;
use crate::domain::routeros::lint::{Finding, Severity, lint};
use crate::domain::routeros::version::Version;

/// Arguments of `lint`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 no error (warnings and notes may stand) · 2 errors found · 64 a file cannot be read."
)]
pub struct LintArguments {
    /// The text: a script or what `/export` printed; `-` reads it from standard input.
    #[arg(value_name = "FILE.rsc")]
    file: PathBuf,
    /// A command tree of RouterOS (JSON) to check every name against.
    #[arg(long, value_name = "TREE.json")]
    schema: Option<PathBuf>,
    /// Also tell what this RouterOS version does not have.
    #[arg(long, value_name = "VERSION")]
    routeros: Option<Version>,
    /// Write JSON.
    #[arg(long)]
    json: bool,
}

impl LintArguments {
    /// Writes the findings to standard output, one a line.
    ///
    /// # Errors
    /// The text or the tree cannot be read: bad input.
    pub fn run(self) -> Result<Exit, Failure> {
        let bytes = read(&self.file)?;
        let tree = self
            .schema
            .as_deref()
            .map(schema::read)
            .transpose()
            .map_err(|error| Failure::bad_input(error.to_string()))?;
        let text = decode(bytes);
        if text.contains("{% ") || text.contains("{{ ") {
            return Err(Failure::bad_input(format!(
                "{} is a template, not a RouterOS text; lint what it makes: hotspotd generate SITE.toml --format export | hotspotd lint -",
                self.file.display()
            )));
        }
        let findings = lint(&text, tree.as_ref(), self.routeros);
        let text = if self.json {
            as_json(&self.file, &findings)
        } else {
            as_lines(&self.file, &findings)
        };
        super::print(&text)?;
        let wrong = findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        Ok(if wrong { Exit::Different } else { Exit::Done })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    bytes.map_err(|error| Failure::bad_input(format!("{} cannot be read: {error}", path.display())))
}

/// UTF-8, or else Latin-1, in which WinBox of older days wrote.
fn decode(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}

fn as_lines(file: &Path, findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let severity = match finding.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
            Severity::Note => "note: ",
        };
        format!(
            "{}:{}:{}: {severity}{}\n",
            file.display(),
            finding.at.line,
            finding.at.column,
            finding.message
        )
    };
    findings.iter().map(line).collect()
}

fn as_json(file: &Path, findings: &[Finding]) -> String {
    let finding = |finding: &Finding| {
        json!({
            "line": finding.at.line,
            "column": finding.at.column,
            "severity": finding.severity,
            "message": finding.message,
        })
    };
    let findings: Vec<_> = findings.iter().map(finding).collect();
    format!(
        "{:#}\n",
        json!({ "file": file.display().to_string(), "findings": findings })
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_no_utf8_is_latin_1() {
        assert_eq!(decode(b"caf\xe9".to_vec()), "café");
        assert_eq!(decode("café".into()), "café");
    }
}
