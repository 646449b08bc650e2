//! device-mode: asked for over the wire, confirmed by a finger on the simulated button.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

mod support;

use std::ops::ControlFlow;
use std::time::Duration;

use hotspotd::routeros::{Command, Reply};
use hotspotd::service::unlock::{NEEDED, USUAL_WAIT, UnlockError, UnlockStep, Unlocked, unlock};
use simulator::device::{DeviceConfig, DeviceMode};
use simulator::{Simulator, SimulatorConfig};
use support::passing::passing;
use support::shop::{connect, router, target};
use support::sites::model;

async fn with_mode(device_mode: DeviceMode) -> Simulator {
    let whole = router(model(), "7.21.5");
    let config = SimulatorConfig {
        device: DeviceConfig {
            device_mode,
            ..whole.device.clone()
        },
        ..whole
    };
    Simulator::start(config).await.unwrap()
}

/// Somebody next to the router: presses as soon as it waits.
async fn press(simulator: &Simulator) {
    while !simulator.press_button() {
        tokio::task::yield_now().await;
    }
}

/// Asks; the steps are told too.
async fn ask(simulator: &Simulator) -> (Result<Unlocked, UnlockError>, Vec<UnlockStep>) {
    let mut steps = Vec::new();
    let unlocked = unlock(
        &target(simulator),
        &NEEDED,
        USUAL_WAIT,
        &passing(simulator),
        &mut |step| steps.push(step),
    )
    .await;
    (unlocked, steps)
}

fn attempts(simulator: &Simulator) -> String {
    simulator.with_device(|device| {
        let rows = device.rows("/system/device-mode");
        rows[0].get("attempt-count").unwrap().to_owned()
    })
}

#[tokio::test]
async fn a_home_router_allows_the_hotspot_after_the_button() {
    let simulator = with_mode(DeviceMode::Home).await;
    let ((unlocked, steps), ()) = tokio::join!(ask(&simulator), press(&simulator));
    let unlocked = unlocked.unwrap();
    assert_eq!(unlocked.features, ["hotspot", "scheduler"]);
    assert_eq!(unlocked.mode.as_deref(), Some("home"));
    assert_eq!(
        steps,
        [
            UnlockStep::PressNow(USUAL_WAIT),
            UnlockStep::Starting,
            UnlockStep::Back
        ]
    );
    assert!(simulator.with_device(|device| device.allows("hotspot")));
    // Asked again, there is nothing to do, and nothing is asked.
    let (again, steps) = ask(&simulator).await;
    assert!(again.unwrap().features.is_empty());
    assert!(steps.is_empty());
}

#[tokio::test]
async fn only_what_is_forbidden_is_asked_for() {
    let simulator = with_mode(DeviceMode::Basic).await;
    let ((unlocked, _), ()) = tokio::join!(ask(&simulator), press(&simulator));
    assert_eq!(unlocked.unwrap().features, ["hotspot"]);
}

/// The power is cut: the router is back, and its end of the old connection never said a word.
#[tokio::test]
async fn a_cut_of_the_power_is_noticed_though_the_line_stays_silent() {
    let simulator = with_mode(DeviceMode::Home).await;
    let cut = async {
        while !simulator.with_device(|device| device.press_button()) {
            tokio::task::yield_now().await;
        }
    };
    let ((unlocked, _), ()) = tokio::join!(ask(&simulator), cut);
    assert_eq!(unlocked.unwrap().features, ["hotspot", "scheduler"]);
}

#[tokio::test]
async fn nobody_at_the_router_is_said_and_three_attempts_are_all() {
    let simulator = with_mode(DeviceMode::Home).await;
    for attempt in 1..=3 {
        let (unlocked, _) = ask(&simulator).await;
        let error = unlocked.unwrap_err();
        assert!(matches!(error, UnlockError::NotPressed { .. }), "{error}");
        assert_eq!(attempts(&simulator), attempt.to_string());
    }
    let error = ask(&simulator).await.0.unwrap_err();
    assert!(matches!(error, UnlockError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("cut its power"), "{error}");
    assert!(!simulator.with_device(|device| device.allows("hotspot")));
}

#[tokio::test]
async fn a_router_that_only_starts_anew_still_forbids_it() {
    let simulator = with_mode(DeviceMode::Home).await;
    let restart = async {
        // The request waits once a second connection could be made beside it.
        let mut client = connect(&simulator).await;
        loop {
            let seen = simulator.log();
            let asked = |words: &Vec<String>| {
                words
                    .iter()
                    .any(|word| word.ends_with("device-mode/update"))
            };
            if seen.iter().any(|seen| asked(&seen.words)) {
                break;
            }
            client
                .run_all(&[Command::read("/system/identity/print")])
                .await
                .unwrap();
        }
        simulator.reboot();
    };
    let ((unlocked, _), ()) = tokio::join!(ask(&simulator), restart);
    let error = unlocked.unwrap_err();
    assert!(
        matches!(error, UnlockError::StillForbidden { .. }),
        "{error}"
    );
}

/// A request that is cancelled, or whose session ends, is taken back: the button does nothing then.
#[tokio::test]
async fn a_request_that_is_given_up_is_taken_back() {
    let simulator = with_mode(DeviceMode::Home).await;
    let update = Command::slow("/system/device-mode/update").with("hotspot", "yes");
    let mut client = connect(&simulator).await;
    let soon = Duration::from_millis(50);
    let answer = client.follow(&update, soon, |_| ControlFlow::Continue(()));
    assert!(
        matches!(
            answer.await,
            Ok(Reply::Trap {
                category: Some(2),
                ..
            })
        ),
        "cancelled"
    );
    assert_eq!(attempts(&simulator), "1");
    assert!(!simulator.press_button());
    // The connection is good for more.
    let replies = client
        .run_all(&[Command::read("/system/identity/print")])
        .await
        .unwrap();
    assert_eq!(replies[0].records().len(), 1);

    let _ = tokio::time::timeout(soon, client.run_all(&[update])).await;
    client.close().await;
    simulator.everybody_left().await;
    assert_eq!(attempts(&simulator), "2");
    assert!(!simulator.press_button());
}
