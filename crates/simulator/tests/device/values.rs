//! Values as the router writes them back (api-facts section 5).

use proptest::prelude::*;
use simulator::device::Outcome;

use super::lab::Lab;

#[test]
fn what_goes_in_comes_out_in_the_routers_form() {
    let cases = [
        (
            "/ip/hotspot/profile",
            "name=p;http-cookie-lifetime=30d",
            "http-cookie-lifetime",
            "4w2d",
        ),
        (
            "/ip/hotspot/profile",
            "name=p;http-cookie-lifetime=24:00:00",
            "http-cookie-lifetime",
            "1d",
        ),
        (
            "/ip/hotspot/profile",
            "name=p;login-by=http-chap,cookie",
            "login-by",
            "cookie,http-chap",
        ),
        (
            "/ip/hotspot/profile",
            "name=p;use-radius=yes",
            "use-radius",
            "true",
        ),
        ("/ip/hotspot/profile", "name=p", "html-directory", "hotspot"),
        ("/ip/hotspot/profile", "name=p", "trial-uptime-limit", "30m"),
        (
            "/ip/hotspot/user/profile",
            "name=p;rate-limit=512k/1M",
            "rate-limit",
            "512k/1M",
        ),
        (
            "/ip/hotspot/user/profile",
            "name=p;session-timeout=90000",
            "session-timeout",
            "1d1h",
        ),
        (
            "/ip/hotspot/user/profile",
            "name=p",
            "keepalive-timeout",
            "2m",
        ),
        (
            "/ip/hotspot/user",
            "name=u;limit-uptime=1d 02:00:00",
            "limit-uptime",
            "1d2h",
        ),
        (
            "/ip/hotspot/user",
            "name=u;limit-bytes-total=1G",
            "limit-bytes-total",
            "1073741824",
        ),
        (
            "/ip/hotspot/user",
            "name=u;mac-address=aa:bb:cc:dd:ee:ff",
            "mac-address",
            "AA:BB:CC:DD:EE:FF",
        ),
        (
            "/queue/simple",
            "name=q;target=10.5.50.9;max-limit=5M/10M",
            "max-limit",
            "5000000/10000000",
        ),
        (
            "/queue/simple",
            "name=q;target=10.5.50.9;max-limit=10M",
            "max-limit",
            "10000000/10000000",
        ),
        (
            "/queue/simple",
            "name=q;target=10.5.50.9",
            "target",
            "10.5.50.9/32",
        ),
        (
            "/queue/simple",
            "name=q;target=10.5.50.9;priority=8",
            "priority",
            "8/8",
        ),
        (
            "/queue/type",
            "name=t;kind=fq-codel;fq-codel-target=5ms",
            "fq-codel-target",
            "5ms",
        ),
        (
            "/ip/address",
            "address=10.5.50.1/24;interface=ether1",
            "network",
            "10.5.50.0",
        ),
        (
            "/ip/address",
            "address=10.5.50.1;interface=ether1",
            "address",
            "10.5.50.1/32",
        ),
        (
            "/ip/address",
            "address=10.5.51.1/24;interface=ether2",
            "actual-interface",
            "bridge",
        ),
        (
            "/ip/dhcp-server/network",
            "address=10.5.50.7/24",
            "address",
            "10.5.50.0/24",
        ),
        (
            "/ip/firewall/filter",
            "chain=x;connection-state=related,established",
            "connection-state",
            "established,related",
        ),
        (
            "/ip/firewall/filter",
            "chain=x;src-address=10.0.0.1/32",
            "src-address",
            "10.0.0.1",
        ),
        (
            "/ip/firewall/filter",
            "chain=x;protocol=tcp;dst-port=80, 443",
            "dst-port",
            "80,443",
        ),
        (
            "/ip/firewall/filter",
            "chain=x;in-interface-list=!LAN",
            "in-interface-list",
            "!LAN",
        ),
        (
            "/user/group",
            "name=g;policy=write,read",
            "policy",
            "read,write,!local,!telnet,!ssh,!ftp,!reboot,!policy,!test,!winbox,!password,!web,!sniff,!sensitive,!api,!romon,!rest-api",
        ),
        (
            "/interface/bridge/port",
            "bridge=bridge;interface=ether1;edge=yes",
            "edge",
            "yes",
        ),
        (
            "/ip/hotspot/ip-binding",
            "mac-address=aabbccddeeff;type=bypassed",
            "mac-address",
            "AA:BB:CC:DD:EE:FF",
        ),
        (
            "/system/scheduler",
            "name=s;interval=90s;on-event=:log info x",
            "interval",
            "1m30s",
        ),
        (
            "/interface/wifi/security",
            "name=s;authentication-types=wpa3-psk,wpa2-psk",
            "authentication-types",
            "wpa2-psk,wpa3-psk",
        ),
    ];
    for (menu, values, field, printed) in cases {
        let mut lab = if menu.contains("wifi") {
            Lab::new("hAP ax2", "7.21.5")
        } else {
            Lab::hap()
        };
        let id = lab.add(menu, values);
        assert_eq!(
            lab.field(menu, &id, field).as_deref(),
            Some(printed),
            "{menu} {values}"
        );
        assert!(
            lab.field(menu, &id, "disabled")
                .is_none_or(|value| value == "true" || value == "false")
        );
    }
}

