//! Policies, secrets and device-mode.

use simulator::device::{Caller, DeviceConfig, DeviceMode, Outcome};

use super::lab::{Lab, config, pairs};

const DENIED: &str = "not enough permissions (9)";

fn message(lab: &mut Lab, who: &Caller, path: &str, values: &str) -> Option<String> {
    lab.device
        .run(who, path, &pairs(values))
        .err()
        .map(|trap| trap.message)
}

#[test]
fn each_policy_opens_its_own_door() {
    let cases = [
        ("read,api", "/ip/pool/print", "", true),
        ("write,api", "/ip/pool/print", "", false),
        ("read,api", "/ip/pool/add", "name=p;ranges=10.0.0.1", false),
        (
            "read,write,api",
            "/ip/pool/add",
            "name=p;ranges=10.0.0.1",
            true,
        ),
        ("read,write,api", "/user/add", "name=x;group=full", false),
        (
            "read,write,policy,api",
            "/user/add",
            "name=x;group=full",
            true,
        ),
        (
            "read,write,api",
            "/file/add",
            "name=x.txt;contents=y",
            false,
        ),
        (
            "read,write,ftp,api",
            "/file/add",
            "name=x.txt;contents=y",
            true,
        ),
        ("read,write,api", "/system/reboot", "", false),
        ("read,reboot,api", "/system/reboot", "", true),
        ("read,write,api", "/ping", "address=192.0.2.1", false),
        ("read,test,api", "/ping", "address=192.0.2.1", true),
        ("read,write,api", "/export", "file=x", false),
        ("read,write,ftp,api", "/export", "file=x", true),
    ];
    for (policies, path, values, allowed) in cases {
        let mut lab = Lab::hap();
        let who = lab.user(policies);
        let told = message(&mut lab, &who, path, values);
        assert_eq!(
            told,
            (!allowed).then(|| DENIED.to_string()),
            "{policies} {path}"
        );
    }
}

#[test]
fn secrets_need_the_policy_sensitive() {
    let mut lab = Lab::hap();
    lab.add("/ip/hotspot/user", "name=v;password=1234");
    for (policies, shown) in [("read,api", None), ("read,sensitive,api", Some("1234"))] {
        let who = lab.user(policies);
        let Outcome::Records(rows) = lab.device.run(&who, "/ip/hotspot/user/print", &[]).unwrap()
        else {
            panic!()
        };
        let row = rows
            .iter()
            .find(|row| row.get("name") == Some("v"))
            .unwrap();
        assert_eq!(row.get("password"), shown);
    }
    assert!(
        lab.device
            .rows("/user")
            .iter()
            .all(|row| row.get("password").is_none())
    );
}

#[test]
fn logins() {
    let mut lab = Lab::hap();
    let from = "192.168.88.2".parse().unwrap();
    lab.add("/user/group", "name=noapi;policy=read,write");
    lab.add("/user", "name=quiet;group=noapi;password=p");
    lab.add(
        "/user",
        "name=near;group=full;password=p;address=10.0.0.0/8",
    );
    lab.add("/user", "name=off;group=full;password=p;disabled=yes");
    lab.add("/user", "name=good;group=full;password=p");
    for (name, password, right) in [
        ("good", "p", true),
        ("good", "q", false),
        ("nobody", "p", false),
        ("quiet", "p", false),
        ("near", "p", false),
        ("off", "p", false),
        ("admin", "", true),
    ] {
        assert_eq!(
            lab.device.authenticate(name, password, from).is_ok(),
            right,
            "{name} {password}"
        );
    }
    let good = lab.device.authenticate("good", "p", from).unwrap();
    assert!(lab.device.still_valid(&good));
    lab.ok("/user/remove", "numbers=good");
    assert!(!lab.device.still_valid(&good));
}

#[test]
fn device_mode_forbids() {
    for (mode, hotspot, scheduler) in [
        (DeviceMode::Advanced, true, true),
        (DeviceMode::Basic, false, true),
        (DeviceMode::Home, false, false),
    ] {
        let mut lab = Lab::of(&DeviceConfig {
            device_mode: mode,
            ..config("hAP ac2", "7.21.5")
        });
        let forbidden =
            |allowed: bool| (!allowed).then(|| "failure: not allowed by device-mode".to_string());
        let who = lab.who.clone();
        assert_eq!(
            message(&mut lab, &who, "/ip/hotspot/add", "interface=bridge"),
            forbidden(hotspot)
        );
        assert_eq!(
            message(&mut lab, &who, "/system/scheduler/add", "name=s"),
            forbidden(scheduler)
        );
        assert_eq!(
            lab.device.rows("/system/device-mode")[0].get("mode"),
            Some(mode.word())
        );
    }
}
