//! Which changes lock a session out.

use simulator::device::Traffic;

use super::lab::{Lab, entry};

/// Does a client on `ether2` still reach 192.168.88.1 after these commands? `None`: yes.
fn after(commands: &[(&str, &str)], state: Traffic) -> Option<String> {
    let mut lab = Lab::hap();
    for (path, values) in commands {
        lab.ok(path, values);
    }
    lab.device
        .admits(&entry("ether2", "192.168.88.2", "192.168.88.1"), state)
        .err()
        .map(|refusal| refusal.to_string())
}

#[test]
fn the_factory_lets_the_lan_in_and_keeps_the_wan_out() {
    let lab = Lab::hap();
    assert!(
        lab.device
            .admits(
                &entry("ether2", "192.168.88.2", "192.168.88.1"),
                Traffic::New
            )
            .is_ok()
    );
    let wan = lab
        .device
        .rows("/ip/address")
        .iter()
        .find(|row| row.get("interface") == Some("ether1"))
        .unwrap()
        .clone();
    let to = wan
        .get("address")
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_string();
    let refusal = lab
        .device
        .admits(&entry("ether1", "192.0.2.1", &to), Traffic::New)
        .unwrap_err();
    assert!(
        refusal
            .to_string()
            .contains("defconf: drop all not coming from LAN"),
        "{refusal}"
    );
}

#[test]
fn ways_to_lock_oneself_out() {
    let drop_new = (
        "/ip/firewall/filter/add",
        "chain=input;action=drop;place-before=*1",
    );
    let cases: [(&str, &[(&str, &str)]); 12] = [
        (
            "ether2` is disabled",
            &[("/interface/ethernet/disable", "numbers=ether2")],
        ),
        (
            "ether2` is disabled",
            &[("/interface/set", "numbers=ether2;disabled=yes")],
        ),
        (
            "not an address",
            &[("/interface/bridge/disable", "numbers=bridge")],
        ),
        ("not an address", &[("/ip/address/disable", "numbers=*1")]),
        (
            "not an address",
            &[("/ip/address/set", "numbers=*1;address=10.0.0.1/24")],
        ),
        (
            "not an address",
            &[("/interface/bridge/port/remove", "numbers=*1")],
        ),
        (
            "not an address",
            &[(
                "/interface/bridge/set",
                "numbers=bridge;vlan-filtering=yes;pvid=99",
            )],
        ),
        (
            "listens on another port",
            &[("/ip/service/set", "numbers=api;port=8730")],
        ),
        (
            "listens on another port",
            &[("/ip/service/disable", "numbers=api")],
        ),
        (
            "not in its address list",
            &[("/ip/service/set", "numbers=api;address=10.0.0.0/8")],
        ),
        ("stops the packets", &[drop_new]),
        (
            "stops the packets",
            &[("/interface/list/member/remove", "numbers=*1")],
        ),
    ];
    for (words, commands) in cases {
        let told = after(commands, Traffic::New);
        assert!(
            told.as_ref().is_some_and(|told| told.contains(words)),
            "{commands:?}: {told:?}"
        );
    }
}

#[test]
fn ways_that_stay_open() {
    let cases: [&[(&str, &str)]; 6] = [
        &[("/interface/ethernet/set", "numbers=ether2;name=lan2")],
        &[("/interface/bridge/set", "numbers=bridge;vlan-filtering=yes")],
        &[("/ip/service/set", "numbers=api;address=192.168.88.0/24")],
        &[(
            "/ip/firewall/filter/add",
            "chain=input;action=drop;src-address=10.0.0.0/8;place-before=*1",
        )],
        &[
            (
                "/ip/firewall/filter/add",
                "chain=input;action=jump;jump-target=mine;place-before=*1",
            ),
            ("/ip/firewall/filter/add", "chain=mine;action=return"),
        ],
        &[
            ("/ip/firewall/address-list/add", "list=bad;address=10.0.0.1"),
            (
                "/ip/firewall/filter/add",
                "chain=input;action=drop;src-address-list=bad;place-before=*1",
            ),
        ],
    ];
    for commands in cases {
        assert_eq!(after(commands, Traffic::New), None, "{commands:?}");
    }
}

#[test]
fn established_connections_pass_a_rule_for_new_ones() {
    let rule = [(
        "/ip/firewall/filter/add",
        "chain=input;action=drop;connection-state=new;place-before=*1",
    )];
    assert!(after(&rule, Traffic::New).is_some());
    assert_eq!(after(&rule, Traffic::Established), None);
}

#[test]
fn vlan_filtering_needs_the_bridge_as_a_tagged_member() {
    let mut lab = Lab::hap();
    lab.add("/interface/vlan", "name=mgmt;interface=bridge;vlan-id=99");
    lab.add("/ip/address", "address=10.99.0.1/24;interface=mgmt");
    lab.add("/interface/list/member", "list=LAN;interface=mgmt");
    lab.ok("/interface/bridge/port/set", "numbers=*1;pvid=99");
    lab.ok("/interface/bridge/set", "numbers=bridge;vlan-filtering=yes");
    let way = entry("ether2", "10.99.0.2", "10.99.0.1");
    assert!(lab.device.admits(&way, Traffic::New).is_err());
    let vlan = lab.add(
        "/interface/bridge/vlan",
        "bridge=bridge;vlan-ids=99;tagged=bridge",
    );
    assert!(lab.device.admits(&way, Traffic::New).is_ok());
    lab.ok("/interface/bridge/vlan/set", &format!(".id={vlan};tagged="));
    assert!(lab.device.admits(&way, Traffic::New).is_err());
}

#[test]
fn a_hotspot_stops_those_who_are_not_logged_in() {
    let mut lab = Lab::hap();
    let way = entry("ether2", "192.168.88.2", "192.168.88.1");
    lab.add("/ip/hotspot", "name=h;interface=bridge;disabled=no");
    let told = lab
        .device
        .admits(&way, Traffic::Established)
        .unwrap_err()
        .to_string();
    assert!(told.contains("hotspot `h`"), "{told}");
    let binding = lab.add(
        "/ip/hotspot/ip-binding",
        "address=192.168.88.2;type=bypassed",
    );
    assert!(lab.device.admits(&way, Traffic::New).is_ok());
    lab.ok("/ip/hotspot/ip-binding/remove", &format!(".id={binding}"));
    lab.add(
        "/ip/hotspot/walled-garden/ip",
        "protocol=tcp;dst-port=8728;action=accept",
    );
    assert!(lab.device.admits(&way, Traffic::New).is_ok());
}

#[test]
fn chains_and_lists_without_end_come_to_an_end() {
    let mut lab = Lab::hap();
    for _ in 0..40 {
        lab.add(
            "/ip/firewall/filter",
            "chain=loop;action=jump;jump-target=loop",
        );
    }
    lab.add(
        "/ip/firewall/filter",
        "chain=input;action=jump;jump-target=loop;place-before=*1",
    );
    for number in 0..20 {
        lab.add("/interface/list", &format!("name=l{number}"));
    }
    let all: Vec<String> = (0..20).map(|number| format!("l{number}")).collect();
    for number in 0..20 {
        lab.ok(
            "/interface/list/set",
            &format!("numbers=l{number};include={}", all.join(",")),
        );
    }
    lab.add(
        "/ip/firewall/filter",
        "chain=input;action=drop;in-interface-list=l0;place-before=*1",
    );
    assert!(
        lab.device
            .admits(
                &entry("ether2", "192.168.88.2", "192.168.88.1"),
                Traffic::New
            )
            .is_ok()
    );
}
