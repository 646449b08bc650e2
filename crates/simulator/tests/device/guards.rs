//! What puts a router back by itself: schedulers on the device's clock, and safe mode (RouterOS facts: apply, "Rollback means").

use std::time::Duration;

use simulator::device::{DeviceConfig, DeviceMode};

use super::lab::{Lab, config};

const POOL: &str = "/ip/pool";

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn pools(lab: &Lab) -> Vec<String> {
    let rows = lab.device.rows(POOL);
    let names = rows.iter().filter_map(|row| row.get("name"));
    names
        .filter(|name| *name != "default-dhcp")
        .map(str::to_string)
        .collect()
}

fn scheduled(lab: &mut Lab, name: &str, more: &str, event: &str) {
    let policy = "policy=read,write,test,sensitive";
    lab.add(
        "/system/scheduler",
        &format!("name={name};on-event={event};{policy};{more}"),
    );
}

#[test]
fn an_interval_counts_from_when_it_was_added_and_goes_on() {
    let mut lab = Lab::hap();
    lab.device.advance(seconds(50));
    scheduled(
        &mut lab,
        "t",
        "interval=90s",
        "/ip pool remove [find name=\"a\"]",
    );
    lab.add(POOL, "name=a;ranges=10.0.0.1");
    lab.device.advance(seconds(89));
    assert_eq!(pools(&lab), ["a"]);
    lab.device.advance(seconds(2));
    assert!(pools(&lab).is_empty());
    lab.device.advance(seconds(200));
    assert_eq!(
        lab.field("/system/scheduler", "t", "run-count").as_deref(),
        Some("3")
    );
}

#[test]
fn an_interval_does_not_run_at_start_up_and_a_start_up_job_does() {
    let mut lab = Lab::hap();
    scheduled(
        &mut lab,
        "t",
        "interval=90s",
        "/ip pool remove [find name=\"a\"]",
    );
    scheduled(
        &mut lab,
        "b",
        "interval=0s;start-time=startup",
        ":delay 15s\n/ip pool remove [find name=\"b\"]",
    );
    for name in ["a", "b"] {
        lab.add(POOL, &format!("name={name};ranges=10.0.0.1"));
    }
    lab.device.advance(seconds(60));
    assert_eq!(pools(&lab), ["a", "b"]);
    lab.device.reboot();
    lab.device.advance(seconds(14));
    assert_eq!(pools(&lab), ["a", "b"]);
    lab.device.advance(seconds(2));
    assert_eq!(pools(&lab), ["a"]);
    lab.device.advance(seconds(80));
    assert!(pools(&lab).is_empty());
}

#[test]
fn a_job_runs_a_script_by_name_with_its_own_policies_only() {
    let mut lab = Lab::hap();
    lab.add(
        "/system/script",
        "name=s;policy=read,write;source=/ip pool add name=\"x\" ranges=\"10.0.0.1\"",
    );
    lab.add(
        "/system/scheduler",
        "name=weak;interval=10s;on-event=/system script run s;policy=read",
    );
    lab.device.advance(seconds(11));
    assert!(pools(&lab).is_empty());
    scheduled(&mut lab, "strong", "interval=10s", "s");
    lab.device.advance(seconds(11));
    assert_eq!(pools(&lab), ["x"]);
}

#[test]
fn a_script_may_remove_the_job_that_runs_it() {
    let mut lab = Lab::hap();
    scheduled(
        &mut lab,
        "t",
        "interval=10s",
        "/system scheduler remove [find name=\"t\"]",
    );
    lab.device.advance(seconds(100));
    assert!(lab.device.rows("/system/scheduler").is_empty());
}

#[test]
fn device_mode_forbids_schedulers() {
    for mode in [DeviceMode::Home, DeviceMode::WithoutScheduler] {
        let mut lab = Lab::of(&DeviceConfig {
            device_mode: mode,
            ..config("hAP ac2", "7.21.5")
        });
        assert_eq!(
            lab.refused("/system/scheduler/add", "name=t;interval=10s;on-event=x"),
            "failure: not allowed by device-mode"
        );
    }
}

#[test]
fn safe_mode_undoes_everybodys_changes_when_its_session_ends() {
    let mut lab = Lab::hap();
    lab.add(POOL, "name=before;ranges=10.0.0.1");
    lab.ok("/safe-mode/take", "");
    lab.add(POOL, "name=mine;ranges=10.0.0.1");
    lab.ok("/ip/pool/set", "numbers=before;ranges=10.0.0.9");
    let holder = lab.who.session;
    lab.who.session = 7;
    assert_eq!(
        lab.refused("/safe-mode/take", ""),
        "failure: safe mode is held by another session"
    );
    lab.add(POOL, "name=theirs;ranges=10.0.0.1");
    lab.device.session_ended(holder, false);
    lab.device.advance(seconds(1));
    assert_eq!(pools(&lab), ["before", "mine", "theirs"]);
    lab.device.advance(seconds(2));
    assert_eq!(pools(&lab), ["before"]);
    assert_eq!(
        lab.field(POOL, "before", "ranges").as_deref(),
        Some("10.0.0.1")
    );
    lab.ok("/safe-mode/take", "");
}

#[test]
fn a_silent_holder_is_noticed_after_nine_minutes() {
    let mut lab = Lab::hap();
    lab.ok("/safe-mode/take", "");
    lab.add(POOL, "name=mine;ranges=10.0.0.1");
    lab.device.session_ended(lab.who.session, true);
    lab.device.advance(seconds(500));
    assert_eq!(pools(&lab), ["mine"]);
    lab.device.advance(seconds(60));
    assert!(pools(&lab).is_empty());
}

#[test]
fn what_was_released_stays_and_what_was_unrolled_goes() {
    let mut lab = Lab::hap();
    lab.ok("/safe-mode/take", "");
    lab.add(POOL, "name=kept;ranges=10.0.0.1");
    lab.ok("/safe-mode/release", "");
    lab.ok("/safe-mode/take", "");
    lab.add(POOL, "name=gone;ranges=10.0.0.1");
    lab.ok("/safe-mode/unroll", "");
    assert_eq!(pools(&lab), ["kept"]);
    lab.device.session_ended(lab.who.session, false);
    lab.device.advance(seconds(10));
    assert_eq!(pools(&lab), ["kept"]);
}

#[test]
fn with_more_than_a_hundred_actions_nothing_is_undone() {
    for (count, left) in [(100, 0), (101, 101)] {
        let mut lab = Lab::hap();
        lab.ok("/safe-mode/take", "");
        for number in 0..count {
            lab.add(POOL, &format!("name=p{number};ranges=10.0.0.1"));
        }
        lab.device.session_ended(lab.who.session, false);
        lab.device.advance(seconds(10));
        assert_eq!(pools(&lab).len(), left);
    }
}

#[test]
fn safe_mode_came_with_7_18() {
    let mut lab = Lab::new("hAP ac2", "7.17.2");
    assert_eq!(lab.refused("/safe-mode/take", ""), "no such command prefix");
}
