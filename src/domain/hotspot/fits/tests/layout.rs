//! Ports, radios, and the parts of each template.

use super::check;
use crate::domain::hotspot::site::WifiDriver;
use crate::domain::hotspot::template::Shape;

#[test]
fn ports_and_radios() {
    check(
        "hAP lite",
        Shape::Basic,
        &[
            (
                |s| s.networks[0].ports.push("ether7".into()),
                "network guest, ports",
                "hAP lite has no port \"ether7\"; it has ether1 to ether4",
            ),
            (
                |s| s.networks[0].ports.push("ether1".into()),
                "network guest, ports",
                "port ether1 is used already (wan, port)",
            ),
            (
                |s| s.networks[0].ports.push("ether4".into()),
                "network guest, ports",
                "(management, ports)",
            ),
            (
                |s| s.networks[0].ports.push("ether2".into()),
                "network guest, ports",
                "port ether2 is used already",
            ),
            (
                |s| s.networks[0].ports.push("wlan1".into()),
                "network guest, ports",
                "wlan1 is a radio",
            ),
            (
                |s| s.management.interface = Some("ether3".into()),
                "management, ports",
                "ether3 is a port itself",
            ),
            (
                |s| s.management.interface = Some("ether9".into()),
                "management, interface",
                "no port \"ether9\"",
            ),
            (
                |s| s.management.interface = Some("a b".into()),
                "management, interface",
                "not the name of an interface",
            ),
            (
                |s| s.management.interface = None,
                "management",
                "no interface",
            ),
            (|s| s.wifi = None, "network guest, ssid", "add [wifi]"),
            (
                |s| s.networks[0].ssid = None,
                "wifi",
                "no network has an ssid",
            ),
            (
                |s| s.wifi.as_mut().unwrap().radios.push("wlan2".into()),
                "wifi, radios",
                "no radio \"wlan2\" under driver wireless; it has wlan1",
            ),
            (
                |s| s.wifi.as_mut().unwrap().driver = Some(WifiDriver::Wifi),
                "wifi, driver",
                "only the legacy driver",
            ),
            (
                |s| s.wifi.as_mut().unwrap().country = "Kenya\"".into(),
                "wifi, country",
                "Kenya",
            ),
            (
                |s| s.networks[0].ssid = Some("ééééééééééééééééé".parse().unwrap()),
                "network guest, ssid",
                "34 bytes",
            ),
            (
                |s| s.wan.as_mut().unwrap().vlan = Some(4095),
                "wan, vlan",
                "1 to 4094",
            ),
        ],
    );
    check(
        "hEX",
        Shape::Basic,
        &[(
            |s| s.networks[0].ssid = Some("x".parse().unwrap()),
            "network guest, ssid",
            "hEX has no radio",
        )],
    );
}

#[test]
fn parts_of_each_template() {
    check(
        "hEX",
        Shape::Basic,
        &[
            (|s| s.wan = None, "wan", "template basic needs [wan]"),
            (
                |s| s.networks[0].ports.clear(),
                "network guest, ports",
                "nobody could join",
            ),
            (
                |s| s.networks[0].vlan = Some(10),
                "network guest, vlan",
                "no use for vlan",
            ),
            (
                |s| s.networks[0].interface = Some("x".into()),
                "network guest, interface",
                "no use for interface",
            ),
            (
                |s| s.management.vlan = Some(10),
                "management, vlan",
                "only template vlan",
            ),
            (
                |s| s.template = "Ba sic".into(),
                "template",
                "basic, vlan, addon",
            ),
        ],
    );
    check(
        "hEX",
        Shape::Vlan,
        &[
            (|s| s.trunk = None, "trunk", "needs [trunk]"),
            (
                |s| s.trunk.as_mut().unwrap().ports.clear(),
                "trunk, ports",
                "at least one",
            ),
            (
                |s| s.networks[0].vlan = None,
                "network guest, vlan",
                "needs a tag",
            ),
            (
                |s| s.networks[0].vlan = Some(20),
                "network rooms, vlan",
                "tag 20 is used already (network guest, vlan)",
            ),
            (
                |s| s.networks[0].vlan = Some(1),
                "network guest, vlan",
                "2 to 4094",
            ),
            (
                |s| s.management.vlan = Some(99),
                "management",
                "both interface and vlan",
            ),
            (
                |s| s.networks[1].dns_name = "WIFI.lan".into(),
                "network, dns_name",
                "two networks answer to wifi.lan",
            ),
            (
                |s| s.networks[1].name = s.networks[0].name.clone(),
                "network guest",
                "rename one",
            ),
            (
                |s| s.networks[0].ports.push("ether2".into()),
                "network guest, ports",
                "no use for ports",
            ),
        ],
    );
    check(
        "hEX",
        Shape::Addon,
        &[
            (
                |s| s.networks[0].interface = None,
                "network shop, interface",
                "existing interface",
            ),
            (
                |s| s.networks[0].ssid = Some("x".parse().unwrap()),
                "network shop, ssid",
                "no use for ssid",
            ),
            (
                |s| s.management.ports.push("ether5".into()),
                "management, ports",
                "leaves this as it is",
            ),
            (|s| s.bypasses.clear(), "access, from", "add a [[bypass]]"),
            (
                |s| s.access.from = vec!["192.168.88.0/24".parse().unwrap()],
                "access, from",
                "single address",
            ),
            (
                |s| s.networks.push(s.networks[0].clone()),
                "network, interface",
                "one hotspot per interface",
            ),
        ],
    );
}
