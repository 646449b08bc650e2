//! Refusals in the router's own words (api-facts section 7).

use super::lab::Lab;

#[test]
fn refusals_have_the_routers_words() {
    let cases = [
        ("/ip/nothing/print", "", "no such command prefix"),
        ("/ip/pool/explode", "", "no such command"),
        (
            "/ip/hotspot/profile/enable",
            "numbers=default",
            "no such command",
        ),
        (
            "/ip/hotspot/add",
            "interface=bridge;colour=red",
            "unknown parameter colour",
        ),
        (
            "/ip/hotspot/user/add",
            "name=u;rate-limit=1M/1M",
            "unknown parameter rate-limit",
        ),
        (
            "/ip/hotspot/profile/add",
            "name=p;comment=x",
            "unknown parameter comment",
        ),
        (
            "/ip/hotspot/profile/add",
            "name=p;https-redirect=yes",
            "unknown parameter https-redirect",
        ),
        ("/ip/pool/set", ".id=*99;ranges=10.0.0.1", "no such item"),
        ("/ip/pool/remove", "numbers=nobody", "no such item"),
        ("/ip/pool/set", "ranges=10.0.0.1", "missing =.id="),
        ("/ip/hotspot/add", "name=h", "missing =interface="),
        ("/ip/pool/add", "name=p", "missing =ranges="),
        ("/ip/hotspot/user/add", "password=x", "missing =name="),
        (
            "/ip/hotspot/add",
            "interface=bridge9",
            "input does not match any value of interface",
        ),
        (
            "/ip/hotspot/add",
            "interface=ether",
            "ambiguous value of interface, more than one possible value matches input",
        ),
        (
            "/ip/hotspot/profile/add",
            "login-by=smoke",
            "input does not match any value of login-by",
        ),
        (
            "/ip/hotspot/walled-garden/add",
            "action=accept;dst-host=x",
            "input does not match any value of action",
        ),
        (
            "/ip/hotspot/walled-garden/ip/add",
            "action=allow;dst-host=x",
            "input does not match any value of action",
        ),
        (
            "/ip/pool/add",
            "name=p;ranges=10.0.0.300",
            "invalid value for argument ranges",
        ),
        (
            "/ip/address/add",
            "address=10.0.0.1/40;interface=ether1",
            "invalid value for argument address",
        ),
        (
            "/ip/hotspot/profile/add",
            "http-cookie-lifetime=soon",
            "invalid value for argument http-cookie-lifetime",
        ),
        (
            "/ip/address/add",
            "address=192.168.88.1/24;interface=ether1",
            "failure: already have such address",
        ),
        (
            "/interface/bridge/port/add",
            "bridge=bridge;interface=ether2",
            "failure: device already added as bridge port",
        ),
        (
            "/interface/bridge/add",
            "name=ether1",
            "failure: already have device with such name",
        ),
        (
            "/ip/pool/add",
            "name=default-dhcp;ranges=10.0.0.1",
            "item with such name already exists",
        ),
        (
            "/interface/list/member/add",
            "list=LAN;interface=bridge",
            "failure: already have such entry",
        ),
        (
            "/user/add",
            "name=admin;group=full",
            "failure: user with the same name already exists",
        ),
        (
            "/ip/hotspot/add",
            "interface=ether3",
            "failure: can not run hotspot on slave interface",
        ),
        (
            "/ip/firewall/filter/add",
            "chain=input;dst-port=80",
            "failure: ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp",
        ),
        (
            "/ip/firewall/filter/add",
            "action=accept",
            "missing =chain=",
        ),
        (
            "/ip/hotspot/profile/remove",
            "numbers=default",
            "failure: can not remove builtin item",
        ),
        (
            "/interface/ethernet/remove",
            "numbers=ether1",
            "no such command",
        ),
        ("/ip/service/add", "name=x", "no such command"),
        (
            "/queue/type/add",
            "name=t;kind=pcq;fq-codel-limit=5",
            "failure: fq-codel-limit can not be used with kind pcq",
        ),
        (
            "/system/identity/set",
            ".id=*1;name=x",
            "unknown parameter .id",
        ),
        ("/interface/wifi/print", "", "no such command prefix"),
        ("/ip/pool/print", "wishes=3", "unknown parameter wishes"),
        ("/ip/pool/get", ".id=*1;value-name=name", "no such command"),
    ];
    for (path, values, words) in cases {
        assert_eq!(Lab::hap().refused(path, values), words, "{path} {values}");
    }
}

#[test]
fn hotspot_users_are_unique_per_server() {
    let mut lab = Lab::hap();
    lab.add("/interface/bridge", "name=hs");
    lab.add("/interface/bridge", "name=hs2");
    lab.add("/ip/hotspot", "name=a;interface=hs");
    lab.add("/ip/hotspot", "name=b;interface=hs2");
    let twice = "failure: already have user with this name for this server";
    lab.add("/ip/hotspot/user", "name=x;server=a");
    lab.add("/ip/hotspot/user", "name=x;server=b");
    assert_eq!(
        lab.refused("/ip/hotspot/user/add", "name=x;server=a"),
        twice
    );
    assert_eq!(lab.refused("/ip/hotspot/user/add", "name=x"), twice);
    assert_eq!(
        lab.refused("/ip/hotspot/add", "interface=hs"),
        "failure: hotspot server on this interface already exists"
    );
}

#[test]
fn what_is_newer_than_the_version_is_unknown() {
    let cases = [
        (
            "7.15.3",
            "7.16",
            "/ip/service/set",
            "numbers=api;max-sessions=10",
            "unknown parameter max-sessions",
        ),
        (
            "7.14",
            "7.15",
            "/file/add",
            "name=x.txt;type=file",
            "unknown parameter type",
        ),
        (
            "7.16",
            "7.17",
            "/ip/dhcp-server/set",
            "numbers=defconf;address-lists=x",
            "unknown parameter address-lists",
        ),
        (
            "7.21",
            "7.21.3",
            "/ip/hotspot/user/add",
            "name=u;otp-secret=s",
            "unknown parameter otp-secret",
        ),
        (
            "7.20.8",
            "7.21",
            "/ip/firewall/filter/add",
            "chain=x;tos=8",
            "unknown parameter tos",
        ),
        (
            "7.19",
            "7.20",
            "/user/active/remove",
            ".id=*1",
            "no such command",
        ),
        ("7.12.1", "7.13", "/file/read", "file=x", "no such command"),
    ];
    for (before, since, path, values, words) in cases {
        assert_eq!(
            Lab::new("hAP ac2", before).refused(path, values),
            words,
            "{before} {path}"
        );
        let after = Lab::new("hAP ac2", since).run(path, values);
        assert!(
            after
                .as_ref()
                .map_or_else(|trap| trap.message == "no such item", |_| true),
            "{since} {path}: {after:?}"
        );
    }
    assert_eq!(
        Lab::new("hAP ax2", "7.13").refused("/interface/wifiwave2/print", ""),
        "no such command prefix"
    );
    assert_eq!(
        Lab::new("hAP ax2", "7.12.1").refused("/interface/wifi/print", ""),
        "no such command prefix"
    );
    assert_eq!(
        Lab::new("hAP ac2", "7.16").refused("/ip/firewall/nat/add", "chain=x;tls-host=y"),
        "unknown parameter tls-host"
    );
}
