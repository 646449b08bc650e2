//! The drawing of the floors as a test: imports go down only, `domain/` touches nothing outside, files stay short.
//!
//! ```text
//! 4  main.rs lib.rs app.rs config.rs cli/                 arguments → wiring
//! 3  http/ jobs/                                          handlers and schedules
//! 2  service/                                             the use cases
//! 1  store/ credentials/ routeros/ pesapal/ daraja/ central/ mail/ sms/    adapters; they never import each other
//! 0  domain/                                              no async, no I/O, no clock, no randomness
//! ```
//! `layers/scan.rs` reads Rust well enough for that, `layers/rules.rs` holds the rules, `layers/examples.rs` breaks each.

#![allow(clippy::unwrap_used)] // The helpers of tests are no tests to clippy.

#[path = "layers/examples.rs"]
mod examples;
#[path = "layers/rules.rs"]
mod rules;
#[path = "layers/scan.rs"]
mod scan;

use std::path::{Path, PathBuf};

#[test]
fn the_house_is_as_drawn() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "crates", "tests", "benches"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    assert!(files.len() > 100, "only {} files were found", files.len());
    let mut broken = Vec::new();
    for file in &files {
        let path = file
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        broken.extend(rules::check(&path, &std::fs::read_to_string(file).unwrap()));
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// All Rust files below a folder, which may be absent.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                collect(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
