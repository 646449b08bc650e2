//! The API against its own document, by a tester that makes requests out of the document and others that break it.
//!
//! `install` puts the tester into a folder of its own below `target/`. Where Python is missing, or the packages cannot be had, the
//! test says so with `SKIPPED:` and passes; `.ci/run` does not let that word pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use hotspotd::domain::access::Role;
use support::office::Office;
use tokio::process::Command;

/// What an answer must be.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,ignored_auth";

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemathesis")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemathesis")
}

/// Whether the tester is there after this; why not is said.
async fn installed() -> bool {
    let there = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .await;
    if !there.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: schemathesis needs python3, which is not here");
        return false;
    }
    let install = Command::new(here().join("install"))
        .arg(folder())
        .output()
        .await
        .expect("the install script");
    if !install.status.success() {
        eprintln!(
            "SKIPPED: schemathesis could not be installed: {}",
            String::from_utf8_lossy(&install.stderr).trim()
        );
    }
    install.status.success()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_answers_as_its_document_says() {
    if !installed().await {
        return;
    }
    let office = Office::open(2, 4).await;
    let owner = office.program(Role::Owner).await;
    let tester = Command::new(folder().join("venv/bin/schemathesis"))
        .current_dir(folder())
        .arg("run")
        .arg(office.url("/api/openapi.json"))
        .args([
            "--header",
            &format!("Authorization: Bearer {}", owner.token),
        ])
        .args(["--checks", CHECKS])
        .args(["--phases", "coverage,fuzzing"])
        // One at a time: Python's parser, which the tester reads its own source with, is not safe among threads before 3.13.
        .args(["--max-examples", "8", "--workers", "1", "--seed", "7"])
        // The whole shall end, and the session with it.
        .args(["--exclude-path", "/api/auth/logout/"])
        .args(["--suppress-health-check", "all", "--warnings", "off"])
        .args(["--generation-database", "none", "--no-color"])
        .output()
        .await
        .unwrap();
    let told = String::from_utf8_lossy(&tester.stdout);
    assert!(
        tester.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&tester.stderr)
    );
    // It has really asked: more than a thousand times.
    let generated = told
        .lines()
        .find_map(|line| line.trim().split_once(" generated"));
    let count: Option<u32> = generated.and_then(|(count, _)| count.parse().ok());
    assert!(count.is_some_and(|count| count > 1_000), "{told}");
}
