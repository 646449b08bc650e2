//! The pages in a real browser: nothing that WCAG 2.2 AA forbids, nothing that sticks out, nothing that the policy stops;
//! and what people do with them by keyboard and pointer. Needs node, npm and Chromium (`CHROMIUM`, default
//! /usr/bin/chromium); without them the tests say `SKIPPED:` and pass.

#![allow(clippy::unwrap_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod boxes;
mod log;
mod samples;
mod shop;
mod walk;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use boxes::Boxed;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use walk::Stop;

/// Width in CSS pixels and colours.
const LOOKS: [(u32, &str); 6] = [
    (320, "light"),
    (320, "dark"),
    (360, "light"),
    (360, "dark"),
    (1280, "light"),
    (1280, "dark"),
];

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

/// Runs a script that reads what it needs from its standard input.
async fn run(script: &str, told: &Value) {
    let mut node = Command::new("node");
    node.arg(here().join(script))
        .env("BROWSER_MODULES", modules())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = node.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(told.to_string().as_bytes()).await.unwrap();
    drop(input);
    let done = child.wait_with_output().await.unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    println!("{out}");
    assert!(done.status.success(), "{script}:\n{out}\n{err}");
}

/// Looks at pages of a box.
async fn look(there: &Boxed, stops: &[Stop], looks: &[(u32, &str)]) {
    let mut told = there.told();
    told["stops"] = stops.iter().map(Stop::told).collect();
    told["looks"] = json!(looks);
    run("axe.mjs", &told).await;
}

#[tokio::test]
async fn every_page_is_for_everybody() {
    if !ready().await {
        return;
    }
    log::listen();
    let there = Boxed::empty().await;
    look(&there, &walk::unowned(there.code()), &LOOKS).await;
    look(&Boxed::bare().await, &walk::bare(), &LOOKS).await;
    let there = Boxed::furnished().await;
    look(&there, &walk::furnished(&there.links().await), &LOOKS).await;
    look(&there, &walk::often(), &LOOKS[1..2]).await;
    log::no_word_is_missing();
}

#[tokio::test]
async fn the_portal_is_for_everybody() {
    if !ready().await {
        return;
    }
    let empty = Boxed::empty().await;
    let furnished = Boxed::furnished().await;
    for (there, stops) in [
        (&empty, walk::portal_without_a_hotspot()),
        (&furnished, walk::portal()),
    ] {
        let stops: Vec<Value> = stops.iter().map(Stop::told).collect();
        let base = format!("http://{}", there.running.portal);
        let told = json!({ "base": base, "stops": stops, "looks": LOOKS });
        run("axe.mjs", &told).await;
    }
}

/// States that a box is seldom in, from files.
#[tokio::test]
async fn every_sample_is_for_everybody() {
    if !ready().await {
        return;
    }
    log::listen();
    let names = samples::names();
    assert!(names.len() >= 4, "only {} samples", names.len());
    let stops: Vec<Value> = names
        .iter()
        .map(|name| {
            let path = format!("/sample/{{language}}/{{theme}}/{name}.html");
            json!({ "path": path, "status": 200, "person": null })
        })
        .collect();
    let base = format!("http://{}", samples::serve().await);
    let looks = [LOOKS[0], LOOKS[5]];
    let told = json!({ "base": base, "stops": stops, "looks": looks });
    run("axe.mjs", &told).await;
    log::no_word_is_missing();
}

#[tokio::test]
async fn pages_do_what_people_expect() {
    if !ready().await {
        return;
    }
    let base = format!("http://{}", samples::serve().await);
    let there = Boxed::furnished().await;
    let mut told = there.told();
    told["samples"] = json!(base);
    run("behaviour.mjs", &told).await;
}

#[tokio::test]
async fn pages_are_small() {
    if !ready().await {
        return;
    }
    let there = Boxed::furnished().await;
    run("budget.mjs", &there.told()).await;
}

/// What a new user does, from the set-up code to a router that was put back.
async fn path(how: &str) {
    if !ready().await {
        return;
    }
    let there = Boxed::empty().await;
    let shop = shop::Shop::start().await;
    let mut told = there.told();
    told["how"] = json!(how);
    told["router"] = shop.told();
    run("path.mjs", &told).await;
    assert!(shop.is_put_back(), "what somebody changed is still there");
}

#[tokio::test]
async fn a_new_user_gets_through_with_the_mouse() {
    path("mouse").await;
}

#[tokio::test]
async fn a_new_user_gets_through_on_a_phone() {
    path("phone").await;
}

#[tokio::test]
async fn a_new_user_gets_through_with_the_keyboard() {
    path("keyboard").await;
}

#[tokio::test]
async fn a_new_user_gets_through_without_scripts() {
    path("plain").await;
}
