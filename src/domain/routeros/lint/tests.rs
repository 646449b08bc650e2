use super::*;

/// A piece of the real tree.
const TREE: &str = r#"{
  "meta": {"routeros": "7.21.5"},
  "menus": {
    "/": {"if": {}},
    "/ip/pool": {
      "add": {"name": {"d": "string value"}, "ranges": {}, "next-pool": {"ex": ["none"]}, "comment": {}},
      "set": {"name": {}, "ranges": {}, "next-pool": {}, "comment": {}, "numbers": {}},
      "remove": {"numbers": {}}, "find": {"where": {}},
      "get": {"value-name": {"v": ["comment", "name", "ranges", "total", "used"]}}
    },
    "/system/identity": {"set": {"name": {}}, "get": {"value-name": {}}},
    "/ip/service": {"set": {"address": {}, "disabled": {"v": ["no", "yes"]}, "max-sessions": {}, "numbers": {}}, "find": {}},
    "/ip/hotspot": {"add": {"name": {}, "interface": {}, "disabled": {"v": ["no", "yes"]}}, "find": {}},
    "/ip/hotspot/user": {"add": {"name": {}, "otp-secret": {}}, "find": {}},
    "/ip/hotspot/user/profile": {
      "add": {"name": {}, "rate-limit": {}, "shared-users": {"v": ["unlimited"]}, "open-status-page": {"v": ["always", "http-login"]}}
    },
    "/ip/hotspot/profile": {
      "add": {"name": {}, "trial-uptime-limit": {}, "login-by": {"d": "mac|cookie[,LoginBy*]", "v": ["mac", "cookie", "http-pap"]}}
    },
    "/ip/hotspot/walled-garden": {
      "add": {"action": {"v": ["allow", "deny"]}, "dst-host": {"neg": 1}, "place-before": {}},
      "move": {"numbers": {}, "destination": {}}, "find": {}
    },
    "/ip/hotspot/walled-garden/ip": {"add": {"action": {"v": ["accept", "drop", "reject"]}, "dst-host": {}}},
    "/ip/firewall/filter": {
      "add": {"chain": {}, "action": {"v": ["accept", "drop", "fasttrack-connection"]},
              "connection-state": {"neg": 1, "v": ["invalid", "established", "related", "new", "untracked"]}}
    },
    "/ip/route": {"add": {"dst-address": {}, "gateway": {}, "routing-table": {}}},
    "/system/ntp/client": {"set": {"enabled": {"v": ["no", "yes"]}, "servers": {}}},
    "/certificate": {"sign": {"number": {}}},
    "/system/script": {"run": {"number": {}}},
    "/interface/wifi": {"set": {"configuration.mode": {"v": ["ap", "station"]}, "numbers": {}}, "find": {}},
    "/ip/hotspot/host": {"remove": {"numbers": {}}, "find": {}}
  }
}"#;

fn tree() -> CommandTree {
    serde_json::from_str(TREE).unwrap()
}

fn told(text: &str, tree: Option<&CommandTree>, version: Option<&str>) -> Vec<String> {
    let findings = lint(text, tree, version.map(|version| version.parse().unwrap()));
    findings
        .iter()
        .map(|finding| {
            let Position { line, column } = finding.at;
            format!(
                "{line}:{column} {:?}: {}",
                finding.severity, finding.message
            )
        })
        .collect()
}

