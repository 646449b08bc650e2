//! Other people's clients against the simulator: what they take for RouterOS's API, it speaks.
//!
//! Where Python or Node is missing, or the packages cannot be had, the test says so with `SKIPPED:` and passes; `.ci/run` does not let that word pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/mod.rs"]
mod support;

use std::process::Stdio;

use hotspotd::routeros::Command;
use simulator::{Simulator, SimulatorConfig};
use support::shop::{command_tree, connect, router};
use support::sites::model;
use support::stranger::{Language, Stranger};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::UdpSocket;
use tokio::process;

/// Not a client but a listener; it has a test of its own.
const NODE_MNDP: Client = Client {
    stranger: by(Language::Node, "node_mndp_client.js"),
    interpreter: "node",
    steps: 2,
};

/// Hotspot users on the router: a reply of many packets.
const USERS: usize = 10_000;

/// An interpreter and the client that it runs.
struct Client {
    stranger: Stranger,
    interpreter: &'static str,
    /// How often it must tell of something that it exercised, at least. On RouterOS 6 there is only its old login.
    steps: usize,
}

const LIBROUTEROS: Client = Client {
    stranger: by(Language::Python, "librouteros_client.py"),
    interpreter: "python",
    steps: 11,
};
const ROUTEROS_API: Client = Client {
    stranger: by(Language::Python, "routeros_api_client.py"),
    interpreter: "python",
    steps: 11,
};
const NODE_ROUTEROS: Client = Client {
    stranger: by(Language::Node, "node_routeros_client.js"),
    interpreter: "node",
    steps: 11,
};

/// The client in this script.
const fn by(language: Language, script: &'static str) -> Stranger {
    Stranger {
        suite: "strangers",
        language,
        what: script,
    }
}

impl Client {
    fn script(&self) -> &'static str {
        self.stranger.what
    }

    /// Its interpreter with the script, and what was installed for it.
    fn command(&self) -> process::Command {
        let mut command = process::Command::new(self.stranger.program(self.interpreter));
        command
            .arg(self.stranger.file(self.script()))
            .env("NODE_PATH", self.stranger.folder().join("node_modules"))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }
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
    if !client.stranger.is_here().await {
        return;
    }
    let simulator = stocked(version).await;
    let tls = simulator.tls_address().expect("TLS");
    let run = client
        .command()
        .args([
            "127.0.0.1",
            &simulator.address().port().to_string(),
            &tls.port().to_string(),
            "stranger",
            "chai na mandazi",
            &USERS.to_string(),
            version,
        ])
        .output()
        .await
        .expect("the client");
    simulator.stop().await;
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success(),
        "{} with RouterOS {version}:\n{said}{}",
        client.script(),
        String::from_utf8_lossy(&run.stderr)
    );
    let steps = said.lines().count();
    assert!(
        steps >= client.steps || version.starts_with("6."),
        "{steps} steps:\n{said}"
    );
    for step in said.lines() {
        eprintln!("{}, RouterOS {version}: {step}", client.script());
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
    if !NODE_MNDP.stranger.is_here().await {
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
    let mut listener = NODE_MNDP
        .command()
        .args([ear.ip().to_string(), ear.port().to_string()])
        .stdout(Stdio::piped())
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
