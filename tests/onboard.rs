//! Routers met for the first time: what is said of them, and what is said when they cannot be reached.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::time::Duration;

use hotspotd::domain::hotspot::survey::{Finding, State, Topic};
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Command, ConnectError, Security};
use hotspotd::service::apply::Target;
use hotspotd::service::onboard::{Survey, Trouble, reach, survey};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::faults::{Faults, StreamFault};
use simulator::{Simulator, SimulatorConfig};
use support::shop::{command_tree, connect, hap, router, target, tls_target};
use support::sites::model;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The clock of a simulated router that has just been made.
const THEN: i64 = 1_768_003_200 + 3600;

fn finding(survey: &Survey, topic: Topic) -> &Finding {
    let mut of = survey
        .findings
        .iter()
        .filter(|finding| finding.topic == topic);
    of.next().expect("a finding of every topic")
}

async fn with_tls(version: &str) -> Simulator {
    let config = SimulatorConfig {
        tls_listen: Some(([127, 0, 0, 1], 0).into()),
        tls_ready: true,
        ..router(model(), version)
    };
    Simulator::start(config).await.unwrap()
}

#[tokio::test]
async fn a_new_router_is_told_in_four_turnarounds() {
    let whole = router(model(), "7.21.5");
    let config = SimulatorConfig {
        device: DeviceConfig {
            schema: command_tree(),
            device_mode: DeviceMode::Home,
            ..whole.device.clone()
        },
        ..whole
    };
    let simulator = Simulator::start(config).await.unwrap();
    let seen = survey(&target(&simulator), Some(THEN)).await.unwrap();
    assert!(seen.turnarounds <= 4, "{}", seen.turnarounds);
    assert_eq!(seen.model, Some(model()));
    assert_eq!(seen.identity, "MikroTik");
    assert_eq!(seen.version.to_string(), "7.21.5");
    assert_eq!(seen.fingerprint, None);
    let ether1 = seen
        .ports
        .iter()
        .find(|port| port.name == "ether1")
        .unwrap();
    assert_eq!(ether1.kind, "ether");
    assert!(ether1.mac.is_some());
    assert_eq!(ether1.default_name.as_deref(), Some("ether1"));
    assert!(seen.ports.iter().any(|port| port.kind == "bridge"));
    for (topic, state) in [
        (Topic::Model, State::Good),
        (Topic::Version, State::Good),
        (Topic::Licence, State::Good),
        (Topic::DeviceMode, State::Blocks),
        (Topic::Clock, State::Good),
        (Topic::TimeServers, State::Note),
        (Topic::Flash, State::Good),
        (Topic::FastTrack, State::Note),
        (Topic::OtherHotspot, State::Good),
        (Topic::SafeMode, State::Good),
        (Topic::Policies, State::Note),
        (Topic::Connection, State::Fix),
        (Topic::Certificate, State::Fix),
        (Topic::Uptime, State::Good),
        (Topic::Guard, State::Good),
    ] {
        let finding = finding(&seen, topic);
        assert_eq!(finding.state, state, "{finding:?}");
    }
    assert_eq!(seen.findings[0].topic, Topic::DeviceMode);
    assert_eq!(simulator.counters().write_sentences, 0);
    for finding in &seen.findings {
        eprintln!(
            "{:?} {:?}: {} {}",
            finding.state, finding.topic, finding.text, finding.advice
        );
    }
}

#[tokio::test]
async fn over_tls_it_is_one_more_and_the_certificate_is_told() {
    let simulator = with_tls("7.9").await;
    let mut target = tls_target(&simulator);
    target.endpoint.security = Security::Tls { pin: None };
    let seen = survey(&target, None).await.unwrap();
    assert!(seen.turnarounds <= 5, "{}", seen.turnarounds);
    let shown = seen.fingerprint.unwrap().to_string();
    assert_eq!(Some(shown), simulator.certificate_sha256());
    assert_eq!(finding(&seen, Topic::Connection).state, State::Good);
    assert_eq!(finding(&seen, Topic::Certificate).state, State::Good);
    assert_eq!(finding(&seen, Topic::Clock).state, State::Note);
}

