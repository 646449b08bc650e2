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

/// With `cargo test --profile long --test browser -- --ignored --nocapture`: 20 people at once ask for a page with 50 rows,
/// compressed; and what the process weighs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn twenty_people_at_once() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS"));
        line.unwrap().to_owned()
    };
    println!("before: {}", resident());
    let address = samples::serve().await;
    println!("view ready: {}", resident());
    let people: Vec<_> = (0..20)
        .map(|_| {
            tokio::spawn(async move {
                let mut took = Vec::new();
                for _ in 0..50 {
                    let start = std::time::Instant::now();
                    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
                    let asked = "GET /rows/50 HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n";
                    stream.write_all(asked.as_bytes()).await.unwrap();
                    let mut answer = Vec::new();
                    stream.read_to_end(&mut answer).await.unwrap();
                    assert!(answer.starts_with(b"HTTP/1.1 200"));
                    took.push(start.elapsed());
                }
                took
            })
        })
        .collect();
    let mut took = Vec::new();
    for person in people {
        took.extend(person.await.unwrap());
    }
    took.sort();
    println!(
        "median {:?}, p95 {:?} of {}",
        took[took.len() / 2],
        took[took.len() * 95 / 100],
        took.len()
    );
    println!("after: {}", resident());
}
