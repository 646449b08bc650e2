//! The ten bugs that make other tools change a router again and again (RouterOS facts: apply, section 3), each as a test:
//! what a template wrote and what the router answers are the same, however both spell it, and what is not the same is told.
//!
//! Each is shown on values spelt as routers spell them, and, where the simulator can, on a router: after one apply the
//! difference is empty.

mod support;

use std::collections::BTreeMap;

use hotspotd::domain::hotspot::changeset::{Action, ChangeSet};
use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::mark::SiteMark;
use hotspotd::domain::hotspot::observed::{Observed, ObservedRow};
use hotspotd::domain::hotspot::stage::stages;
use hotspotd::domain::routeros::menus;
use hotspotd::domain::routeros::value::Kind;
use hotspotd::routeros::read::read;
use hotspotd::routeros::send::command;
use hotspotd::routeros::{Command, Reply};
use simulator::Simulator;
use support::shop::{connect, router};
use support::sites::model;

const VERSIONS: [(&str, &str); 3] = [("7.9", "7.9.2"), ("7.16", "7.16.2"), ("7.21", "7.21.5")];

/// The rows of a RouterOS text, for the site `s`.
fn desired(version: &str, text: &str) -> Desired {
    let statements = rsc::parse(text).expect(text);
    let version = version.parse().expect("a version");
    Desired::from_statements(SiteMark::of("s"), &statements, &version).expect(text)
}

/// A router that answered with one row in one menu.
fn answered(menu: &str, fields: &str) -> Observed {
    let menu = menus::find(menu).expect(menu);
    let fields = fields
        .split('|')
        .filter(|field| !field.is_empty())
        .map(|field| {
            let (name, value) = field.split_once('=').expect(field);
            let field = menu
                .field(name)
                .unwrap_or_else(|| panic!("{} {name}", menu.path));
            (field.name, value.to_owned())
        })
        .collect();
    let row = ObservedRow {
        id: Some("*1".to_owned()),
        fields,
        ..ObservedRow::default()
    };
    Observed {
        menus: BTreeMap::from([(menu.path, vec![row])]),
    }
}

/// The fields that differ between what is wanted and what the router answered.
fn differing(menu: &str, wanted: &str, answer: &str) -> Vec<&'static str> {
    let menu_line = menus::find(menu).expect(menu).spaced();
    let text = format!("{menu_line}\n{wanted}\n");
    let desired = desired("7.21", &text);
    let changes = diff(&desired, &answered(menu, answer), Secrets::Keep).expect("a change set");
    let mut fields = Vec::new();
    for change in &changes.changes {
        match &change.action {
            Action::Set { fields: set, .. } => fields.extend(set.iter().map(|f| f.field.0.name)),
            other => panic!("the row was not recognised: {other:?}"),
        }
    }
    fields
}

/// What is wanted and what the router answered are the same.
#[track_caller]
fn same(menu: &str, wanted: &str, answer: &str) {
    let fields = differing(menu, wanted, answer);
    assert!(fields.is_empty(), "{menu} {wanted} | {answer}: {fields:?}");
}

/// They are not, in that field.
#[track_caller]
fn other(menu: &str, wanted: &str, answer: &str, field: &str) {
    assert_eq!(
        differing(menu, wanted, answer),
        [field],
        "{menu} {wanted} | {answer}"
    );
}

const PROFILE: &str = "/ip/hotspot/user/profile";

/// A user profile with one field.
fn profile(field: &str, wanted: &str, answer: &str) -> Vec<&'static str> {
    let answer = match answer {
        "-" => "name=hd-s-p".to_owned(),
        value => format!("name=hd-s-p|{field}={value}"),
    };
    differing(
        PROFILE,
        &format!("add name=hd-s-p {field}=\"{wanted}\""),
        &answer,
    )
}

/// Applies a text to a router of every version, twice; after the first time nothing differs.
async fn settles(text: &str) {
    for (written_for, runs) in VERSIONS {
        let simulator = Simulator::start(router(model(), runs))
            .await
            .expect("a simulator");
        let desired = desired(written_for, text);
        let first = apply(&simulator, &desired).await;
        assert!(!first.is_empty(), "{runs}: nothing to do: {text}");
        let second = apply(&simulator, &desired).await;
        assert!(
            second.is_empty(),
            "{runs}: {text}\nagain {:#?}",
            second.changes
        );
        simulator.stop().await;
    }
}