#[tokio::test]
async fn what_others_have_done_is_seen() {
    let simulator = hap().await;
    let mut other = connect(&simulator).await;
    let commands = [
        Command::write("/interface/bridge/add").with("name", "guests"),
        Command::write("/ip/hotspot/add")
            .with("name", "hotspot1")
            .with("interface", "guests")
            .with("disabled", "no"),
        Command::write("/system/script/add")
            .with("name", "hd-duka-guard")
            .with("comment", "hotspotd:duka:guard:0:1:fired"),
        Command::write("/safe-mode/take"),
    ];
    for reply in other.run_all(&commands).await.unwrap() {
        assert!(!reply.is_trap(), "{reply:?}");
    }
    let seen = survey(&target(&simulator), Some(THEN - 7200))
        .await
        .unwrap();
    for (topic, state, words) in [
        (Topic::OtherHotspot, State::Fix, "\"hotspot1\" on guests"),
        (Topic::Guard, State::Note, "left a script behind"),
        (Topic::SafeMode, State::Blocks, "session of admin"),
        (Topic::Clock, State::Note, "2 hours fast"),
    ] {
        let finding = finding(&seen, topic);
        assert_eq!(finding.state, state, "{finding:?}");
        assert!(finding.text.contains(words), "{finding:?}");
    }
    other.close().await;
}

#[tokio::test]
async fn an_old_router_is_judged_and_not_refused() {
    for version in ["7.8", "6.49"] {
        let simulator = Simulator::start(router(model(), version)).await.unwrap();
        let seen = survey(&target(&simulator), None).await.unwrap();
        assert_eq!(finding(&seen, Topic::Version).state, State::Blocks);
        let trouble = reach(&target(&simulator)).await.unwrap_err();
        assert_eq!(trouble.key(), "too-old");
    }
}

#[tokio::test]
async fn a_router_that_can_be_reached_says_who_it_is() {
    let simulator = with_tls("7.21.5").await;
    let reached = reach(&tls_target(&simulator)).await.unwrap();
    assert_eq!(reached.identity, "MikroTik");
    assert_eq!(
        reached.board,
        simulator.with_device(|device| device.model().name.clone())
    );
    assert!(reached.fingerprint.is_some());
}

/// Short of patience.
fn hurried(mut target: Target) -> Target {
    target.limits.connect = Duration::from_millis(200);
    target.limits.login = Duration::from_millis(200);
    target
}

/// A port of this machine where `answer` is all that is ever said.
async fn says(answer: &'static [u8], security: Security) -> Target {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mut target = target(&hap().await);
    target.endpoint.port = listener.local_addr().unwrap().port();
    target.endpoint.security = security;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut space = [0; 1024];
        if !answer.is_empty() {
            let _ = stream.read(&mut space).await;
            let _ = stream.write_all(answer).await;
        }
        // Kept open until the other side has enough.
        while matches!(stream.read(&mut space).await, Ok(size) if size > 0) {}
    });
    target
}

/// What is said of it, which must have an advice.
async fn trouble(target: &Target) -> &'static str {
    let trouble = reach(target).await.expect_err("trouble");
    assert!(trouble.advice().ends_with('.'));
    // Both ways to ask say the same.
    let again = survey(target, None).await.err();
    assert_eq!(again.map(|again| again.key()), Some(trouble.key()));
    trouble.key()
}

const TLS: Security = Security::Tls { pin: None };

#[tokio::test]
async fn troubles_of_the_account() {
    let simulator = hap().await;
    let mut wrong = target(&simulator);
    wrong.credentials.password = Secret::new("guess");
    assert_eq!(trouble(&wrong).await, "wrong-password");
    assert!(!reach(&wrong).await.unwrap_err().may_pass());

    // An account that may sign in and nothing else.
    let mut admin = connect(&simulator).await;
    let commands = [
        Command::write("/user/group/add")
            .with("name", "blind")
            .with("policy", "api"),
        Command::write("/user/add")
            .with("name", "blind")
            .with("group", "blind")
            .with("password", "p"),
    ];
    admin.run_all(&commands).await.unwrap();
    let mut blind = target(&simulator);
    blind.credentials.user = "blind".to_owned();
    blind.credentials.password = Secret::new("p");
    assert_eq!(trouble(&blind).await, "may-not-read");
}

