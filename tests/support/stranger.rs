//! What others wrote: clients, readers, testers and servers in Python and Node, each in a folder of its own below `target/`.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

/// A language that strangers write in.
#[derive(Clone, Copy)]
pub enum Language {
    Python,
    Node,
}

impl Language {
    pub fn name(self) -> &'static str {
        match self {
            Language::Python => "python",
            Language::Node => "node",
        }
    }

    fn programs(self) -> &'static [&'static str] {
        match self {
            Language::Python => &["python3"],
            Language::Node => &["node", "npm"],
        }
    }
}

/// What a folder of tests needs of others.
pub struct Stranger {
    /// The folder below `tests/`, which holds the pins of what is installed.
    pub suite: &'static str,
    pub language: Language,
    /// What it is called where it cannot be had.
    pub what: &'static str,
}

impl Stranger {
    /// A file of the folder of tests.
    pub fn file(&self, name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(self.suite)
            .join(name)
    }

    /// Where it is installed.
    pub fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(self.suite)
            .join(self.language.name())
    }

    /// A program that was installed with it, or the interpreter of its language.
    pub fn program(&self, name: &str) -> PathBuf {
        match self.language {
            Language::Python => self.folder().join("venv/bin").join(name),
            Language::Node => name.into(),
        }
    }

    /// Whether it is there after this. Where it cannot be had, that is said with `SKIPPED:`.
    pub async fn is_here(&self) -> bool {
        for program in self.language.programs() {
            let there = Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .await;
            if !there.is_ok_and(|status| status.success()) {
                eprintln!("SKIPPED: {} needs {program}, which is not here", self.what);
                return false;
            }
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/install");
        let install = Command::new(script)
            .arg(self.file(""))
            .arg(self.folder())
            .arg(self.language.name())
            .output()
            .await
            .expect("the install script");
        if !install.status.success() {
            eprintln!(
                "SKIPPED: {} could not be installed: {}",
                self.what,
                String::from_utf8_lossy(&install.stderr).trim()
            );
        }
        install.status.success()
    }
}