#[test]
fn a_unique_beginning_of_a_name_is_completed() {
    let mut lab = Lab::hap();
    let id = lab.add("/ip/hotspot/user/profile", "name=up;address-pool=default-d");
    assert_eq!(
        lab.field("/ip/hotspot/user/profile", &id, "address-pool")
            .as_deref(),
        Some("default-dhcp")
    );
}

#[test]
fn references_follow_renames_and_dangle_after_removals() {
    let mut lab = Lab::hap();
    lab.add("/ip/pool", "name=p1;ranges=10.0.0.2-10.0.0.9");
    let pool = lab.field("/ip/pool", "p1", ".id").unwrap();
    lab.add("/ip/hotspot/user/profile", "name=up;address-pool=p1");
    lab.ok("/ip/pool/set", "numbers=p1;name=p2");
    assert_eq!(
        lab.field("/ip/hotspot/user/profile", "up", "address-pool")
            .as_deref(),
        Some("p2")
    );
    lab.ok("/ip/pool/remove", "numbers=p2");
    assert_eq!(
        lab.field("/ip/hotspot/user/profile", "up", "address-pool"),
        Some(pool)
    );
}

#[test]
fn unset_fields_are_absent_and_clearing_brings_that_back() {
    let mut lab = Lab::hap();
    let id = lab.add(
        "/ip/firewall/filter",
        "chain=x;src-address=10.0.0.1;comment=c",
    );
    assert_eq!(lab.field("/ip/firewall/filter", &id, "dst-port"), None);
    lab.ok(
        "/ip/firewall/filter/set",
        &format!(".id={id};!src-address=;comment="),
    );
    assert_eq!(lab.field("/ip/firewall/filter", &id, "src-address"), None);
    assert_eq!(lab.field("/ip/firewall/filter", &id, "comment"), None);
    lab.add("/ip/hotspot/user/profile", "name=up;idle-timeout=5m");
    lab.ok(
        "/ip/hotspot/user/profile/unset",
        "numbers=up;value-name=idle-timeout",
    );
    assert_eq!(
        lab.field("/ip/hotspot/user/profile", "up", "idle-timeout")
            .as_deref(),
        Some("none")
    );
}

#[test]
fn the_same_value_written_otherwise_is_no_write() {
    let mut lab = Lab::hap();
    lab.add(
        "/ip/hotspot/user/profile",
        "name=up;session-timeout=1d;shared-users=2",
    );
    let before = (lab.device.writes(), lab.device.commands());
    lab.ok(
        "/ip/hotspot/user/profile/set",
        "numbers=up;session-timeout=24h;shared-users=2;keepalive-timeout=120",
    );
    assert_eq!(
        (lab.device.writes(), lab.device.commands()),
        (before.0, before.1 + 1)
    );
    lab.ok("/ip/hotspot/user/profile/set", "numbers=up;shared-users=3");
    assert_eq!(lab.device.writes(), before.0 + 1);
}

proptest! {
    #[test]
    fn text_comes_back_byte_for_byte(text in "\\PC{1,40}|[\\x00-\\x7f]{1,20}") {
        let mut lab = Lab::hap();
        let who = lab.who.clone();
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        let user = [pair("name", &text), pair("comment", &text), pair("password", &text), pair("email", &text)];
        let added = lab.device.run(&who, "/ip/hotspot/user/add", &user).unwrap();
        let Outcome::Done { ret: Some(id) } = added else { panic!("no id") };
        for field in ["name", "comment", "password", "email"] {
            prop_assert_eq!(lab.field("/ip/hotspot/user", &id, field), Some(text.clone()));
        }
        lab.device.run(&who, "/system/identity/set", &[pair("name", &text)]).unwrap();
        let identity = lab.device.rows("/system/identity");
        prop_assert_eq!(identity[0].get("name"), Some(text.as_str()));
    }

    #[test]
    fn no_command_panics(path in "(/[a-z-]{1,12}){1,4}", names in prop::collection::vec(("[.!a-z-]{0,14}", "\\PC{0,20}"), 0..6)) {
        let mut lab = Lab::hap();
        let who = lab.who.clone();
        let attributes: Vec<(String, String)> = names;
        let _ = lab.device.run(&who, &path, &attributes);
    }
}
