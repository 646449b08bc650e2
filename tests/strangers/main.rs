//! Other people's clients against the simulator: what they take for RouterOS's API, it speaks.
//!
//! `install` puts them into a folder of their own below `target/`. Where Python or Node is missing, or the packages cannot be had,
//! the test says so with `SKIPPED:` and passes; `.ci/run` does not let that word pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use hotspotd::routeros::Command;
use simulator::{Simulator, SimulatorConfig};
use support::shop::{command_tree, connect, router};
use support::sites::model;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UdpSocket;
use tokio::process;

/// Not a client but a listener; it has a test of its own.
const NODE_MNDP: Client = Client {
    language: "node",
    interpreter: "node",
    script: "node_mndp_client.js",
    steps: 2,
};

/// Hotspot users on the router: a reply of many packets.
const USERS: usize = 10_000;

/// An interpreter and the client that it runs.
struct Client {
    language: &'static str,
    interpreter: &'static str,
    script: &'static str,
    /// How often it must tell of something that it exercised, at least. On RouterOS 6 there is only its old login.
    steps: usize,
}

const LIBROUTEROS: Client = Client {
    language: "python",
    interpreter: "venv/bin/python",
    script: "librouteros_client.py",
    steps: 11,
};
const ROUTEROS_API: Client = Client {
    language: "python",
    interpreter: "venv/bin/python",
    script: "routeros_api_client.py",
    steps: 11,
};
const NODE_ROUTEROS: Client = Client {
    language: "node",
    interpreter: "node",
    script: "node_routeros_client.js",
    steps: 11,
};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/strangers")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("strangers")
}

/// Whether the client is there after this; why not is said.
async fn installed(client: &Client) -> bool {
    let needed = match client.language {
        "python" => ["python3"].as_slice(),
        _ => ["node", "npm"].as_slice(),
    };
    for program in needed {
        let there = process::Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .await;
        if !there.is_ok_and(|status| status.success()) {
            eprintln!(
                "SKIPPED: {} needs {program}, which is not here",
                client.script
            );
            return false;
        }
    }
    let install = process::Command::new(here().join("install"))
        .arg(folder())
        .arg(client.language)
        .output()
        .await
        .expect("the install script");
    if !install.status.success() {
        eprintln!(
            "SKIPPED: {} could not be installed: {}",
            client.script,
            String::from_utf8_lossy(&install.stderr).trim()
        );
    }
    install.status.success()
}

async fn stocked(version: &str) -> Simulator {
    let mut config = SimulatorConfig {
        tls_listen: Some("127.0.0.1:0".parse().expect("an address")),
        tls_ready: true,
        ..router(model(), version)
    };
    if version == "7.21.5" {
        config.device.schema = command_tree();
    }
    let simulator = Simulator::start(config).await.expect("a simulator");
    let mut admin = connect(&simulator).await;
    let mut commands = vec![
        Command::write("/user/add")
            .with("name", "stranger")
            .with("group", "full")
            .with("password", "chai na mandazi"),
    ];
    commands.extend((0..USERS).map(|number| {
        Command::write("/ip/hotspot/user/add")
            .with("name", format!("v{number}"))
            .with("limit-uptime", "1h")
    }));
    for reply in admin.run_all(&commands).await.expect("answers") {
        assert!(!reply.is_trap(), "{reply:?}");
    }
    admin.close().await;
    simulator
}

async fn exercises(client: &Client, version: &str) {
    if !installed(client).await {
        return;
    }
    let simulator = stocked(version).await;
    let folder = folder().join(client.language);
    let interpreter = match client.language {
        "python" => folder.join(client.interpreter),
        _ => PathBuf::from(client.interpreter),
    };
    let tls = simulator.tls_address().expect("TLS");
    let run = process::Command::new(interpreter)
        .arg(here().join(client.script))
        .args([
            "127.0.0.1",
            &simulator.address().port().to_string(),
            &tls.port().to_string(),
            "stranger",
            "chai na mandazi",
            &USERS.to_string(),
            version,
        ])
        .env("NODE_PATH", folder.join("node_modules"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("the client");
    simulator.stop().await;
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success(),
        "{} with RouterOS {version}:\n{said}{}",
        client.script,
        String::from_utf8_lossy(&run.stderr)
    );
    let steps = said.lines().count();
    assert!(
        steps >= client.steps || version.starts_with("6."),
        "{steps} steps:\n{said}"
    );
    for step in said.lines() {
        eprintln!("{}, RouterOS {version}: {step}", client.script);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn librouteros() {
    exercises(&LIBROUTEROS, "7.21.5").await;
    exercises(&LIBROUTEROS, "7.16").await;
    exercises(&LIBROUTEROS, "6.42").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn routeros_api() {
    exercises(&ROUTEROS_API, "7.21.5").await;
    exercises(&ROUTEROS_API, "7.16").await;
    exercises(&ROUTEROS_API, "6.42").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn node_routeros() {
    exercises(&NODE_ROUTEROS, "7.21.5").await;
    exercises(&NODE_ROUTEROS, "7.16").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn node_mndp() {
    if !installed(&NODE_MNDP).await {
        return;
    }
    let here_and_free = ("127.0.0.1", 0);
    let config = SimulatorConfig {
        neighbour_listen: Some("127.0.0.1:0".parse().expect("an address")),
        ..router(model(), "7.21.5")
    };
    let simulator = Simulator::start(config).await.expect("a simulator");
    let free = UdpSocket::bind(here_and_free).await.expect("a port");
    let ear = free.local_addr().expect("an address");
    drop(free);
    let modules = folder().join(NODE_MNDP.language).join("node_modules");
    let mut listener = process::Command::new(NODE_MNDP.interpreter)
        .arg(here().join(NODE_MNDP.script))
        .args([ear.ip().to_string(), ear.port().to_string()])
        .env("NODE_PATH", modules)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the listener");
    let mut said = BufReader::new(listener.stdout.take().expect("its output")).lines();
    assert_eq!(
        said.next_line().await.unwrap().as_deref(),
        Some("listening")
    );
    simulator.announce(ear).await.expect("a datagram");
    let heard = said.next_line().await.unwrap().expect("a router");
    eprintln!("node_mndp_client.js: {heard}");
    let heard: serde_json::Value = serde_json::from_str(&heard).unwrap();
    assert_eq!(heard["identity"], "MikroTik");
    assert_eq!(heard["version"], "7.21.5 (stable)");
    assert_eq!(heard["platform"], "MikroTik");
    assert_eq!(
        heard["board"],
        simulator.with_device(|device| device.model().product_code.clone())
    );
    assert_eq!(heard["uptime"], 3600);
    assert_eq!(heard["macAddress"].as_str().unwrap().len(), 12);
    assert!(listener.wait().await.unwrap().success());
    simulator.stop().await;
}