#[test]
fn bad_lines_against_a_tree() {
    let tree = tree();
    for (text, findings) in [
        // Names.
        (
            "/ip hotspot profil\nadd name=a\nadd name=b",
            &[
                "2:1 Error: RouterOS 7.21.5 has no menu `/ip/hotspot/profil`; did you mean `/ip/hotspot/profile`?",
            ][..],
        ),
        (
            "/quue simple add name=a",
            &["1:14 Error: RouterOS 7.21.5 has no menu `/quue/simple`"],
        ),
        (
            "/ip hotspot user profile\nadd name=a rate-limt=1M",
            &[
                "2:12 Error: `add` in `/ip/hotspot/user/profile` has no argument `rate-limt`; did you mean `rate-limit`?",
            ],
        ),
        (
            "/ip pool add name=a !colour",
            &["1:21 Error: `add` in `/ip/pool` has no argument `colour`"],
        ),
        (
            "/ip pool set [find nmae=a] ranges=1.1.1.1",
            &[
                "1:10 Error: rows of `/ip/pool` have no field `nmae` to be found by; did you mean `name`?",
            ],
        ),
        ("/ip pool set [find total=5 .id=*1] ranges=1.1.1.1", &[]),
        // Commands and rows.
        (
            "/system identity add name=a",
            &[
                "1:18 Error: `/system/identity` has no command `add`; it holds one record, write `set`",
            ],
        ),
        (
            "/ip service add port=1",
            &[
                "1:13 Error: `/ip/service` has no command `add`; RouterOS makes its rows itself, write `set [find …]`",
            ],
        ),
        (
            "/ip hotspot host set [find address=a] comment=x",
            &[
                "1:18 Error: `/ip/hotspot/host` has no command `set`; it cannot be written, only read",
            ],
        ),
        (
            "/ip route set [find gateway=a] gateway=b",
            &["1:11 Error: `/ip/route` has no command `set`; remove the row and add it anew"],
        ),
        (
            "/ip pool set name=a",
            &["1:10 Error: `/ip/pool` has rows and this `set` names none; write set [find name=…]"],
        ),
        (
            "/system identity set [find name=a] name=b",
            &[
                "1:18 Error: `/system/identity` holds one record; write `set` without a name or [find …]",
            ],
        ),
        // Values.
        (
            "/ip hotspot user profile add name=a open-status-page=alway",
            &[
                "1:37 Warning: \"alway\" is not among the values that RouterOS 7.21.5 offers for `open-status-page`; did you mean `always`?",
            ],
        ),
        (
            "/ip hotspot add name=a disabled=true",
            &[
                "1:24 Warning: \"true\" is not among the values that RouterOS 7.21.5 offers for `disabled`: no, yes",
            ],
        ),
        (
            "/ip hotspot profile add name=a login-by=cookie,http-pop",
            &[
                "1:32 Warning: \"http-pop\" is not among the values that RouterOS 7.21.5 offers for `login-by`; did you mean `http-pap`?",
            ],
        ),
        ("/ip hotspot user profile add name=a shared-users=3", &[]),
        (
            "/ip firewall filter add chain=input action=drop connection-state=!established,related",
            &[],
        ),
        // Hardware is not in the tree of a virtual router.
        (
            "/system routerboard settings set auto-upgrade=yes",
            &[
                "1:30 Note: `/system/routerboard/settings` needs hardware and is not in the tree of a virtual router; it was not checked",
            ],
        ),
        ("/ip firewall filter add chain=forward hw-offload=yes", &[]),
        // Syntax.
        (
            "/ip pool\nadd name\nadd name=b",
            &[
                "2:5 Error: `name` has no value; write name=VALUE, or put a value with blanks in quotes",
            ],
        ),
        (
            "/ip pool\nadd name=a frob=1\nadd name",
            &[
                "2:12 Error: `add` in `/ip/pool` has no argument `frob`",
                "3:5 Error: `name` has no value; write name=VALUE, or put a value with blanks in quotes",
            ],
        ),
    ] {
        assert_eq!(told(text, Some(&tree), None), findings, "{text}");
    }
}

