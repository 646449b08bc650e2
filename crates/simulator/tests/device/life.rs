//! Ids, order, changes, files, certificates, saving, reboot.

use std::time::Duration;

use simulator::device::{Change, Device, Outcome};

use super::lab::{Lab, config, entry};

#[test]
fn ids_are_hex_in_capitals_and_never_used_again() {
    let mut lab = Lab::hap();
    let ids: Vec<String> = (0..30)
        .map(|number| lab.add("/ip/hotspot/user", &format!("name=u{number}")))
        .collect();
    assert_eq!((ids[0].as_str(), ids[28].as_str()), ("*2", "*1E"));
    lab.ok("/ip/hotspot/user/remove", &format!(".id={}", ids[29]));
    assert_eq!(lab.add("/ip/hotspot/user", "name=again"), "*20");
    lab.ok(
        "/ip/hotspot/user/remove",
        &format!(".id={},{}", ids[0], ids[1]),
    );
    assert_eq!(
        lab.refused("/ip/hotspot/user/remove", ".id=*2"),
        "no such item"
    );
}

#[test]
fn rules_are_placed_and_moved() {
    let mut lab = Lab::new("CHR", "7.21.5");
    let order = |lab: &Lab| {
        lab.device
            .rows("/ip/firewall/filter")
            .iter()
            .map(|row| row.get("comment").unwrap().to_string())
            .collect::<String>()
    };
    let a = lab.add("/ip/firewall/filter", "chain=x;comment=a");
    let b = lab.add("/ip/firewall/filter", "chain=x;comment=b");
    lab.add(
        "/ip/firewall/filter",
        &format!("chain=x;comment=c;place-before={a}"),
    );
    assert_eq!(order(&lab), "cab");
    lab.ok(
        "/ip/firewall/filter/move",
        &format!("numbers={b};destination={a}"),
    );
    assert_eq!(order(&lab), "cba");
    lab.ok("/ip/firewall/filter/move", &format!("numbers={b}"));
    assert_eq!(order(&lab), "cab");
    let writes = lab.device.writes();
    lab.ok("/ip/firewall/filter/move", &format!("numbers={b}"));
    assert_eq!(lab.device.writes(), writes);
    assert_eq!(
        lab.refused("/ip/pool/add", "name=p;ranges=10.0.0.1;place-before=*1"),
        "unknown parameter place-before"
    );
}

#[test]
fn listeners_see_changes_and_deaths() {
    let mut lab = Lab::hap();
    let start = lab.device.revision();
    let id = lab.add("/ip/pool", "name=p;ranges=10.0.0.1");
    lab.ok("/ip/pool/set", &format!(".id={id};name=q"));
    let changes = lab.device.changes_since("/ip/pool", start);
    assert!(matches!(changes.as_slice(), [Change::Now(row)] if row.get("name") == Some("q")));
    let middle = lab.device.revision();
    lab.ok("/ip/pool/remove", &format!(".id={id}"));
    assert_eq!(
        lab.device.changes_since("/ip/pool", middle),
        [Change::Dead(id)]
    );
    assert!(lab.device.changes_since("/ip/address", middle).is_empty());
    lab.ok("/interface/ethernet/set", "numbers=ether3;name=shop");
    assert!(
        matches!(lab.device.changes_since("/interface", middle).as_slice(), [Change::Now(row)] if row.get("name") == Some("shop"))
    );
}

#[test]
fn files() {
    let mut lab = Lab::hap();
    let text = "x".repeat(60_416);
    let id = lab.add("/file", "name=a.rsc;contents=hello");
    lab.ok("/file/set", &format!(".id={id};contents={text}"));
    assert_eq!(
        lab.field("/file", "a.rsc", "size").as_deref(),
        Some("60416")
    );
    let over = "x".repeat(61_440);
    assert_eq!(
        lab.refused("/file/set", &format!(".id={id};contents={over}")),
        "failure: contents too long"
    );
    let huge = "x".repeat(102_400);
    assert_eq!(
        lab.run("/file/set", &format!(".id={id};contents={huge}")),
        Ok(Outcome::Closing)
    );
    let Ok(Outcome::Records(rows)) =
        lab.run("/file/read", "file=a.rsc;offset=60000;chunk-size=32768")
    else {
        panic!()
    };
    assert_eq!(rows[0].get("data").map(str::len), Some(416));
    lab.add("/file", "name=flash/kept.txt;contents=1");
    assert_eq!(lab.run("/system/reboot", ""), Ok(Outcome::Closing));
    assert!(lab.device.file_text("a.rsc").is_none());
    assert_eq!(lab.device.file_text("flash/kept.txt"), Some("1"));
}

