//! `/interface`.

use super::INTERFACE;
use crate::domain::routeros::menu::{Field, Menu};
use crate::domain::routeros::value::Kind::{
    Addresses, Bool, Duration, Mac, Number, Ports, Reference, References, Secret, Set, Text, Word,
};

const COMMENT: Field = Field::new("comment", Text);
const DISABLED: Field = Field::new("disabled", Bool).default("no");

/// Fields of a Wi-Fi interface that we write in place of a configuration profile (`/interface/wifi`, `/interface/wifiwave2`).
const WIFI: &[Field] = &[
    COMMENT,
    DISABLED,
    Field::new("name", Text),
    Field::new("default-name", Word),
    Field::new("master-interface", Reference).refers(&["/interface/wifi", "/interface/wifiwave2"]),
    Field::new("configuration.mode", Word),
    Field::new("configuration.ssid", Text),
    Field::new("configuration.country", Word),
    Field::new("configuration.hide-ssid", Bool).default("no"),
    Field::new("security.authentication-types", Set),
    Field::new("security.passphrase", Secret),
    Field::new("datapath.client-isolation", Bool).default("no"),
];

const fn wifi(path: &'static str) -> Menu {
    Menu::rows(path, &[&["name"]], WIFI)
}

pub(super) const MENUS: &[Menu] = &[
    Menu::rows(
        "/interface/list",
        &[&["name"]],
        &[
            COMMENT,
            Field::new("name", Text),
            Field::new("include", Set),
            Field::new("exclude", Set),
        ],
    ),
    Menu::fixed(
        "/interface/ethernet",
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("default-name", Word),
            Field::new("mac-address", Mac),
            Field::new("mtu", Number).default("1500"),
        ],
    ),
    Menu::rows(
        "/interface/bridge",
        &[&["name"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("admin-mac", Mac),
            Field::new("auto-mac", Bool).default("yes"),
            Field::new("frame-types", Word).default("admit-all"),
            Field::new("igmp-snooping", Bool).default("no"),
            Field::new("ingress-filtering", Bool).default("yes"),
            Field::new("protocol-mode", Word).default("rstp"),
            Field::new("pvid", Number).default("1"),
            Field::new("vlan-filtering", Bool).default("no"),
        ],
    ),
    Menu::rows(
        "/interface/vlan",
        &[&["name"], &["interface", "vlan-id"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("interface", Reference).refers(INTERFACE),
            Field::new("vlan-id", Number),
            Field::new("mtu", Number).default("1500"),
        ],
    ),
    Menu::rows(
        "/interface/pppoe-client",
        &[&["name"], &["interface"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("interface", Reference).refers(INTERFACE),
            Field::new("user", Text),
            Field::new("password", Secret),
            Field::new("add-default-route", Bool).default("no"),
            Field::new("use-peer-dns", Bool).default("no"),
            Field::new("service-name", Text),
            Field::new("max-mtu", Word),
        ],
    ),
    Menu::rows(
        "/interface/wireguard",
        &[&["name"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("listen-port", Number),
            Field::new("mtu", Number).default("1420"),
            Field::new("private-key", Secret),
        ],
    ),
    Menu::rows(
        "/interface/wireguard/peers",
        &[&["interface", "public-key"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("interface", Reference).refers(&["/interface/wireguard"]),
            Field::new("public-key", Text),
            Field::new("endpoint-address", Text),
            Field::new("endpoint-port", Number).default("0"),
            Field::new("allowed-address", Addresses),
            Field::new("persistent-keepalive", Duration).default("0s"),
            Field::new("preshared-key", Secret),
        ],
    ),
    wifi("/interface/wifiwave2").until(7, 13),
    wifi("/interface/wifi").since(7, 13),
    Menu::rows(
        "/interface/wireless/security-profiles",
        &[&["name"]],
        &[
            COMMENT,
            Field::new("name", Text),
            Field::new("mode", Word).default("none"),
            Field::new("authentication-types", Set),
            Field::new("wpa2-pre-shared-key", Secret),
        ],
    ),
    Menu::rows(
        "/interface/wireless",
        &[&["name"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("name", Text),
            Field::new("default-name", Word),
            Field::new("master-interface", Reference).refers(&["/interface/wireless"]),
            Field::new("mode", Word),
            Field::new("ssid", Text),
            Field::new("country", Word),
            Field::new("frequency", Word),
            Field::new("band", Word),
            Field::new("security-profile", Reference)
                .default("default")
                .refers(&["/interface/wireless/security-profiles"]),
            Field::new("default-forwarding", Bool).default("yes"),
            Field::new("wps-mode", Word),
        ],
    ),
    Menu::rows(
        "/interface/bridge/port",
        &[&["interface"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("bridge", Reference).refers(&["/interface/bridge"]),
            Field::new("interface", Reference).refers(INTERFACE),
            Field::new("pvid", Number).default("1"),
            Field::new("frame-types", Word).default("admit-all"),
            Field::new("ingress-filtering", Bool).default("yes"),
            Field::new("horizon", Word).default("none"),
        ],
    ),
    Menu::rows(
        "/interface/bridge/vlan",
        &[&["bridge", "vlan-ids"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("bridge", Reference).refers(&["/interface/bridge"]),
            Field::new("vlan-ids", Ports),
            Field::new("tagged", References).refers(INTERFACE),
            Field::new("untagged", References).refers(INTERFACE),
        ],
    ),
    Menu::rows(
        "/interface/list/member",
        &[&["list", "interface"]],
        &[
            COMMENT,
            DISABLED,
            Field::new("list", Reference).refers(&["/interface/list"]),
            Field::new("interface", Reference).refers(INTERFACE),
        ],
    ),
];