#[test]
fn widely_copied_mistakes_have_their_explanation() {
    let tree = tree();
    for (text, finding) in [
        (
            "/ip hotspot profile add name=a https-redirect=no",
            "1:32 Error: `https-redirect` is RouterOS 6; no version 7 has it, leave it out",
        ),
        (
            "/ip hotspot profile add name=a trial-uptime=30m/1d",
            "1:32 Error: `trial-uptime` is RouterOS 6; version 7 writes `trial-uptime-limit=30m trial-uptime-reset=1d`",
        ),
        (
            "/ip hotspot user add name=a rate-limit=1M/1M",
            "1:29 Error: a hotspot user has no `rate-limit`; it belongs to the user's profile, in `/ip/hotspot/user/profile`",
        ),
        (
            "/system ntp client set enabled=yes primary-ntp=1.1.1.1",
            "1:36 Error: `primary-ntp` is RouterOS 6; version 7 writes `servers=FIRST,SECOND`",
        ),
        (
            "/ip route add gateway=1.1.1.1 routing-mark=isp2",
            "1:31 Error: `routing-mark` of a route is RouterOS 6; version 7 writes `routing-table`, and the table must be in `/routing/table` with `fib`",
        ),
        (
            "/ip route rule add table=main",
            "1:16 Error: `/ip/route/rule` is RouterOS 6; in version 7 it is `/routing/rule`",
        ),
        (
            "/ip hotspot walled-garden add action=accept",
            "1:31 Error: `/ip/hotspot/walled-garden` says allow or deny; accept, drop and reject belong to `/ip/hotspot/walled-garden/ip`",
        ),
        (
            "/ip hotspot walled-garden ip add action=allow",
            "1:34 Error: `/ip/hotspot/walled-garden/ip` says accept, drop or reject; allow and deny belong to `/ip/hotspot/walled-garden`",
        ),
        (
            "/ip firewall filter add chain=forward action=fasttrack-connection",
            "1:39 Warning: FastTrack carries customers past their queues, so sold speeds do not bite; accept the hotspot's traffic, both ways, in rules above this one",
        ),
    ] {
        assert_eq!(told(text, Some(&tree), None), [finding], "{text}");
        // They need no tree; without one a note may stand beside them that the menu is not known.
        assert!(
            told(text, None, None).contains(&finding.to_owned()),
            "{text}"
        );
    }
}

#[test]
fn scripts_are_looked_through() {
    let tree = tree();
    for (text, findings) in [
        (
            "\n:do {:if ([:len [/ip pool find nmae=a]]=0) do={/ip pool add nam=a} else={/ip poool set [find name=a] ranges=b}} on-error={/ip pool remove [find clour=b]}",
            &[
                "2:1 Error: rows of `/ip/pool` have no field `nmae` to be found by; did you mean `name`?",
                "2:1 Error: rows of `/ip/pool` have no field `clour` to be found by",
                "2:61 Error: `add` in `/ip/pool` has no argument `nam`; did you mean `name`?",
                "2:84 Error: RouterOS 7.21.5 has no menu `/ip/poool`; did you mean `/ip/pool`?",
            ][..],
        ),
        ("/ip pool remove [find name=a]", &[]),
        ("/certificate sign x\n:delay 5s\n/system script run y", &[]),
        (
            "/ip service remove [find name=a]",
            &[
                "1:1 Error: `/ip/service` has no command `remove`; RouterOS makes its rows itself, write `set [find …]`",
            ],
        ),
        (
            "/ip pool move [find name=a] destination=[:pick [/ip pool find name=b] 0]",
            &["1:1 Error: `/ip/pool` has no command `move`; remove the row and add it anew"],
        ),
        (
            "/ip pool add name=a place-before=[find name=b]",
            &["1:10 Error: `add` in `/ip/pool` has no argument `place-before`"],
        ),
        (
            "/ip hotspot walled-garden add action=allow place-before=[find dst-host=b]",
            &[],
        ),
        (
            ":put 1\n/ip pool add nam=a",
            &[
                "1:1 Error: `:put` is not a command of the dialect, which has add, set, remove, move, :do, :if, :delay and :log",
                "2:14 Error: `add` in `/ip/pool` has no argument `nam`; did you mean `name`?",
            ],
        ),
    ] {
        assert_eq!(told(text, Some(&tree), None), findings, "{text}");
    }
}

