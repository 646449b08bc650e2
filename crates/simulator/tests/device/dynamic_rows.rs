//! Rows that the router makes by itself.

use simulator::device::Record;

use super::lab::Lab;

fn dynamic(lab: &Lab, menu: &str) -> Vec<Record> {
    lab.device
        .rows(menu)
        .into_iter()
        .filter(|row| row.get("dynamic") == Some("true"))
        .collect()
}

fn hotspot() -> Lab {
    let mut lab = Lab::hap();
    lab.add("/interface/bridge", "name=hs");
    lab.add("/ip/address", "address=10.5.50.1/24;interface=hs");
    lab.add(
        "/ip/hotspot/profile",
        "name=prof;hotspot-address=10.5.50.1;dns-name=login.shop.example",
    );
    lab.add(
        "/ip/hotspot",
        "name=h;interface=hs;profile=prof;disabled=no",
    );
    lab
}

#[test]
fn connected_routes_follow_addresses() {
    let mut lab = Lab::hap();
    let has = |lab: &Lab| {
        dynamic(lab, "/ip/route")
            .iter()
            .any(|row| row.get("dst-address") == Some("10.9.0.0/24"))
    };
    let id = lab.add("/ip/address", "address=10.9.0.1/24;interface=bridge");
    assert!(has(&lab));
    lab.ok("/ip/address/disable", &format!(".id={id}"));
    assert!(!has(&lab));
}

#[test]
fn a_running_hotspot_brings_its_own_rules_and_name() {
    let mut lab = hotspot();
    let filter = lab.device.rows("/ip/firewall/filter");
    assert_eq!(filter[0].get("dynamic"), Some("true"));
    assert_eq!(filter[2].get("jump-target"), Some("hs-input"));
    assert!(
        dynamic(&lab, "/ip/dns/static")
            .iter()
            .any(|row| row.get("name") == Some("login.shop.example"))
    );
    assert!(
        dynamic(&lab, "/ip/firewall/nat")
            .iter()
            .any(|row| row.get("to-ports") == Some("64872"))
    );
    let id = filter[0].get(".id").unwrap().to_string();
    assert_eq!(
        lab.refused("/ip/firewall/filter/set", &format!(".id={id};chain=x")),
        "failure: can not change dynamic item"
    );
    assert_eq!(
        lab.refused("/ip/firewall/filter/remove", &format!(".id={id}")),
        "failure: can not remove dynamic item"
    );
    lab.ok("/ip/hotspot/disable", "numbers=h");
    assert!(dynamic(&lab, "/ip/firewall/filter").is_empty());
}

#[test]
fn dynamic_rows_keep_their_ids_and_write_nothing() {
    let mut lab = hotspot();
    let before = dynamic(&lab, "/ip/firewall/filter");
    let writes = lab.device.writes();
    lab.add("/ip/firewall/filter", "chain=input;action=accept");
    assert_eq!(dynamic(&lab, "/ip/firewall/filter"), before);
    assert_eq!(lab.device.writes(), writes + 1);
    lab.add(
        "/ip/hotspot/walled-garden/ip",
        "dst-address=192.0.2.80;action=accept",
    );
    assert!(
        dynamic(&lab, "/ip/firewall/filter")
            .iter()
            .any(|row| row.get("dst-address") == Some("192.0.2.80"))
    );
}

#[test]
fn a_hotspot_is_off_unless_told_and_its_directory_is_filled() {
    let mut lab = Lab::hap();
    lab.add("/interface/bridge", "name=hs");
    let id = lab.add("/ip/hotspot", "interface=hs");
    assert_eq!(
        lab.field("/ip/hotspot", &id, "disabled").as_deref(),
        Some("true")
    );
    lab.add(
        "/ip/hotspot/profile",
        "name=prof;html-directory=flash/hotspot",
    );
    assert!(lab.device.file_text("flash/hotspot/login.html").is_some());
}

#[test]
fn a_hotspot_turns_invalid_when_its_interface_joins_a_bridge() {
    let mut lab = Lab::hap();
    lab.add("/interface/bridge", "name=other");
    lab.add("/ip/hotspot", "name=h;interface=ether1;disabled=no");
    lab.add("/interface/bridge/port", "bridge=other;interface=ether1");
    assert_eq!(
        lab.field("/ip/hotspot", "h", "invalid").as_deref(),
        Some("true")
    );
    assert!(dynamic(&lab, "/ip/firewall/filter").is_empty());
}

#[test]
fn a_radio_with_a_datapath_joins_its_bridge() {
    let mut lab = Lab::new("hAP ax2", "7.21.5");
    lab.add("/interface/bridge", "name=hs");
    let port = lab
        .device
        .rows("/interface/bridge/port")
        .iter()
        .find(|row| row.get("interface") == Some("wifi1"))
        .unwrap()
        .get(".id")
        .unwrap()
        .to_string();
    lab.ok("/interface/bridge/port/remove", &format!(".id={port}"));
    lab.add("/interface/wifi/datapath", "name=dp;bridge=hs");
    lab.ok("/interface/wifi/set", "numbers=wifi1;datapath=dp");
    let ports = dynamic(&lab, "/interface/bridge/port");
    assert_eq!(
        (ports[0].get("interface"), ports[0].get("bridge")),
        (Some("wifi1"), Some("hs"))
    );
}

#[test]
fn nothing_comes_before_the_dynamic_rules() {
    let mut lab = hotspot();
    let own = lab.add(
        "/ip/firewall/filter",
        "chain=input;action=accept;comment=mine",
    );
    let top = lab.device.rows("/ip/firewall/filter")[0]
        .get(".id")
        .unwrap()
        .to_string();
    lab.ok(
        "/ip/firewall/filter/move",
        &format!("numbers={own};destination={top}"),
    );
    let order = |lab: &Lab| -> Vec<String> {
        lab.device
            .rows("/ip/firewall/filter")
            .iter()
            .map(|row| row.get(".id").unwrap().to_string())
            .collect()
    };
    let rules = lab.device.rows("/ip/firewall/filter");
    let first_own = rules
        .iter()
        .find(|row| row.get("dynamic") == Some("false"))
        .unwrap();
    assert_eq!(first_own.get("comment"), Some("mine"));
    let (writes, before) = (lab.device.writes(), order(&lab));
    lab.ok(
        "/ip/firewall/filter/move",
        &format!("numbers={own};destination={top}"),
    );
    assert_eq!((lab.device.writes(), order(&lab)), (writes, before));
}
