//! Radios of the new driver: `/interface/wifi`, called `/interface/wifiwave2` up to 7.12.

use super::super::kind::{Kind, Space};
use super::super::menu::{Field, Menu, Shape, field, fields};
use super::interface::{ARP, unique_name};
use super::{Listed, SAME_NAME, listed};

const AUTHENTICATION: &[&str] = &[
    "wpa-psk",
    "wpa2-psk",
    "wpa2-psk-sha2",
    "wpa-eap",
    "wpa2-eap",
    "wpa3-psk",
    "owe",
    "wpa3-eap",
    "wpa3-eap-192",
];
const ENCRYPTION: &[&str] = &["tkip", "ccmp", "gcmp", "ccmp-256", "gcmp-256"];
const MODES: &[&str] = &["ap", "station", "station-bridge", "station-pseudobridge"];
const BANDS: &[&str] = &[
    "2ghz-ax", "2ghz-be", "2ghz-g", "2ghz-n", "5ghz-a", "5ghz-ac", "5ghz-ax", "5ghz-be", "5ghz-n",
    "s1ghz-ah",
];

/// The five menus under one of the two names.
struct Paths {
    radio: &'static str,
    security: &'static str,
    configuration: &'static str,
    datapath: &'static str,
    channel: &'static str,
}

const NEW: Paths = Paths {
    radio: "/interface/wifi",
    security: "/interface/wifi/security",
    configuration: "/interface/wifi/configuration",
    datapath: "/interface/wifi/datapath",
    channel: "/interface/wifi/channel",
};

const OLD: Paths = Paths {
    radio: "/interface/wifiwave2",
    security: "/interface/wifiwave2/security",
    configuration: "/interface/wifiwave2/configuration",
    datapath: "/interface/wifiwave2/datapath",
    channel: "/interface/wifiwave2/channel",
};

pub fn menus() -> Vec<Listed> {
    let new = set(&NEW).into_iter().map(|menu| menu.since(13));
    let old = set(&OLD).into_iter().map(|menu| menu.until(13));
    listed(new.chain(old).collect())
}

fn set(paths: &Paths) -> Vec<Menu> {
    vec![
        radio(paths),
        security(paths),
        configuration(paths),
        datapath(paths),
        channel(paths),
    ]
}

fn radio(paths: &Paths) -> Menu {
    Menu::new(paths.radio, Shape::List)
        .with(field("default-name", Kind::Text).read_only())
        .auto_named("wifi", "failure: already have device with such name")
        .with(field("radio-mac", Kind::Mac).read_only())
        .with(field(
            "master-interface",
            Kind::Ref(Space::Menu(paths.radio), &[]),
        ))
        .with(field("mac-address", Kind::Mac))
        .with(field("mtu", Kind::Number(32, 2290, &[])))
        .with(field("l2mtu", Kind::Number(1504, 2290, &[])).default("1560"))
        .with(field("arp", Kind::Word(ARP)).default("enabled"))
        .with(field("arp-timeout", Kind::Duration(&["auto"])).default("auto"))
        .with(field("disable-running-check", Kind::Bool).default("false"))
        .with(field(
            "configuration",
            Kind::Ref(Space::Menu(paths.configuration), &[]),
        ))
        .with(field(
            "security",
            Kind::Ref(Space::Menu(paths.security), &[]),
        ))
        .with(field(
            "datapath",
            Kind::Ref(Space::Menu(paths.datapath), &[]),
        ))
        .with(field("channel", Kind::Ref(Space::Menu(paths.channel), &[])))
        .with_all(inline("configuration", configuration_fields()))
        .with_all(inline("security", security_fields()))
        .with_all(inline("datapath", datapath_fields()))
        .with_all(inline("channel", channel_fields()))
        .disabled("true")
        .comment()
        .builtin("bound")
        .verbs(&["monitor", "scan", "reset-mac-address"])
        .rule(unique_name)
}

fn security(paths: &Paths) -> Menu {
    Menu::new(paths.security, Shape::List)
        .named(SAME_NAME)
        .with_all(security_fields())
        .disabled("false")
        .comment()
}