#[tokio::test]
async fn troubles_of_the_port() {
    let simulator = with_tls("7.21.5").await;
    let plain = target(&simulator);
    let secure = tls_target(&simulator);

    let mut swapped = plain.clone();
    swapped.endpoint.port = secure.endpoint.port;
    assert_eq!(trouble(&hurried(swapped)).await, "secure-port");
    // A plain API takes the handshake for a sentence: by chance one that does not end, or one that makes it close.
    let mut swapped = secure.clone();
    swapped.endpoint.port = plain.endpoint.port;
    // Each handshake is another, so nothing is asked twice here.
    let told = reach(&hurried(swapped)).await.unwrap_err().key();
    assert!(["plain-port", "turned-away"].contains(&told), "{told}");

    assert_eq!(
        reach(&says(b"HTTP/1.1 400 Bad Request\r\n\r\n", Security::Plain).await)
            .await
            .unwrap_err(),
        Trouble::NotRouterOs
    );
    assert_eq!(
        reach(&says(b"SSH-2.0-OpenSSH_9.6\r\n", TLS).await)
            .await
            .unwrap_err()
            .key(),
        "plain-port"
    );
    let silent = hurried(says(b"", Security::Plain).await);
    assert_eq!(reach(&silent).await.unwrap_err(), Trouble::Timeout);

    let gone = plain.clone();
    simulator.stop().await;
    // Where this machine has a web page or SSH, it looks like a router whose API is off.
    let told = trouble(&gone).await;
    assert!(["refused", "api-off"].contains(&told), "{told}");
}

#[tokio::test]
async fn troubles_of_the_certificate() {
    let simulator = with_tls("7.21.5").await;
    let mut other = tls_target(&simulator);
    let known = "00".repeat(32).parse().unwrap();
    other.endpoint.security = Security::Tls { pin: Some(known) };
    match reach(&other).await.unwrap_err() {
        Trouble::CertificateChanged { known: told, shown } => {
            assert_eq!(told, known);
            assert_eq!(Some(shown.to_string()), simulator.certificate_sha256());
        }
        trouble => panic!("{trouble}"),
    }
    let mut admin = connect(&simulator).await;
    let bare = Command::write("/ip/service/set")
        .with(".id", "api-ssl")
        .with("certificate", "none");
    admin.run_all(&[bare]).await.unwrap();
    assert_eq!(trouble(&tls_target(&simulator)).await, "no-tls");
}

#[tokio::test]
async fn troubles_of_the_service_and_of_the_line() {
    let simulator = hap().await;
    simulator.set_faults(Faults::none().on_stream(StreamFault::ResetAfter(40)));
    assert_eq!(trouble(&target(&simulator)).await, "broken");
    simulator.set_faults(Faults::none());
    let mut admin = connect(&simulator).await;
    let shut = Command::write("/ip/service/set")
        .with(".id", "api")
        .with("address", "10.0.0.1/32");
    let _ = admin.run_all(&[shut]).await;
    assert_eq!(trouble(&target(&simulator)).await, "turned-away");
}

#[test]
fn what_the_system_says_is_sorted_too() {
    let address = || "192.0.2.1:8729".to_owned();
    let source = || std::io::Error::other("x");
    let troubles: Vec<Trouble> = [
        ConnectError::UnknownHost {
            host: "duka.lan".to_owned(),
            source: source(),
        },
        ConnectError::Unreachable {
            address: address(),
            source: source(),
        },
        ConnectError::NoAnswer {
            address: address(),
            after: Duration::from_secs(5),
        },
        ConnectError::LoginRefused {
            user: "x".to_owned(),
            answer: "radius timeout".to_owned(),
        },
        ConnectError::Tls {
            address: address(),
            source: source(),
        },
    ]
    .map(Trouble::from)
    .into();
    let keys: Vec<&str> = troubles.iter().map(Trouble::key).collect();
    assert_eq!(
        keys,
        [
            "unknown-host",
            "unreachable",
            "timeout",
            "login-refused",
            "bad-tls"
        ]
    );
    assert!(troubles[0].to_string().contains("duka.lan"));
}
