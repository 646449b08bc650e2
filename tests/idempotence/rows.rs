//! What is left out, emptied, listed, built in, or doubled.

use hotspotd::domain::hotspot::desired::Desired;
use hotspotd::domain::hotspot::diff::{Secrets, diff};
use hotspotd::domain::hotspot::mark::SiteMark;
use hotspotd::domain::routeros::value::Kind;

use crate::bench::{PROFILE, answered, desired, other, profile, same, settles};

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
