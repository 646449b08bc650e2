//! The pages in a real browser: nothing that WCAG 2.2 AA forbids, nothing that sticks out, nothing that the policy stops;
//! and what people do with them by keyboard and pointer. Needs node, npm and Chromium (`CHROMIUM`, default
//! /usr/bin/chromium); without them the tests say `SKIPPED:` and pass.

#![allow(clippy::unwrap_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod samples;

use std::path::{Path, PathBuf};

use tokio::process::Command;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

fn modules() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser")
}

/// Whether there is a browser and what drives it; why not is said.
async fn ready() -> bool {
    let chromium = std::env::var("CHROMIUM").unwrap_or("/usr/bin/chromium".to_owned());
    if !Path::new(&chromium).exists() {
        eprintln!("SKIPPED: pages in a browser: {chromium} is not here");
        return false;
    }
    let install = Command::new(here().join("install"))
        .arg(modules())
        .output()
        .await
        .unwrap();
    if !install.status.success() {
        let why = String::from_utf8_lossy(&install.stderr).trim().to_owned();
        eprintln!("SKIPPED: pages in a browser: what drives it could not be installed: {why}");
    }
    install.status.success()
}

async fn run(script: &str, arguments: &[String]) {
    let done = Command::new("node")
        .arg(here().join(script))
        .args(arguments)
        .env("BROWSER_MODULES", modules())
        .output()
        .await
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    println!("{out}");
    assert!(done.status.success(), "{script}:\n{out}\n{err}");
}

#[tokio::test]
async fn every_page_is_for_everybody() {
    if !ready().await {
        return;
    }
    let base = format!("http://{}", samples::serve().await);
    let names = samples::names();
    assert!(names.len() >= 40, "only {} samples", names.len());
    let mut arguments = vec![base];
    // The longer words of Kiswahili must fit as well; each page is looked at in one of the languages.
    arguments.extend(names.iter().enumerate().map(|(at, name)| {
        let language = if at % 2 == 0 { "en" } else { "sw" };
        format!("/sample/{language}/{{theme}}/{name}.html")
    }));
    run("axe.mjs", &arguments).await;
}

#[tokio::test]
async fn pages_do_what_people_expect() {
    if !ready().await {
        return;
    }
    let base = format!("http://{}", samples::serve().await);
    run("behaviour.mjs", &[base]).await;
}
