//! hotspotd let onto a simulated router that knows nothing of it: by a pasted script, and by an administrator's word.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use hotspotd::domain::hotspot::bootstrap::{POLICIES, Wish};
use hotspotd::domain::hotspot::survey::{State, Topic};
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::{Command, Security};
use hotspotd::service::apply::Target;
use hotspotd::service::enroll::{EnrollError, enroll, paste_script};
use hotspotd::service::onboard::{reach, survey};
use simulator::device::DeviceConfig;
use simulator::{Simulator, SimulatorConfig};
use support::passing::passing;
use support::shop::{command_tree, connect, router, target};
use support::sites::model;

/// A factory-new router whose secure API can be reached once it has a certificate.
async fn new_router(version: &str) -> Simulator {
    let whole = router(model(), version);
    let config = SimulatorConfig {
        tls_listen: Some(([127, 0, 0, 1], 0).into()),
        device: DeviceConfig {
            schema: command_tree().filter(|_| version == "7.21.5"),
            ..whole.device.clone()
        },
        ..whole
    };
    Simulator::start(config).await.unwrap()
}

/// The box, as the simulated router sees it.
fn wish() -> Wish {
    Wish::for_a_stranger(vec!["192.168.88.2/32".parse().unwrap()])
}

fn password() -> Secret {
    Secret::new("K4HAWAK4HAWAK4HAWAK4HAWA")
}

/// hotspotd's own way in.
fn own(simulator: &Simulator, password: &Secret) -> Target {
    let mut target = target(simulator);
    target.endpoint.port = simulator.tls_address().unwrap().port();
    target.endpoint.security = Security::Tls { pin: None };
    target.credentials.user = "hotspotd".to_owned();
    target.credentials.password = password.clone();
    target
}

fn paste(simulator: &Simulator, script: &str) {
    simulator.with_device(|device| {
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        device.write_file("paste.rsc", script);
        let file = [("file-name".to_owned(), "paste.rsc".to_owned())];
        device.run(&admin, "/import", &file).unwrap();
    });
}

#[tokio::test]
async fn the_pasted_script_lets_hotspotd_in_over_tls() {
    for version in ["7.21.5", "7.9"] {
        let simulator = new_router(version).await;
        let own = own(&simulator, &password());
        assert_eq!(reach(&own).await.unwrap_err().key(), "no-tls");
        paste(&simulator, &paste_script(&wish(), &password()));
        let seen = survey(&own, None).await.unwrap();
        assert!(seen.fingerprint.is_some());
        for topic in [Topic::Policies, Topic::Connection, Topic::Certificate] {
            let finding = seen.findings.iter().find(|one| one.topic == topic).unwrap();
            assert_eq!(finding.state, State::Good, "{finding:?}");
        }
    }
}

#[tokio::test]
async fn the_last_script_that_was_pasted_counts_and_the_certificate_stays() {
    let simulator = new_router("7.21.5").await;
    paste(&simulator, &paste_script(&wish(), &Secret::new("FIRST")));
    let certificates = simulator.with_device(|device| device.rows("/certificate"));
    paste(&simulator, &paste_script(&wish(), &password()));
    let old = reach(&own(&simulator, &Secret::new("FIRST"))).await;
    assert_eq!(old.unwrap_err().key(), "wrong-password");
    reach(&own(&simulator, &password())).await.unwrap();
    assert_eq!(
        simulator.with_device(|device| device.rows("/certificate")),
        certificates
    );
}

#[tokio::test]
async fn an_administrators_word_does_the_same_and_again_does_nothing_new() {
    for version in ["7.21.5", "7.9"] {
        let simulator = new_router(version).await;
        let port = simulator.tls_address().map(|address| address.port());
        let admin = target(&simulator);
        let pause = passing(&simulator);
        let first = enroll(&admin, &wish(), &password(), port, &pause)
            .await
            .unwrap();
        assert_eq!(first.done.len(), 5, "{:?}", first.done);
        assert!(matches!(
            first.target.endpoint.security,
            Security::Tls { pin: Some(_) }
        ));
        let seen = survey(&first.target, None).await.unwrap();
        let policies: Vec<String> = seen.facts.policies.unwrap().into_iter().collect();
        let mut wanted: Vec<&str> = POLICIES.split(',').collect();
        wanted.sort_unstable();
        assert_eq!(policies, wanted);

        let rows = |menu: &str| simulator.with_device(|device| device.rows(menu));
        let before = (rows("/certificate"), rows("/user"));
        let again = enroll(&admin, &wish(), &password(), port, &pause)
            .await
            .unwrap();
        assert_eq!(again.fingerprint, first.fingerprint);
        assert_eq!(again.done, ["Gave the account hotspotd a new password."]);
        assert_eq!((rows("/certificate"), rows("/user")), before);
    }
}

