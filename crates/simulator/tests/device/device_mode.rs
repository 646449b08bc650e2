//! device-mode: changed only with a finger on the button.

use std::time::Duration;

use simulator::device::{DeviceConfig, DeviceMode, Outcome};

use crate::lab::{Lab, config, pairs};

fn home() -> Lab {
    Lab::of(&DeviceConfig {
        device_mode: DeviceMode::Home,
        ..config("hAP ac2", "7.21.5")
    })
}

fn update(lab: &mut Lab, attributes: &str) -> Result<Outcome, String> {
    lab.device
        .run(&lab.who, "/system/device-mode/update", &pairs(attributes))
        .map_err(|trap| trap.message)
}

fn attempts(lab: &Lab) -> String {
    let rows = lab.device.rows("/system/device-mode");
    rows[0].get("attempt-count").unwrap().to_owned()
}

#[test]
fn the_button_puts_the_change_in_force_and_the_device_starts_anew() {
    let mut lab = home();
    assert_eq!(
        update(&mut lab, "hotspot=yes;scheduler=yes"),
        Ok(Outcome::Waiting)
    );
    assert!(!lab.device.allows("hotspot"), "not before the button");
    assert!(lab.device.press_button());
    assert!(lab.device.allows("hotspot") && lab.device.allows("scheduler"));
    assert!(!lab.device.allows("fetch"), "nothing else");
    assert_eq!(lab.device.uptime(), Duration::ZERO);
    assert!(!lab.device.press_button(), "once");
    // It is remembered.
    let saved = lab.device.save();
    let config = DeviceConfig {
        device_mode: DeviceMode::Home,
        ..config("hAP ac2", "7.21.5")
    };
    let device = simulator::device::Device::load(&config, &saved).unwrap();
    assert!(device.allows("hotspot"));
}

#[test]
fn nobody_at_the_button_changes_nothing_and_three_attempts_are_all() {
    let mut lab = home();
    for attempt in 1..=3 {
        assert_eq!(update(&mut lab, "hotspot=yes"), Ok(Outcome::Waiting));
        lab.device.advance(Duration::from_secs(299));
        assert_eq!(attempts(&lab), (attempt - 1).to_string());
        lab.device.advance(Duration::from_secs(1));
        assert_eq!(attempts(&lab), attempt.to_string());
        assert!(!lab.device.press_button());
    }
    assert!(!lab.device.allows("hotspot"));
    let refused = update(&mut lab, "hotspot=yes").unwrap_err();
    assert!(refused.contains("too many attempts"), "{refused}");
}

#[test]
fn a_mode_sets_all_features_and_a_wrong_word_waits_for_nothing() {
    let mut lab = home();
    for (attributes, words) in [
        ("mode=wild", "input does not match any value of mode"),
        ("hotspot=maybe", "input does not match any value of hotspot"),
        ("colour=red", "unknown parameter colour"),
        ("hotspot=yes;activation-timeout=5s", "out of range"),
    ] {
        let refused = update(&mut lab, attributes).unwrap_err();
        assert!(refused.contains(words), "{refused}");
    }
    assert_eq!(
        update(&mut lab, "mode=advanced;activation-timeout=10s"),
        Ok(Outcome::Waiting)
    );
    assert!(lab.device.press_button());
    assert!(lab.device.allows("hotspot") && lab.device.allows("email"));
    assert!(!lab.device.allows("container"));
}
