//! Back-ups of a router's configuration, copied off a simulated router.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::time::Duration;

use hotspotd::domain::hotspot::bootstrap::POLICIES;
use hotspotd::domain::routeros::export::diff;
use hotspotd::domain::secret::Secret;
use hotspotd::routeros::export::{Export, ExportError, export, file_text};
use hotspotd::routeros::{Client, Command};
use hotspotd::service::apply::look;
use simulator::faults::{Faults, SentenceFault};
use simulator::{Simulator, SimulatorConfig};
use support::passing::passing;
use support::shop::{Shop, agreed, command_tree, connect, hap, router, target};
use support::sites::model;

/// Files on the router that are ours.
fn left_behind(simulator: &Simulator) -> usize {
    simulator.with_device(|device| {
        let files = device.rows("/file");
        let ours = files.iter().filter(|row| {
            row.get("name")
                .is_some_and(|name| name.starts_with("hd-export-"))
        });
        ours.count()
    })
}

async fn copy(simulator: &Simulator) -> Result<Export, ExportError> {
    let mut client = connect(simulator).await;
    let copied = export(&mut client, 7, &passing(simulator)).await;
    client.close().await;
    copied
}

async fn run(simulator: &Simulator, commands: &[Command]) {
    let mut client = connect(simulator).await;
    for reply in client.run_all(commands).await.unwrap() {
        assert!(!reply.is_trap(), "{reply:?}");
    }
    client.close().await;
}

#[tokio::test]
async fn two_copies_of_one_configuration_are_equal_and_a_change_is_seen() {
    let config = SimulatorConfig {
        device: simulator::device::DeviceConfig {
            schema: command_tree(),
            ..router(model(), "7.21.5").device
        },
        ..router(model(), "7.21.5")
    };
    let simulator = Simulator::start(config).await.unwrap();
    let first = copy(&simulator).await.unwrap();
    assert!(first.text.starts_with("# 2026-01-10 "), "{}", first.text);
    assert!(!first.normal.contains("by RouterOS"));
    assert!(first.normal.contains("\n/ip address\n"), "{}", first.normal);
    simulator.advance(Duration::from_secs(3600));
    let second = copy(&simulator).await.unwrap();
    assert_ne!(first.text, second.text);
    assert_eq!(first.normal, second.normal);

    let pool = Command::write("/ip/pool/add")
        .with("name", "by-hand")
        .with("ranges", "10.9.0.2-10.9.0.9");
    run(&simulator, &[pool]).await;
    let third = copy(&simulator).await.unwrap();
    let seen = diff(&second.normal, &third.normal);
    assert_eq!((seen.added, seen.removed, seen.places.len()), (1, 0, 1));
    assert_eq!(seen.places[0].menu, "/ip pool");
    assert_eq!(left_behind(&simulator), 0);
}

#[tokio::test]
async fn a_whole_shop_is_copied_without_its_secrets() {
    for version in ["7.21.5", "7.24"] {
        let simulator = Simulator::start(router(model(), version)).await.unwrap();
        let shop = Shop::basic();
        let target = target(&simulator);
        let seen = look(&target, &shop.order()).await.unwrap();
        seen.apply(&shop.order(), &agreed(), |_| {}).await.unwrap();
        let secret = Command::write("/ip/hotspot/user/add")
            .with("name", "voucher")
            .with("password", "KahawaTamu");
        run(&simulator, &[secret]).await;
        let copied = copy(&simulator).await.unwrap();
        assert!(copied.normal.contains("name=voucher"));
        assert!(!copied.text.contains("KahawaTamu"), "{}", copied.text);
        assert!(copied.normal.contains("hotspotd:duka:"));
    }
}

#[tokio::test]
async fn a_large_one_with_letters_of_all_lengths_comes_over_whole() {
    let simulator = hap().await;
    let rows: Vec<Command> = (0..2_000)
        .map(|number| {
            Command::write("/ip/firewall/address-list/add")
                .with("list", "many")
                .with("address", format!("10.{}.{}.1", number / 250, number % 250))
                .with(
                    "comment",
                    format!("{}ñ→😀 {number}", "x".repeat(number % 7)),
                )
        })
        .collect();
    run(&simulator, &rows).await;
    let mut client = connect(&simulator).await;
    let before = client.turnarounds();
    let copied = export(&mut client, 1, &passing(&simulator)).await.unwrap();
    let turnarounds = client.turnarounds() - before;
    assert!(copied.text.len() > 3 * 32_768, "{}", copied.text.len());
    // RouterOS writes what is not ASCII in hexadecimal.
    assert_eq!(copied.text.matches(r"\F0\9F\98\80").count(), 2_000);
    eprintln!("{} bytes: {turnarounds} turnarounds", copied.text.len());
    assert!(turnarounds <= 8, "{turnarounds}");
}