#[test]
fn certificates_are_made_and_signed() {
    let mut lab = Lab::hap();
    let id = lab.add(
        "/certificate",
        "name=api;common-name=10.0.0.1;subject-alt-name=IP:10.0.0.1;key-usage=tls-server",
    );
    assert_eq!(lab.field("/certificate", &id, "fingerprint"), None);
    lab.ok("/certificate/sign", &format!(".id={id}"));
    assert_eq!(
        lab.field("/certificate", &id, "fingerprint")
            .map(|text| text.len()),
        Some(64)
    );
    assert_eq!(
        lab.field("/certificate", &id, "private-key").as_deref(),
        Some("true")
    );
    lab.ok("/ip/service/set", "numbers=api-ssl;certificate=api");
    lab.add("/file", "name=web.pem;contents=-----BEGIN CERTIFICATE-----");
    lab.ok("/certificate/import", "file-name=web.pem;passphrase=");
    assert!(
        lab.field("/certificate", "web.pem_0", "fingerprint")
            .is_some()
    );
    lab.ok("/certificate/remove", &format!(".id={id}"));
    assert_eq!(lab.field("/ip/service", "api-ssl", "certificate"), Some(id));
}

#[test]
fn a_saved_device_goes_on_where_it_was() {
    let mut lab = Lab::hap();
    lab.add("/ip/hotspot/user", "name=x");
    lab.ok("/ip/hotspot/user/remove", "numbers=x");
    lab.device.advance(Duration::from_secs(3661));
    let loaded = Device::load(&config("hAP ac2", "7.21.5"), &lab.device.save()).unwrap();
    for menu in [
        "/ip/firewall/filter",
        "/interface",
        "/user",
        "/ip/hotspot/user",
        "/system/resource",
    ] {
        assert_eq!(loaded.rows(menu), lab.device.rows(menu), "{menu}");
    }
    assert_eq!(loaded.uptime_text(), "2h1m1s");
    let mut again = Lab {
        who: lab.who.clone(),
        device: loaded,
    };
    assert_eq!(again.add("/ip/hotspot/user", "name=y"), "*3");
    assert!(Device::load(&config("hEX", "7.21.5"), &again.device.save()).is_err());
    assert!(Device::load(&config("hEX", "7.21.5"), &serde_json::json!({"store": 1})).is_err());
}

#[test]
fn sessions_are_listed() {
    let mut lab = Lab::hap();
    let mut who = lab.who.clone();
    who.entry = entry("ether2", "192.168.88.7", "192.168.88.1");
    lab.device.set_sessions(&[(who, Duration::from_secs(5))]);
    let rows = lab.device.rows("/user/active");
    assert_eq!(
        (rows[0].get("address"), rows[0].get("via")),
        (Some("192.168.88.7"), Some("api"))
    );
}

#[test]
fn an_export_leaves_out_defaults_and_dynamic_rows() {
    let mut lab = Lab::hap();
    lab.ok("/export", "file=all");
    let text = lab.device.file_text("all.rsc").unwrap();
    assert!(
        text.contains("/ip pool\nadd name=default-dhcp ranges=192.168.88.10-192.168.88.254\n"),
        "{text}"
    );
    assert!(
        text.contains(
            "add address=192.168.88.1/24 comment=defconf interface=bridge network=192.168.88.0"
        ),
        "{text}"
    );
    assert!(!text.contains("192.0.2."), "{text}");
    assert!(!text.contains("queue type"), "{text}");
}

#[test]
fn a_reset_without_defaults_leaves_a_bare_board() {
    let mut lab = Lab::hap();
    assert_eq!(
        lab.run("/system/reset-configuration", "no-defaults=yes"),
        Ok(Outcome::Closing)
    );
    assert!(lab.device.rows("/ip/address").is_empty());
    assert_eq!(lab.device.rows("/interface/ethernet").len(), 5);
    assert_eq!(
        lab.run("/system/reset-configuration", ""),
        Ok(Outcome::Closing)
    );
    assert_eq!(lab.device.rows("/ip/firewall/filter").len(), 11);
}

#[test]
fn ten_thousand_users_are_no_burden() {
    let mut lab = Lab::hap();
    for number in 0..10_000 {
        lab.add("/ip/hotspot/user", &format!("name=v{number}"));
    }
    assert_eq!(lab.device.rows("/ip/hotspot/user").len(), 10_001);
    assert_eq!(
        lab.refused("/ip/hotspot/user/add", "name=v500"),
        "failure: already have user with this name for this server"
    );
}