#[test]
fn without_a_tree_the_menu_table_judges_what_it_can() {
    for (text, findings) in [
        (
            "/ip cloud set ddns-enabled=yes\n/ip cloud set update-time=no",
            &["1:11 Note: hotspotd does not know the menu `/ip/cloud`; give --schema to check it"]
                [..],
        ),
        (
            "/ip hotspot user profile add name=a rate-limt=1M comment=x",
            &[
                "1:37 Warning: hotspotd does not know the argument `rate-limt` of `/ip/hotspot/user/profile`; give --schema to check it, or did you mean `rate-limit`?",
            ],
        ),
        (
            "/system identity add name=a",
            &[
                "1:18 Error: `/system/identity` holds one record; write `set` without a name or [find …]",
            ],
        ),
        (
            "/ip service add port=1",
            &["1:13 Error: RouterOS makes the rows of `/ip/service` itself; write `set [find …]`"],
        ),
        (
            "/ip pool set name=a",
            &["1:10 Error: `/ip/pool` has rows and this `set` names none; write set [find name=…]"],
        ),
        ("/ip pool add name=a ranges=10.0.0.2-10.0.0.9", &[]),
    ] {
        assert_eq!(told(text, None, None), findings, "{text}");
    }
}

#[test]
fn what_a_version_does_not_have() {
    let tree = tree();
    for (version, text, finding) in [
        (
            "7.12",
            "/interface wifi set [find default-name=wifi1] configuration.mode=ap",
            Some(
                "1:17 Error: `/interface/wifi` came with RouterOS 7.13, and 7.12 does not have it",
            ),
        ),
        (
            "7.13",
            "/interface wifi set [find default-name=wifi1] configuration.mode=ap",
            None,
        ),
        (
            "7.13",
            "/interface wifiwave2 set [find default-name=wifi1] configuration.mode=ap",
            Some(
                "1:22 Error: `/interface/wifiwave2` is gone since RouterOS 7.13, and 7.13 does not have it; write `/interface/wifi`",
            ),
        ),
        (
            "7.12.2",
            "/interface wifiwave2 set [find default-name=wifi1] configuration.mode=ap",
            None,
        ),
        (
            "7.15",
            "/ip service set [find name=api] max-sessions=2",
            Some("1:33 Error: `max-sessions` came with RouterOS 7.16, and 7.15 does not have it"),
        ),
        (
            "7.16",
            "/ip service set [find name=api] max-sessions=2",
            None,
        ),
        (
            "7.20.8",
            "/ip hotspot user add name=a otp-secret=b",
            Some("1:29 Error: `otp-secret` came with RouterOS 7.21, and 7.20.8 does not have it"),
        ),
    ] {
        assert_eq!(
            told(text, Some(&tree), Some(version)),
            finding.into_iter().collect::<Vec<_>>(),
            "{version} {text}"
        );
    }
}

#[test]
fn what_a_version_writes_in_other_words() {
    for (version, text, finding) in [
        ("7.19.6", "/container envs add name=a key=b value=c", None),
        (
            "7.20",
            "/container envs add name=a key=b value=c",
            Some(
                "1:21 Error: `name` is gone since RouterOS 7.20, and 7.20 does not have it; write `list`",
            ),
        ),
        (
            "7.23",
            "/container mounts add list=a src=b dst=c read-only=no",
            Some("1:42 Error: `read-only` is gone since RouterOS 7.23, and 7.23 does not have it"),
        ),
    ] {
        assert_eq!(
            told(text, None, Some(version)),
            finding.into_iter().collect::<Vec<_>>(),
            "{version} {text}"
        );
    }
}

#[test]
fn rows_are_checked_without_their_text() {
    let tree = tree();
    let row = rsc::Statement::add("/ip/pool").with("nam", "a");
    let older = rsc::Statement::add("/interface/wifiwave2").with("configuration.mode", "ap");
    let findings = check_against(&tree, &[older, row.clone()]);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("no argument `nam`"));
    let script = [(
        Position { line: 3, column: 1 },
        Command::guarded(vec![Command::Row(row)]),
    )];
    assert_eq!(check_script_against(&tree, &script), findings);
}
