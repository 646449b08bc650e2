//! Radios of the legacy driver: `/interface/wireless`.

use super::super::kind::{Kind, Space};
use super::super::menu::{Menu, Shape, field, fields};
use super::interface::{ARP, unique_name};
use super::{Listed, SAME_NAME, listed};

const MODES: &[&str] = &[
    "alignment-only",
    "ap-bridge",
    "bridge",
    "nstreme-dual-slave",
    "station",
    "station-bridge",
    "station-pseudobridge",
    "station-pseudobridge-clone",
    "station-wds",
    "wds-slave",
];
const BANDS: &[&str] = &[
    "2ghz-b",
    "2ghz-b/g",
    "2ghz-b/g/n",
    "2ghz-g/n",
    "2ghz-onlyg",
    "2ghz-onlyn",
    "5ghz-a",
    "5ghz-a/n",
    "5ghz-a/n/ac",
    "5ghz-n/ac",
    "5ghz-onlyac",
    "5ghz-onlyn",
];
const PROFILES: Space = Space::Menu("/interface/wireless/security-profiles");

pub fn menus() -> Vec<Listed> {
    listed(vec![radio(), security()])
}

fn radio() -> Menu {
    Menu::new("/interface/wireless", Shape::List)
        .with(field("default-name", Kind::Text).read_only())
        .auto_named("wlan", "failure: already have device with such name")
        .with(field("mtu", Kind::Number(32, 2290, &[])).default("1500"))
        .with(field("l2mtu", Kind::Number(32, 2290, &[])).default("1600"))
        .with(field("mac-address", Kind::Mac))
        .with(field("arp", Kind::Word(ARP)).default("enabled"))
        .with(field("mode", Kind::Word(MODES)).default("station"))
        .with(field("ssid", Kind::Text).default("MikroTik"))
        .with(field("band", Kind::Word(BANDS)))
        .with(field("channel-width", Kind::Text).default("20mhz"))
        .with(field("frequency", Kind::Number(1, 65535, &["auto"])).default("auto"))
        .with(field("frequency-mode", Kind::Word(&["manual-txpower", "regulatory-domain", "superchannel"])).default("regulatory-domain"))
        .with(field("country", Kind::Text).default("etsi"))
        .with(field("installation", Kind::Word(&["any", "indoor", "outdoor"])).default("any"))
        .with(field("wireless-protocol", Kind::Word(&["802.11", "any", "nstreme", "nv2", "nv2-nstreme", "nv2-nstreme-802.11", "unspecified"])).default("any"))
        .with(field("security-profile", Kind::Ref(PROFILES, &[])).default("default"))
        .with(field("master-interface", Kind::Ref(Space::Menu("/interface/wireless"), &[])))
        .with(field("hide-ssid", Kind::Bool).default("false"))
        .with(field("default-authentication", Kind::Bool).default("true"))
        .with(field("default-forwarding", Kind::Bool).default("true"))
        .with(field("distance", Kind::Text).default("dynamic"))
        .with(field("wps-mode", Kind::Word(&["disabled", "push-button", "push-button-virtual-only"])).default("push-button"))
        .with(field("bridge-mode", Kind::Word(&["disabled", "enabled"])).default("enabled"))
        .with(field("vlan-mode", Kind::Word(&["no-tag", "use-service-tag", "use-tag"])).default("no-tag"))
        .with(field("vlan-id", Kind::Number(1, 4095, &[])).default("1"))
        .with(field("multicast-helper", Kind::Word(&["default", "disabled", "dhcp", "full"])).default("default"))
        .with(field("nv2-preshared-key", Kind::Text).sensitive())
        .with_all(fields("adaptive-noise-immunity allow-sharedkey ampdu-priorities amsdu-limit amsdu-threshold antenna-gain antenna-mode area arp-timeout basic-rates-a/g basic-rates-b burst-time compression default-ap-tx-limit default-client-tx-limit disable-running-check disconnect-timeout frame-lifetime frequency-offset guard-interval ht-basic-mcs ht-supported-mcs hw-fragmentation-threshold hw-protection-mode hw-protection-threshold hw-retries interworking-profile keepalive-frames max-station-count multicast-buffering noise-floor-threshold nv2-cell-radius nv2-downlink-ratio nv2-mode nv2-noise-floor-offset nv2-qos nv2-queue-count nv2-security nv2-sync-secret on-fail-retry-time preamble-mode prism-cardtype radio-name rate-selection rate-set rx-chains scan-list secondary-frequency skip-dfs-channels station-bridge-clone-mac station-roaming supported-rates-a/g supported-rates-b tdma-period-size tx-chains tx-power tx-power-mode update-stats-interval vht-basic-mcs vht-supported-mcs wds-cost-range wds-default-bridge wds-default-cost wds-ignore-ssid wds-mode wmm-support", Kind::Text))
        .disabled("true")
        .comment()
        .builtin("bound")
        .verbs(&["monitor", "scan", "reset-mac-address", "reset-configuration"])
        .rule(unique_name)
}

fn security() -> Menu {
    Menu::new("/interface/wireless/security-profiles", Shape::List)
        .named(SAME_NAME)
        .with(field("mode", Kind::Word(&["dynamic-keys", "none", "static-keys-optional", "static-keys-required"])).default("none"))
        .with(field("authentication-types", Kind::Set(&["wpa-psk", "wpa2-psk", "wpa-eap", "wpa2-eap"])).default(""))
        .with(field("unicast-ciphers", Kind::Set(&["tkip", "aes-ccm"])).default("aes-ccm"))
        .with(field("group-ciphers", Kind::Set(&["tkip", "aes-ccm"])).default("aes-ccm"))
        .with(field("wpa-pre-shared-key", Kind::Text).default("").sensitive())
        .with(field("wpa2-pre-shared-key", Kind::Text).default("").sensitive())
        .with(field("supplicant-identity", Kind::Text).default("MikroTik"))
        .with(field("group-key-update", Kind::Duration(&[])).default("5m"))
        .with(field("disable-pmkid", Kind::Bool).default("false"))
        .with(field("management-protection", Kind::Word(&["allowed", "disabled", "required"])).default("disabled"))
        .with(field("management-protection-key", Kind::Text).default("").sensitive())
        .with_all(fields("eap-methods interim-update mschapv2-username radius-called-format radius-eap-accounting radius-mac-accounting radius-mac-authentication radius-mac-caching radius-mac-format radius-mac-mode static-algo-0 static-algo-1 static-algo-2 static-algo-3 static-sta-private-algo static-transmit-key tls-certificate tls-mode", Kind::Text))
        .with(field("mschapv2-password", Kind::Text).sensitive())
        .with(field("static-key-0", Kind::Text).sensitive())
        .with(field("static-key-1", Kind::Text).sensitive())
        .with(field("static-key-2", Kind::Text).sensitive())
        .with(field("static-key-3", Kind::Text).sensitive())
        .with(field("static-sta-private-key", Kind::Text).sensitive())
        .comment()
        .builtin("default")
}
