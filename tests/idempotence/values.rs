//! One value, two spellings.

use hotspotd::domain::routeros::value::Kind;

use crate::bench::{PROFILE, other, profile, same, settles};

#[tokio::test(flavor = "multi_thread")]
async fn bug_1_yes_is_true() {
    same(
        PROFILE,
        "add name=hd-s-p add-mac-cookie=yes",
        "name=hd-s-p|add-mac-cookie=true",
    );
    same(
        PROFILE,
        "add name=hd-s-p add-mac-cookie=no",
        "name=hd-s-p|add-mac-cookie=false",
    );
    other(
        PROFILE,
        "add name=hd-s-p add-mac-cookie=no",
        "name=hd-s-p|add-mac-cookie=true",
        "add-mac-cookie",
    );
    // In a list of words `yes` is a word: a router that says `true` says something else.
    let authoritative = "add name=d interface=i authoritative=yes comment=hotspotd:s:d";
    let answer = "name=d|interface=i|comment=hotspotd:s:d|authoritative=";
    same("/ip/dhcp-server", authoritative, &format!("{answer}yes"));
    other(
        "/ip/dhcp-server",
        authoritative,
        &format!("{answer}after-2sec-delay"),
        "authoritative",
    );
    settles("/ip hotspot user profile\nadd name=hd-s-p add-mac-cookie=yes transparent-proxy=no\n/ip dns\nset allow-remote-requests=yes\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_2_units_of_rates() {
    for (wanted, answer) in [
        ("2M/5M", "2000k/5000k"),
        ("2M/5M", "2000000/5000000"),
        ("25000000", "25M/25M"),
        ("1M/2M 2M/4M 512k/1M 10s", "1M/2M 2M/4M 512k/1M 10/10"),
    ] {
        assert!(
            profile("rate-limit", wanted, answer).is_empty(),
            "{wanted} {answer}"
        );
    }
    assert_eq!(profile("rate-limit", "2M/5M", "5M/2M"), ["rate-limit"]);
    assert_eq!(profile("rate-limit", "2M/5M", "2048k/5M"), ["rate-limit"]);
    settles("/ip hotspot user profile\nadd name=hd-s-p rate-limit=\"2000k/5000k 4000000/10000k 1M/1M 8/8\"\n/queue type\nadd name=hd-s-q kind=pcq pcq-rate=2000k pcq-classifier=src-address\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_3_time_spans() {
    for (wanted, answer) in [
        ("600", "10m"),
        ("30d", "4w2d"),
        ("36h", "1d12h"),
        ("00:10:00", "10m"),
        ("1d 02:00:00", "1d2h"),
        ("0s", "0s"),
    ] {
        assert!(
            profile("session-timeout", wanted, answer).is_empty(),
            "{wanted} {answer}"
        );
    }
    // Words stay words, also ones that nobody thought of.
    assert!(profile("idle-timeout", "none", "none").is_empty());
    assert_eq!(profile("idle-timeout", "none", "0s"), ["idle-timeout"]);
    assert!(profile("session-timeout", "immediately", "immediately").is_empty());
    assert_eq!(
        profile("session-timeout", "10m", "immediately"),
        ["session-timeout"]
    );
    assert_eq!(
        profile("session-timeout", "10m", "10h"),
        ["session-timeout"]
    );
    settles("/ip hotspot user profile\nadd name=hd-s-p session-timeout=36h idle-timeout=1800 keepalive-timeout=00:02:00 mac-cookie-timeout=30d\n/ip dns\nset cache-max-ttl=86400\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_7_sizes_and_percents() {
    assert_eq!(Kind::Bytes.normal("4883KiB"), Kind::Bytes.normal("5000192"));
    assert_eq!(Kind::Bytes.normal("95%"), Kind::Bytes.normal("95"));
    for answer in ["4096", "4096KiB", "4MiB"] {
        same(
            "/ip/dns",
            "set cache-size=4096KiB",
            &format!("cache-size={answer}"),
        );
        same(
            "/ip/dns",
            "set cache-size=4096",
            &format!("cache-size={answer}"),
        );
    }
    other(
        "/ip/dns",
        "set cache-size=4096KiB",
        "cache-size=2048KiB",
        "cache-size",
    );
    settles("/ip dns\nset cache-size=4096\n").await;
    settles("/ip dns\nset cache-size=4096KiB\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_8_texts_that_look_like_numbers() {
    for name in ["yes", "007", "1e3", "10M", "0x10", "none", "4w2d"] {
        same(
            "/system/identity",
            &format!("set name={name}"),
            &format!("name={name}"),
        );
    }
    for (wanted, answer) in [
        ("yes", "true"),
        ("007", "7"),
        ("1e3", "1000"),
        ("10M", "10000000"),
        ("4w2d", "30d"),
    ] {
        other(
            "/system/identity",
            &format!("set name={wanted}"),
            &format!("name={answer}"),
            "name",
        );
    }
    // A blank at the end is a part of a text.
    other("/system/identity", "set name=\"a \"", "name=a", "name");
    for name in ["yes", "007", "1e3", "10M", "4w2d", "\\20a\\20"] {
        settles(&format!("/system identity\nset name=\"{name}\"\n")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_9_hosts_and_mac_addresses() {
    let binding =
        "add mac-address=4c:5e:0c:12:34:56 address=10.5.50.9/32 type=bypassed comment=hotspotd:s:b";
    let answer = "comment=hotspotd:s:b|type=bypassed";
    same(
        "/ip/hotspot/ip-binding",
        binding,
        &format!("{answer}|mac-address=4C:5E:0C:12:34:56|address=10.5.50.9"),
    );
    other(
        "/ip/hotspot/ip-binding",
        binding,
        &format!("{answer}|mac-address=4C:5E:0C:12:34:57|address=10.5.50.9"),
        "mac-address",
    );
    for (wanted, answer) in [
        ("192.168.88.2", "192.168.88.2/32"),
        ("10.0.0.0/24,10.1.0.1/32", "10.1.0.1,10.0.0.0/24"),
    ] {
        same(
            "/ip/service",
            &format!("set [find name=api-ssl] address={wanted}"),
            &format!("name=api-ssl|address={answer}"),
        );
    }
    settles("/ip hotspot ip-binding\nadd mac-address=4c:5e:0c:12:34:56 address=10.5.50.9/32 type=bypassed comment=hotspotd:s:b\n/ip firewall filter\nadd chain=input action=accept src-address=10.0.0.1/32 comment=hotspotd:s:f\n/ip firewall address-list\nadd list=l address=10.0.0.7/32 comment=hotspotd:s:l\n/ip service\nset [find name=api-ssl] address=192.168.88.2\n/ip pool\nadd name=p ranges=10.5.50.10-10.5.50.10,10.5.50.2 comment=hotspotd:s:p\n/interface bridge\nadd name=b admin-mac=4c:5e:0c:12:34:57 auto-mac=no comment=hotspotd:s:b\n").await;
}
