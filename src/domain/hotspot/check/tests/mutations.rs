//! Every rule bites: a right configuration with one thing wrong is caught by the rule for it.

use super::*;
use Change::{Add, Drop, Swap};

/// One thing that is changed in the text of a configuration.
enum Change {
    /// Every occurrence of the first becomes the second.
    Swap(&'static str, &'static str),
    /// Every line that has it goes.
    Drop(&'static str),
    /// Statements more.
    Add(&'static str),
}

fn changed(text: &str, change: &Change) -> String {
    match change {
        Swap(from, to) => {
            assert!(text.contains(from), "no {from} in\n{text}");
            text.replace(from, to)
        }
        Drop(part) => {
            assert!(text.contains(part), "no {part} in\n{text}");
            text.lines()
                .filter(|line| !line.contains(part))
                .map(|line| format!("{line}\n"))
                .collect()
        }
        Add(more) => format!("{text}\n{more}\n"),
    }
}

const TABLE: &[(&str, &str, Change)] = &[
    // Interfaces
    (
        "interface-unknown",
        "basic",
        Swap("interface=\"ether3\"", "interface=\"ether9\""),
    ),
    (
        "interface-unknown",
        "vlan",
        Drop("name=\"hd-shop-staff-wlan1\""),
    ),
    (
        "interface-unknown",
        "basic",
        Swap(
            "out-interface-list=\"hd-shop-wan\" comment=\"hotspotd:shop:masquerade\"",
            "out-interface=\"ether8\" comment=\"hotspotd:shop:masquerade\"",
        ),
    ),
    (
        "port-in-two-bridges",
        "basic",
        Add(
            "/interface bridge port\nadd bridge=hd-shop-mgmt interface=ether2 comment=\"hotspotd:shop:twice\"",
        ),
    ),
    (
        "hotspot-on-member-port",
        "basic",
        Swap(
            "interface=\"hd-shop-guest\" profile",
            "interface=\"ether2\" profile",
        ),
    ),
    (
        "hotspot-on-uplink",
        "basic",
        Swap(
            "interface=\"hd-shop-guest\" profile",
            "interface=\"ether1\" profile",
        ),
    ),
    (
        "hotspot-on-uplink",
        "vlan",
        Swap(
            "interface=\"hd-shop-guest\" profile",
            "interface=\"hd-shop-uplink\" profile",
        ),
    ),
    (
        "two-hotspots-on-interface",
        "vlan",
        Swap(
            "interface=\"hd-shop-staff\" profile",
            "interface=\"hd-shop-guest\" profile",
        ),
    ),
    (
        "uplink-is-member-port",
        "basic",
        Add(
            "/interface bridge port\nadd bridge=hd-shop-guest interface=ether1 comment=\"hotspotd:shop:wan-too\"",
        ),
    ),
    (
        "uplink-is-member-port",
        "vlan",
        Add(
            "/interface bridge port\nadd bridge=hd-shop-trunk interface=ether1 comment=\"hotspotd:shop:wan-too\"",
        ),
    ),
    (
        "vlan-on-member-port",
        "vlan",
        Swap(
            "name=\"hd-shop-guest\" interface=\"hd-shop-trunk\"",
            "name=\"hd-shop-guest\" interface=\"ether2\"",
        ),
    ),
    // Names
    (
        "reference-unknown",
        "basic",
        Drop("hotspotd:shop:list-management"),
    ),
    (
        "reference-unknown",
        "basic",
        Swap(
            "address-pool=\"hd-shop-guest\"",
            "address-pool=\"hd-shop-gast\"",
        ),
    ),
    (
        "reference-unknown",
        "basic",
        Drop("hotspotd:shop:bridge-guest"),
    ),
    (
        "hotspot-profile-missing",
        "basic",
        Swap("profile=\"hd-shop-guest\"", "profile=\"hd-shop-gast\""),
    ),
    (
        "hotspot-profile-missing",
        "basic",
        Swap("profile=\"hd-shop-guest\" ", ""),
    ),
    ("queue-type-unknown", "basic", Drop("kind=\"fq-codel\"")),
    (
        "queue-kind-unknown",
        "basic",
        Swap("kind=\"fq-codel\"", "kind=\"fq\""),
    ),
    // VLANs
    (
        "bridge-not-tagged",
        "vlan",
        Swap(
            "vlan-ids=88 tagged=\"hd-shop-trunk,ether2,ether3\"",
            "vlan-ids=88 tagged=\"ether2,ether3\"",
        ),
    ),
    ("bridge-not-tagged", "vlan", Drop("hotspotd:shop:vlan-50")),
    (
        "bridge-not-tagged",
        "vlan",
        Swap("vlan-ids=51", "vlan-ids=52-60"),
    ),
    ("pvid-without-vlan", "vlan", Swap("pvid=50", "pvid=60")),
    (
        "trunk-port-without-vlan",
        "vlan",
        Swap("hd-shop-trunk,ether2,ether3", "hd-shop-trunk,ether2"),
    ),
    (
        "vlan-filtering-off",
        "vlan",
        Swap("vlan-filtering=yes", "vlan-filtering=no"),
    ),
    ("vlan-filtering-off", "vlan", Swap("vlan-filtering=yes", "")),
    (
        "vlan-member-not-in-bridge",
        "vlan",
        Drop("hotspotd:shop:port-ether3"),
    ),
    // Addresses
    (
        "address-invalid",
        "basic",
        Swap("address=\"10.5.50.1/24\"", "address=\"10.5.50.0/24\""),
    ),
    (
        "addresses-overlap",
        "basic",
        Swap("address=\"10.5.50.1/24\"", "address=\"192.168.88.129/25\""),
    ),
    (
        "addresses-overlap",
        "vlan",
        Swap("address=\"10.5.51.1/24\"", "address=\"10.5.50.2/24\""),
    ),
    (
        "hotspot-without-address",
        "basic",
        Drop("address=\"10.5.50.1/24\""),
    ),
    (
        "hotspot-address-elsewhere",
        "basic",
        Swap(
            "hotspot-address=\"10.5.50.1\"",
            "hotspot-address=\"192.168.88.1\"",
        ),
    ),
    (
        "hotspot-address-missing",
        "basic",
        Swap("hotspot-address=\"10.5.50.1\"", ""),
    ),
    // What devices are handed
    (
        "pool-invalid",
        "basic",
        Swap(
            "ranges=\"10.5.50.10-10.5.50.254\"",
            "ranges=\"10.5.50.254-10.5.50.10\"",
        ),
    ),
    (
        "pool-invalid",
        "basic",
        Swap("ranges=\"10.5.50.10-10.5.50.254\"", "ranges=\"\""),
    ),
    (
        "pool-outside-network",
        "basic",
        Swap("10.5.50.10-10.5.50.254", "10.5.50.10-10.5.51.20"),
    ),
    (
        "pool-outside-network",
        "basic",
        Swap("10.5.50.10-10.5.50.254", "10.5.50.10-10.5.50.255"),
    ),
    (
        "pool-outside-network",
        "basic",
        Swap("10.5.50.10-10.5.50.254", "10.6.0.2-10.6.0.9"),
    ),
    (
        "pool-holds-router-address",
        "basic",
        Swap("10.5.50.10-10.5.50.254", "10.5.50.1-10.5.50.254"),
    ),
    (
        "pools-overlap",
        "vlan",
        Swap("10.5.51.10-10.5.51.254", "10.5.50.200-10.5.50.220"),
    ),
    (
        "dhcp-pool-of-another-network",
        "basic",
        Swap(
            "address-pool=\"hd-shop-guest\"",
            "address-pool=\"hd-shop-management\"",
        ),
    ),
    (
        "dhcp-network-missing",
        "basic",
        Drop("address=\"10.5.50.0/24\""),
    ),
    (
        "dhcp-gateway-not-router",
        "basic",
        Swap("gateway=\"10.5.50.1\"", "gateway=\"10.5.50.254\""),
    ),
    (
        "dhcp-gateway-not-router",
        "basic",
        Swap("gateway=\"10.5.50.1\"", "gateway=\"192.168.88.1\""),
    ),
    (
        "dhcp-gateway-not-router",
        "basic",
        Swap("gateway=\"10.5.50.1\"", ""),
    ),
    (
        "dhcp-dns-outside-network",
        "basic",
        Swap("dns-server=\"10.5.50.1\"", "dns-server=\"8.8.8.8\""),
    ),
    (
        "hotspot-without-dhcp",
        "basic",
        Drop("name=\"hd-shop-guest\" interface=\"hd-shop-guest\" address-pool=\"hd"),
    ),
    (
        "hotspot-without-dhcp",
        "basic",
        Swap(
            "lease-time=\"1h\" disabled=no",
            "lease-time=\"1h\" disabled=yes",
        ),
    ),
    (
        "resolver-closed",
        "basic",
        Swap("allow-remote-requests=yes", "allow-remote-requests=no"),
    ),
    (
        "resolver-without-servers",
        "basic",
        Swap("use-peer-dns=yes", "use-peer-dns=no"),
    ),
    // Sign-in
    (
        "dns-name-missing",
        "basic",
        Swap("dns-name=\"wifi.lan\"", ""),
    ),
    ("dns-name-not-full", "basic", Swap("wifi.lan", "wifi")),
    ("dns-name-not-full", "basic", Swap("wifi.lan", "wi_fi.lan")),
    ("dns-name-shared", "vlan", Swap("rooms.lan", "wifi.lan")),
    ("dns-name-local", "basic", Swap("wifi.lan", "wifi.Local")),
    (
        "login-by-unknown",
        "basic",
        Swap("login-by=\"http-pap", "login-by=\"pap,http-pap"),
    ),
    (
        "login-cookie-alone",
        "basic",
        Swap("http-pap,mac-cookie,trial", "cookie,trial"),
    ),
    (
        "login-cookie-alone",
        "vlan",
        Swap("http-pap,mac-cookie", "mac-cookie"),
    ),
    (
        "login-https-without-certificate",
        "basic",
        Swap("http-pap,", "http-pap,https,"),
    ),
    (
        "login-trial-without-profile",
        "basic",
        Swap("trial-user-profile=\"hd-shop-pole\"", ""),
    ),
    (
        "login-trial-without-profile",
        "basic",
        Swap("trial-uptime-limit=\"10m\"", ""),
    ),
    (
        "login-trial-without-profile",
        "basic",
        Swap(
            "trial-user-profile=\"hd-shop-pole\"",
            "trial-user-profile=default",
        ),
    ),
    (
        "html-directory-not-kept",
        "basic",
        Swap("flash/hotspot", "hotspot"),
    ),
    (
        "html-directory-not-kept",
        "basic",
        Swap("html-directory=\"flash/hotspot\"", ""),
    ),
    // Speeds
    ("rate-limit-invalid", "vlan", Swap("2M/5M", "2M/5Mb")),
    (
        "rate-limit-invalid",
        "vlan",
        Swap("2M/5M", "2M/5M 0/0 0/0 0/0 9"),
    ),
    (
        "rate-limit-invalid",
        "vlan",
        Swap("2M/5M", "2M/5M 0/0 0/0 0/0 8 1M/1M 7"),
    ),
    ("rate-limit-direction", "vlan", Swap("2M/5M", "5M/2M")),
    ("rate-limit-burst", "basic", Swap("3M/8M", "3M/4M")),
    ("rate-limit-burst", "basic", Swap("1500k/4M", "1500k/8M")),
    ("rate-limit-burst", "basic", Swap("10/10", "0/0")),
    (
        "rate-limit-minimum",
        "vlan",
        Swap("2M/5M", "2M/5M 0/0 0/0 0/0 8 3M/3M"),
    ),
    (
        "shared-users-invalid",
        "vlan",
        Swap("shared-users=1", "shared-users=0"),
    ),
    (
        "shared-users-invalid",
        "vlan",
        Swap("shared-users=1", "shared-users=many"),
    ),
    // Walled garden
    (
        "garden-action",
        "basic",
        Swap("action=allow", "action=accept"),
    ),
    (
        "garden-action",
        "basic",
        Swap("action=accept dst-host", "action=allow dst-host"),
    ),
    (
        "garden-open",
        "basic",
        Swap("dst-host=\"*.pesapal.com\"", "dst-host=\"*\""),
    ),
    (
        "garden-open",
        "basic",
        Swap(
            "dst-address=\"192.168.88.2\" protocol=tcp dst-port=8080 comment=\"hotspotd:shop:portal\"",
            "comment=\"hotspotd:shop:portal\"",
        ),
    ),
    (
        "garden-probe-host",
        "basic",
        Swap(
            "dst-host=\"www.example.org\"",
            "dst-host=\"captive.apple.com\"",
        ),
    ),
    (
        "garden-probe-host",
        "basic",
        Swap("dst-host=\"www.example.org\"", "dst-host=\"*.gstatic.com\""),
    ),
    (
        "garden-probe-host",
        "basic",
        Swap(
            "dst-host=\"www.example.org\"",
            "dst-host=\":msftconnecttest\\\\.com\\$\"",
        ),
    ),
    (
        "garden-unreachable",
        "basic",
        Drop("hotspotd:shop:forward-portal"),
    ),
    // hotspotd's own way in
    (
        "access-service-disabled",
        "basic",
        Swap(
            "name=\"api-ssl\"] disabled=no",
            "name=\"api-ssl\"] disabled=yes",
        ),
    ),
    (
        "access-service-address",
        "basic",
        Swap("address=\"192.168.88.2/32\"", "address=\"192.168.88.3/32\""),
    ),
    (
        "access-service-port",
        "basic",
        Swap(
            "name=\"api-ssl\"] disabled=no",
            "name=\"api-ssl\"] disabled=no port=18729",
        ),
    ),
    (
        "access-firewall",
        "vlan",
        Swap(
            "action=drop connection-state=invalid",
            "action=drop protocol=tcp",
        ),
    ),
    (
        "access-firewall",
        "basic",
        Swap(
            "action=accept connection-state=established,related,untracked comment",
            "action=reject connection-state=established comment",
        ),
    ),
    (
        "access-firewall-order",
        "basic",
        Swap(
            "jump-target=\"hd-shop-input\" place-before=0",
            "jump-target=\"hd-shop-input\"",
        ),
    ),
    (
        "access-network-lost",
        "basic",
        Drop("comment=\"hotspotd:shop:management\""),
    ),
    (
        "access-interface-disabled",
        "basic",
        Swap(
            "name=\"hd-shop-mgmt\"",
            "name=\"hd-shop-mgmt\" disabled=yes",
        ),
    ),
    ("access-behind-hotspot", "addon", Drop("type=bypassed")),
    (
        "access-behind-hotspot",
        "addon",
        Swap("type=bypassed", "type=blocked"),
    ),
    (
        "access-behind-hotspot",
        "addon",
        Swap("address=\"192.168.88.2\"", "address=\"192.168.88.3\""),
    ),
    (
        "access-behind-hotspot",
        "basic",
        Swap(
            "interface=\"hd-shop-guest\" profile",
            "interface=\"hd-shop-mgmt\" profile",
        ),
    ),
    // Traffic
    ("no-masquerade", "basic", Drop("action=masquerade")),
    (
        "no-masquerade",
        "vlan",
        Swap(
            "list=\"hd-shop-wan\" interface=\"hd-shop-pppoe\"",
            "list=\"hd-shop-wan\" interface=\"hd-shop-uplink\"",
        ),
    ),
    (
        "no-masquerade",
        "basic",
        Swap(
            "action=masquerade",
            "action=masquerade src-address=192.168.88.0/24",
        ),
    ),
    ("open-resolver", "basic", Drop("hotspotd:shop:input-rest")),
    (
        "open-resolver",
        "basic",
        Swap(
            "in-interface-list=\"hd-shop-hotspot\" protocol=udp",
            "protocol=udp",
        ),
    ),
    (
        "open-resolver",
        "basic",
        Swap(
            "action=drop comment=\"hotspotd:shop:input-rest\"",
            "action=drop protocol=udp comment=\"hotspotd:shop:input-rest\"",
        ),
    ),
    (
        "management-open",
        "basic",
        Swap("action=accept protocol=icmp", "action=accept"),
    ),
    (
        "management-open",
        "basic",
        Swap("dst-port=53,80,", "dst-port=22,53,80,"),
    ),
    (
        "fasttrack",
        "addon",
        Drop("hotspotd:shop:forward-from-customers"),
    ),
    (
        "fasttrack",
        "addon",
        Drop("hotspotd:shop:forward-to-customers"),
    ),
    ("fasttrack", "addon", Swap("place-before=0", "")),
    (
        "fasttrack",
        "addon",
        Swap(
            "action=jump jump-target=\"hd-shop-forward\"",
            "action=fasttrack-connection",
        ),
    ),
    (
        "fasttrack",
        "addon",
        Drop("list=\"hd-shop-hotspot\" interface=\"bridge\""),
    ),
    (
        "customers-cut-off",
        "basic",
        Drop("hotspotd:shop:forward-internet"),
    ),
    (
        "customers-cut-off",
        "basic",
        Drop("hotspotd:shop:forward-to-customers"),
    ),
    (
        "customers-cut-off",
        "basic",
        Swap(
            "action=accept connection-state=established,related,untracked out",
            "action=drop connection-state=established,related,untracked out",
        ),
    ),
    (
        "customers-reach-management",
        "basic",
        Drop("hotspotd:shop:forward-customers-rest"),
    ),
    (
        "sign-in-blocked",
        "basic",
        Swap("dst-port=53,67", "dst-port=53"),
    ),
    (
        "sign-in-blocked",
        "basic",
        Drop("hotspotd:shop:input-customers-tcp"),
    ),
    // Whatever else
    (
        "secret-empty",
        "vlan",
        Swap("password=\"siri\"", "password=\"\""),
    ),
    (
        "secret-empty",
        "vlan",
        Swap("cHJpdmF0ZSBrZXkgb2YgdGhlIHJvdXRlciBpbiB0ZXN0cw\\3D", ""),
    ),
    (
        "mark-of-another-site",
        "basic",
        Swap("hotspotd:shop:radio-wlan1", "hotspotd:duka:radio-wlan1"),
    ),
];

/// Rules that no change of the text can break; each has a test of its own in `on_router.rs`.
const ELSEWHERE: [&str; 8] = [
    "access-address-changed",
    "access-port-moved",
    "device-mode",
    "html-directory-needless-flash",
    "licence",
    "row-not-on-router",
    "row-of-another-site",
    "user-row",
];

#[test]
fn every_mutation_is_caught_by_its_rule() {
    let mut missed = String::new();
    for (index, (rule, base, change)) in TABLE.iter().enumerate() {
        let site = site(base);
        let findings = judge(
            &desired(&changed(&rendered(&site), change)),
            &router(),
            &site.access,
        );
        if !findings.iter().any(|finding| finding.rule == *rule) {
            missed += &format!("{index} {rule} on {base}: only\n{}", lines(&findings));
        }
        for finding in &findings {
            assert!(
                RULES.iter().any(|(known, _)| *known == finding.rule),
                "{} is not in RULES",
                finding.rule
            );
        }
    }
    assert!(missed.is_empty(), "{missed}");
}

#[test]
fn every_rule_has_a_mutation() {
    for (rule, _) in RULES {
        let tested = TABLE.iter().any(|(tested, ..)| tested == rule);
        assert!(tested != ELSEWHERE.contains(rule), "{rule}");
    }
    let mut names: Vec<&str> = RULES.iter().map(|(rule, _)| *rule).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}