#[tokio::test]
async fn without_an_address_the_one_we_come_from_is_let_in() {
    let simulator = new_router("7.21.5").await;
    let port = simulator.tls_address().map(|address| address.port());
    let wish = Wish::for_a_stranger(Vec::new());
    enroll(
        &target(&simulator),
        &wish,
        &password(),
        port,
        &passing(&simulator),
    )
    .await
    .unwrap();
    let users = simulator.with_device(|device| device.rows("/user"));
    let ours = users
        .iter()
        .find(|row| row.get("name") == Some("hotspotd"))
        .unwrap();
    assert_eq!(ours.get("address"), Some("192.168.88.2/32"));
}

#[tokio::test]
async fn a_service_that_others_use_stays_theirs_too() {
    let simulator = new_router("7.21.5").await;
    let mut admin = connect(&simulator).await;
    let commands = [
        Command::write("/certificate/add")
            .with("name", "theirs")
            .with("common-name", "theirs"),
        Command::slow("/certificate/sign").with(".id", "theirs"),
        Command::write("/ip/service/set")
            .with(".id", "api-ssl")
            .with("certificate", "theirs")
            .with("address", "10.7.0.0/24")
            .with("disabled", "no"),
    ];
    for reply in admin.run_all(&commands).await.unwrap() {
        assert!(!reply.is_trap(), "{reply:?}");
    }
    let port = simulator.tls_address().map(|address| address.port());
    enroll(
        &target(&simulator),
        &wish(),
        &password(),
        port,
        &passing(&simulator),
    )
    .await
    .unwrap();
    let services = simulator.with_device(|device| device.rows("/ip/service"));
    let service = services
        .iter()
        .find(|row| row.get("name") == Some("api-ssl"))
        .unwrap();
    assert_eq!(service.get("certificate"), Some("theirs"));
    assert_eq!(service.get("address"), Some("10.7.0.0/24,192.168.88.2/32"));
}

#[tokio::test]
async fn refusals_say_why_and_change_nothing() {
    let simulator = new_router("7.21.5").await;
    let pause = passing(&simulator);
    let admin = target(&simulator);
    let port = simulator.tls_address().map(|address| address.port());

    let elsewhere = Wish::for_a_stranger(vec!["10.0.0.7/32".parse().unwrap()]);
    let error = enroll(&admin, &elsewhere, &password(), port, &pause)
        .await
        .unwrap_err();
    assert!(matches!(error, EnrollError::ShutOut { .. }), "{error}");
    assert!(error.to_string().contains("192.168.88.2"), "{error}");

    let mut client = connect(&simulator).await;
    let commands = [
        Command::write("/user/add")
            .with("name", "hotspotd")
            .with("group", "full")
            .with("password", "x"),
        Command::write("/user/add")
            .with("name", "reader")
            .with("group", "read")
            .with("password", "x"),
    ];
    client.run_all(&commands).await.unwrap();
    let users = simulator.with_device(|device| device.rows("/user"));
    let error = enroll(&admin, &wish(), &password(), port, &pause)
        .await
        .unwrap_err();
    assert!(matches!(error, EnrollError::AccountTaken { .. }), "{error}");

    let mut reader = admin.clone();
    reader.credentials.user = "reader".to_owned();
    reader.credentials.password = Secret::new("x");
    let mut other = wish();
    other.user = "box".to_owned();
    let error = enroll(&reader, &other, &password(), port, &pause)
        .await
        .unwrap_err();
    assert!(matches!(error, EnrollError::Refused { .. }), "{error}");
    let now = simulator.with_device(|device| device.rows("/user"));
    assert_eq!(now, users);
}