/// Reads, sends what differs, and tells what that was.
async fn apply(simulator: &Simulator, desired: &Desired) -> ChangeSet {
    let mut client = connect(simulator).await;
    let reading = read(&mut client, "admin").await.expect("a reading");
    let changes = diff(desired, &reading.observed, Secrets::Keep).expect("a change set");
    for stage in stages(&changes).expect("an order") {
        let commands: Vec<Command> = stage.iter().map(|change| command(change)).collect();
        let replies = client.run_all(&commands).await.expect("answers");
        for (change, reply) in stage.iter().zip(replies) {
            if let Reply::Trap { message, .. } = reply {
                panic!("{} was refused: {message}", change.name());
            }
        }
    }
    client.close().await;
    changes
}

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
async fn bug_4_defaults() {
    // Left out by the router: its default. Told by the router: what it tells, whatever the default of that version.
    assert!(profile("keepalive-timeout", "2m", "-").is_empty());
    assert!(profile("keepalive-timeout", "2m", "2m").is_empty());
    assert_eq!(
        profile("keepalive-timeout", "2m", "none"),
        ["keepalive-timeout"]
    );
    assert_eq!(
        profile("keepalive-timeout", "none", "-"),
        ["keepalive-timeout"]
    );
    let lease = "add name=d interface=i lease-time=30m comment=hotspotd:s:d";
    let answer = "name=d|interface=i|comment=hotspotd:s:d";
    same("/ip/dhcp-server", lease, answer);
    other(
        "/ip/dhcp-server",
        lease,
        &format!("{answer}|lease-time=10m"),
        "lease-time",
    );
    // A field that this version does not have is no difference for ever: it is not asked for.
    let refused = rsc::parse("/ip service\nset [find name=api] max-sessions=20\n").expect("a text");
    let old = "7.9".parse().expect("a version");
    let errors = Desired::from_statements(SiteMark::of("s"), &refused, &old).expect_err("refused");
    assert!(
        errors[0]
            .message
            .contains("RouterOS 7.9 has no max-sessions"),
        "{errors:?}"
    );
    // Every default of the table, written out, on routers of three versions.
    settles("/ip hotspot user profile\nadd name=hd-s-p keepalive-timeout=2m idle-timeout=none session-timeout=0s status-autorefresh=1m shared-users=1 add-mac-cookie=yes mac-cookie-timeout=3d address-pool=none open-status-page=always\n/ip hotspot profile\nadd name=hd-s-h hotspot-address=0.0.0.0 html-directory=hotspot http-cookie-lifetime=3d login-by=cookie,http-chap ssl-certificate=none split-user-domain=no use-radius=no\n/interface bridge\nadd name=b protocol-mode=rstp igmp-snooping=no vlan-filtering=no pvid=1 comment=hotspotd:s:b\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_5_absent_empty_and_flags() {
    // 7.15 answers with empty values where older ones leave the field out.
    for answer in ["-", ""] {
        assert!(profile("address-list", "", answer).is_empty());
        assert!(profile("rate-limit", "", answer).is_empty());
        assert!(profile("idle-timeout", "none", answer).is_empty());
        assert_eq!(profile("rate-limit", "1M/2M", answer), ["rate-limit"]);
    }
    // A cleared field: `!rate-limit` in the template.
    let cleared = "add name=hd-s-p !rate-limit";
    same(PROFILE, cleared, "name=hd-s-p");
    same(PROFILE, cleared, "name=hd-s-p|rate-limit=");
    other(
        PROFILE,
        cleared,
        "name=hd-s-p|rate-limit=1M/2M",
        "rate-limit",
    );
    // `disabled` is left out, or a flag.
    let pool = "add name=b comment=hotspotd:s:b disabled=no";
    same("/interface/bridge", pool, "name=b|comment=hotspotd:s:b");
    same(
        "/interface/bridge",
        pool,
        "name=b|comment=hotspotd:s:b|disabled=false",
    );
    other(
        "/interface/bridge",
        pool,
        "name=b|comment=hotspotd:s:b|disabled=true",
        "disabled",
    );
    settles("/ip hotspot user profile\nadd name=hd-s-p rate-limit=\"\" address-list=\"\" idle-timeout=none\n/interface bridge\nadd name=b disabled=no comment=hotspotd:s:b\n").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bug_6_lists_and_sets() {
    // The order of name servers means something, blanks do not.
    let dns = |servers: &str| format!("set servers=\"{servers}\"");
    let singleton = |answer: &str| format!("servers={answer}");
    same(
        "/ip/dns",
        &dns("1.1.1.1, 8.8.8.8"),
        &singleton("1.1.1.1,8.8.8.8"),
    );
    other(
        "/ip/dns",
        &dns("1.1.1.1,8.8.8.8"),
        &singleton("8.8.8.8,1.1.1.1"),
        "servers",
    );
    // That of login methods does not.
    let login = "add name=hd-s-h login-by=http-pap,mac-cookie";
    same(
        "/ip/hotspot/profile",
        login,
        "name=hd-s-h|login-by=mac-cookie,http-pap",
    );
    other(
        "/ip/hotspot/profile",
        login,
        "name=hd-s-h|login-by=mac-cookie,http-pap,trial",
        "login-by",
    );
    // A group's policies come with the denied ones.
    assert_eq!(
        Kind::Set.normal("read,write,api"),
        Kind::Set.normal("write,api,read,!local,!telnet,!ssh,!ftp")
    );
    assert_ne!(
        Kind::Set.normal("read,write"),
        Kind::Set.normal("read,!write")
    );
    settles("/ip hotspot profile\nadd name=hd-s-h login-by=trial,mac-cookie,http-pap\n/ip dns\nset servers=8.8.8.8,1.1.1.1\n/ip firewall filter\nadd chain=input action=accept protocol=udp dst-port=67,53 comment=hotspotd:s:f connection-state=new,established\n").await;
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

#[tokio::test(flavor = "multi_thread")]
async fn bug_10_built_in_rows_and_fields_that_do_not_apply() {
    // A service without TLS has no certificate at all; one with TLS may say `none`.
    let api = "set [find name=api] certificate=none";
    same("/ip/service", api, "name=api");
    same("/ip/service", api, "name=api|certificate=none");
    // A queue type tells only the fields of its kind.
    same(
        "/queue/type",
        "add name=hd-s-q kind=fq-codel cake-nat=no",
        "name=hd-s-q|kind=fq-codel",
    );
    // A row that the router made by itself is in nobody's way, and nobody's to change.
    let text = "/ip address\nadd address=10.5.50.1/24 interface=b comment=hotspotd:s:a\n";
    let mut observed = answered("/ip/address", "address=10.5.50.1/24|interface=ether1");
    observed.menus.get_mut("/ip/address").expect("rows")[0].dynamic = true;
    let changes = diff(&desired("7.21", text), &observed, Secrets::Keep).expect("a change set");
    assert_eq!((changes.counts().added, changes.counts().set), (1, 0));
    // The built-in profile is set, never added or removed, and only while it is wanted.
    settles("/ip hotspot user profile\nset [find name=default] shared-users=3\n/ip service\nset [find name=www] disabled=yes\n/queue type\nadd name=hd-s-q kind=fq-codel\n").await;
    let nothing = desired("7.21", "/system identity\nset name=x\n");
    let mut observed = answered("/ip/hotspot/user/profile", "name=default");
    observed.menus.insert(
        "/system/identity",
        answered("/system/identity", "name=x").menus["/system/identity"].clone(),
    );
    observed.menus.get_mut(PROFILE).expect("rows")[0].builtin = true;
    assert!(
        diff(&nothing, &observed, Secrets::Keep)
            .expect("a change set")
            .is_empty()
    );
}

/// Rows without a natural key are known by their mark: the second apply adds none.
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_not_added_twice() {
    settles("/ip hotspot walled-garden\nadd dst-host=*.pesapal.com action=allow comment=hotspotd:s:w1\nadd dst-host=*.pesapal.com action=allow comment=hotspotd:s:w2\n/ip firewall nat\nadd chain=srcnat action=masquerade out-interface=ether1 comment=hotspotd:s:n1\nadd chain=srcnat action=masquerade out-interface=ether1 comment=hotspotd:s:n2\n").await;
    // One that somebody doubled by hand goes: one of the two is surplus.
    let text = "/ip hotspot walled-garden\nadd dst-host=a.example comment=hotspotd:s:w\n";
    let mut observed = answered(
        "/ip/hotspot/walled-garden",
        "dst-host=a.example|comment=hotspotd:s:w",
    );
    let rows = observed
        .menus
        .get_mut("/ip/hotspot/walled-garden")
        .expect("rows");
    let mut copy = rows[0].clone();
    copy.id = Some("*2".to_owned());
    rows.push(copy);
    let counts = diff(&desired("7.21", text), &observed, Secrets::Keep)
        .expect("a change set")
        .counts();
    assert_eq!((counts.added, counts.set, counts.removed), (0, 0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn line_ends_of_scripts() {
    for answer in [
        ":log info a\r\n:log info b\r\n",
        ":log info a\n:log info b",
        ":log info a\r\n:log info b",
    ] {
        assert!(
            profile("on-login", ":log info a\\n:log info b", answer).is_empty(),
            "{answer:?}"
        );
    }
    assert_eq!(
        profile(
            "on-login",
            ":log info a\\n:log info b",
            ":log info a :log info b"
        ),
        ["on-login"]
    );
    settles("/ip hotspot user profile\nadd name=hd-s-p on-login=\":log info a\\r\\n:log info b\\r\\n\"\n").await;
    settles("/ip hotspot user profile\nadd name=hd-s-p on-login=\":log info a\\n:log info b\"\n")
        .await;
}

/// A template that was saved on Windows is the same configuration.
#[test]
fn line_ends_of_templates() {
    let text = "/ip hotspot user profile\nadd name=hd-s-p \\\n    shared-users=2\n# end\n/system identity\nset name=x\n";
    let keys = |text: &str| -> Vec<String> {
        let desired = desired("7.21", text);
        let fields = desired.rows.iter().flat_map(|row| &row.fields);
        fields
            .map(|want| format!("{}={:?}", want.field.name, want.value))
            .collect()
    };
    assert_eq!(keys(text), keys(&text.replace('\n', "\r\n")));
    assert_eq!(keys(text).len(), 3);
}