/// Wherever a file is cut, no letter is torn.
#[tokio::test]
async fn a_file_of_any_letters_comes_over_as_it_is() {
    let simulator = hap().await;
    let mut client = connect(&simulator).await;
    for letter in ["é", "→", "😀", "a→😀"] {
        let text = format!("x{}", letter.repeat(30_000));
        simulator.with_device(|device| device.write_file("letters.txt", &text));
        let came = file_text(&mut client, "letters.txt", text.len())
            .await
            .unwrap();
        assert!(came == text, "{letter}");
    }
    simulator.with_device(|device| device.write_file("empty.txt", ""));
    assert_eq!(file_text(&mut client, "empty.txt", 0).await.unwrap(), "");
    let error = file_text(&mut client, "nowhere.txt", 9).await.unwrap_err();
    assert!(matches!(error, ExportError::Refused { .. }), "{error}");
}

#[tokio::test]
async fn a_board_with_slow_files_is_waited_for_and_not_for_ever() {
    let simulator = hap().await;
    simulator.with_device(|device| device.delay_files(Duration::from_secs(40)));
    let copied = copy(&simulator).await.unwrap();
    assert!(copied.normal.contains("/ip address"));
    simulator.with_device(|device| device.delay_files(Duration::from_secs(300)));
    let error = copy(&simulator).await.unwrap_err();
    assert!(matches!(error, ExportError::NoFile(_)), "{error}");
    // The file comes all the same, and the next copy takes it away.
    simulator.advance(Duration::from_secs(300));
    assert_eq!(left_behind(&simulator), 1);
    simulator.with_device(|device| device.delay_files(Duration::ZERO));
    copy(&simulator).await.unwrap();
    assert_eq!(left_behind(&simulator), 0);
}

#[tokio::test]
async fn before_7_13_only_a_small_one_can_be_had_and_that_is_said() {
    let simulator = Simulator::start(router(model(), "7.12.2")).await.unwrap();
    let rows: Vec<Command> = (0..100)
        .map(|number| {
            Command::write("/ip/pool/add")
                .with("name", format!("pool{number}"))
                .with("ranges", "10.9.0.2-10.9.0.9")
        })
        .collect();
    run(&simulator, &rows).await;
    let error = copy(&simulator).await.unwrap_err();
    assert!(
        matches!(error, ExportError::OnlyBeginning { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("upgrade it to 7.13"));
    assert_eq!(left_behind(&simulator), 0);
}

/// Signs in with an account that has these policies.
async fn with_policies(simulator: &Simulator, policies: &str) -> Client {
    let commands = [
        Command::write("/user/group/add")
            .with("name", "some")
            .with("policy", policies),
        Command::write("/user/add")
            .with("name", "some")
            .with("group", "some")
            .with("password", "p"),
    ];
    run(simulator, &commands).await;
    let mut target = target(simulator);
    target.credentials.user = "some".to_owned();
    target.credentials.password = Secret::new("p");
    Client::connect(&target.endpoint, &target.credentials, &target.limits)
        .await
        .unwrap()
}

#[tokio::test]
async fn hotspotds_own_account_may_and_one_without_ftp_is_told_what_it_lacks() {
    let simulator = hap().await;
    let mut client = with_policies(&simulator, POLICIES).await;
    export(&mut client, 1, &passing(&simulator)).await.unwrap();

    let simulator = hap().await;
    let mut client = with_policies(&simulator, "read,write,api").await;
    let error = export(&mut client, 1, &passing(&simulator))
        .await
        .unwrap_err();
    assert!(matches!(error, ExportError::NotAllowed(_)), "{error}");
    assert!(error.to_string().contains("policy ftp"));
}

#[tokio::test]
async fn a_broken_connection_says_so_and_leaves_what_the_next_copy_takes_away() {
    let simulator = hap().await;
    simulator.set_faults(Faults::none().on_sentence(3, SentenceFault::CutBefore));
    let error = copy(&simulator).await.unwrap_err();
    assert!(matches!(error, ExportError::Interrupted { .. }), "{error}");
    assert_eq!(left_behind(&simulator), 1);
    simulator.set_faults(Faults::none());
    copy(&simulator).await.unwrap();
    assert_eq!(left_behind(&simulator), 0);
}
