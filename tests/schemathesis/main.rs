//! The API against its own document, by a tester that makes requests out of the document and others that break it.
//!
//! Where Python is missing, or the packages cannot be had, the test says so with `SKIPPED:` and passes; `.ci/run` does not let that
//! word pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

use hotspotd::domain::access::Role;
use support::office::Office;
use support::stranger::{Language, Stranger};
use tokio::process::Command;

/// What an answer must be.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,ignored_auth";

const TESTER: Stranger = Stranger {
    suite: "schemathesis",
    language: Language::Python,
    what: "schemathesis",
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_answers_as_its_document_says() {
    if !TESTER.is_here().await {
        return;
    }
    let office = Office::open(2, 4).await;
    let owner = office.program(Role::Owner).await;
    let tester = Command::new(TESTER.program("schemathesis"))
        .current_dir(TESTER.folder())
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
