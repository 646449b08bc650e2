//! `hotspotd container-setup`: what it prints for each RouterOS, and what a simulated router makes of it.
//!
//! The expected scripts lie beside this file; `UPDATE=1 cargo test --test container` writes them anew.

#![allow(clippy::unwrap_used, clippy::expect_used)] // The helpers of tests are no tests to clippy.

mod image;
#[path = "../support/kept.rs"]
mod kept;
mod printed;
mod refused;
mod routers;

use std::path::PathBuf;
use std::process::{Command, Output};

/// The versions for which scripts are kept: each side of every change, and one that is newer than what is known.
const VERSIONS: [&str; 9] = [
    "7.9", "7.16", "7.19.6", "7.20", "7.20.8", "7.21", "7.22", "7.23", "7.25",
];

/// The mark of the container's row.
const MARK: &str = "hotspotd-container:hotspotd:container";

fn container_setup(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .arg("container-setup")
        .args(arguments)
        .output()
        .unwrap()
}

/// The script, which must come.
fn script(arguments: &[&str]) -> String {
    let output = container_setup(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The script for a version, for an image whose name does not change with every release.
fn script_for(version: &str) -> String {
    script(&["--routeros", version, "--image", "hotspotd.tar"])
}

/// What `hotspotd lint` says of a script: its exit code and what it found.
fn linted(script: &str, arguments: &[&str]) -> (Option<i32>, String) {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .args(["lint", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(script.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), told)
}

/// The real command tree; nothing and a visible word where it is absent.
fn schema() -> Option<PathBuf> {
    let default = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/routeros/routeros-7.21.5.schema.json"
    );
    let path = std::env::var_os("HOTSPOTD_SCHEMA").map_or(default.into(), PathBuf::from);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("SKIPPED: no command tree at {}", path.display());
    None
}