fn configuration(paths: &Paths) -> Menu {
    Menu::new(paths.configuration, Shape::List)
        .named(SAME_NAME)
        .with(field(
            "security",
            Kind::Ref(Space::Menu(paths.security), &[]),
        ))
        .with(field(
            "datapath",
            Kind::Ref(Space::Menu(paths.datapath), &[]),
        ))
        .with(field("channel", Kind::Ref(Space::Menu(paths.channel), &[])))
        .with_all(configuration_fields())
        .with_all(inline("security", security_fields()))
        .with_all(inline("datapath", datapath_fields()))
        .with_all(inline("channel", channel_fields()))
        .disabled("false")
        .comment()
}

fn datapath(paths: &Paths) -> Menu {
    Menu::new(paths.datapath, Shape::List)
        .named(SAME_NAME)
        .with_all(datapath_fields())
        .disabled("false")
        .comment()
}

fn channel(paths: &Paths) -> Menu {
    Menu::new(paths.channel, Shape::List)
        .named(SAME_NAME)
        .with_all(channel_fields())
        .disabled("false")
        .comment()
}

fn configuration_fields() -> Vec<Field> {
    let mut all = vec![
        field("mode", Kind::Word(MODES)),
        field("ssid", Kind::Text),
        field("country", Kind::Text),
        field("hide-ssid", Kind::Bool),
        field("installation", Kind::Word(&["indoor", "outdoor"])),
        field(
            "manager",
            Kind::Word(&["capsman", "capsman-or-local", "local"]),
        ),
        field("multicast-enhance", Kind::Word(&["disabled", "enabled"])),
        field("station-roaming", Kind::Bool),
        field("max-clients", Kind::Number(1, 2007, &[])).since(20),
    ];
    all.extend(fields("antenna-gain beacon-interval chains distance dtim-period hw-protection-mode qos-classifier tx-chains tx-power", Kind::Text));
    all
}

fn security_fields() -> Vec<Field> {
    let mut all = vec![
        field("authentication-types", Kind::Set(AUTHENTICATION)),
        field("encryption", Kind::Set(ENCRYPTION)),
        field("passphrase", Kind::Text).sensitive(),
        field("ft", Kind::Bool),
        field("ft-over-ds", Kind::Bool),
        field(
            "management-protection",
            Kind::Word(&["allowed", "disabled", "required"]),
        ),
        field("wps", Kind::Word(&["disable", "push-button"])),
        field("disable-pmkid", Kind::Bool),
        field("group-key-update", Kind::Duration(&[])),
        field("eap-password", Kind::Text).sensitive(),
    ];
    all.extend(fields("connect-group connect-priority dh-groups eap-anonymous-identity eap-certificate-mode eap-methods eap-tls-certificate eap-username ft-mobility-domain ft-nas-identifier group-encryption management-encryption multi-passphrase-group owe-transition-interface sae-anti-clogging-threshold sae-max-failure-rate sae-pwe", Kind::Text));
    all
}

fn datapath_fields() -> Vec<Field> {
    let mut all = vec![
        field(
            "bridge",
            Kind::Ref(Space::Menu("/interface/bridge"), &["none"]),
        ),
        field("client-isolation", Kind::Bool),
        field("vlan-id", Kind::Number(1, 4095, &["none"])),
        field(
            "interface-list",
            Kind::Ref(Space::Menu("/interface/list"), &[]),
        ),
    ];
    all.extend(fields(
        "bridge-cost bridge-horizon traffic-processing openflow-switch",
        Kind::Text,
    ));
    all
}

fn channel_fields() -> Vec<Field> {
    let mut all = vec![field("band", Kind::Word(BANDS))];
    all.extend(fields(
        "frequency width secondary-frequency skip-dfs-channels reselect-interval",
        Kind::Text,
    ));
    all
}

/// The fields of a profile given at the radio itself: `configuration.ssid`.
fn inline(profile: &'static str, fields: Vec<Field>) -> Vec<Field> {
    let name = |field: &Field| intern(format!("{profile}.{}", field.name));
    fields
        .into_iter()
        .map(|one| Field {
            name: name(&one).into(),
            ..one
        })
        .collect()
}

/// The table lives as long as the program, so its composed names may too.
fn intern(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
