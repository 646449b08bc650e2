//! Scripts (api-facts section 8): import, execute, stored scripts, export and back.

use simulator::device::{Device, Outcome};

use super::lab::{Lab, config};

/// Writes a file and imports it; the words of a refusal.
fn import(lab: &mut Lab, text: &str) -> Option<String> {
    lab.device.write_file("x.rsc", text);
    lab.run("/import", "file-name=x.rsc")
        .err()
        .map(|trap| trap.message)
}

fn pools(lab: &Lab) -> Vec<String> {
    lab.device
        .rows("/ip/pool")
        .iter()
        .map(|row| row.get("name").unwrap().to_string())
        .collect()
}

#[test]
fn a_syntax_error_applies_nothing() {
    let cases = [
        (
            "/ip pool add name=a ranges=10.0.0.1\n/ip pool add name=\n",
            "syntax error (line 2 column 19)",
        ),
        (
            "/ip pool add name=a ranges=10.0.0.1\n/ip pond add name=b\n",
            "bad command name pond (line 2 column 10)",
        ),
        (
            "/ip pool add name=a ranges=10.0.0.1\n/ip pool add colour=red\n",
            "bad parameter colour (line 2 column 14)",
        ),
    ];
    for (text, words) in cases {
        let mut lab = Lab::hap();
        assert_eq!(import(&mut lab, text).as_deref(), Some(words));
        assert_eq!(pools(&lab), ["default-dhcp"]);
    }
}

#[test]
fn a_runtime_error_stops_at_its_line_with_earlier_lines_applied() {
    let mut lab = Lab::hap();
    let text = "/ip pool\nadd name=a ranges=10.0.0.1\nadd name=b ranges=10.0.0.2 next-pool=zzz\nadd name=c ranges=10.0.0.3\n";
    let told = import(&mut lab, text);
    assert_eq!(
        told.as_deref(),
        Some("input does not match any value of next-pool (/ip/pool/add (next-pool); line 3)")
    );
    assert_eq!(pools(&lab), ["default-dhcp", "a"]);
    assert_eq!(
        import(&mut lab, text).as_deref(),
        Some("item with such name already exists (/ip/pool/add; line 2)")
    );
}

#[test]
fn the_dialect_is_executed() {
    let script = "\
:do {/ip pool remove [find name=\"none\"]} on-error={}
:if ([:len [/ip pool find name=\"a\"]]=0) do={/ip pool add name=a ranges=10.0.0.1} else={/ip pool set [find name=\"a\"] ranges=10.0.0.2}
:do {/ip pool add name=default-dhcp ranges=10.0.0.9} on-error={:log warning \"taken\"}
/ip firewall filter add chain=input action=drop comment=first
/ip firewall filter move [find comment=\"first\"] destination=[:pick [/ip firewall filter find dynamic=no] 0]
/ip dns set servers=1.1.1.1
";
    let mut lab = Lab::hap();
    assert_eq!(import(&mut lab, script), None);
    assert_eq!(
        lab.field("/ip/pool", "a", "ranges").as_deref(),
        Some("10.0.0.1")
    );
    assert_eq!(
        lab.device.rows("/ip/firewall/filter")[0].get("comment"),
        Some("first")
    );
    assert_eq!(
        lab.device.rows("/log").last().unwrap().get("message"),
        Some("taken")
    );
    assert_eq!(import(&mut lab, script), None);
    assert_eq!(
        lab.field("/ip/pool", "a", "ranges").as_deref(),
        Some("10.0.0.2")
    );
}

#[test]
fn find_compares_as_the_router_prints() {
    let mut lab = Lab::hap();
    let text = "/interface ethernet set [ find default-name=ether3 ] name=shop\n/ip service set telnet disabled=yes\n/ip hotspot profile set [ find default=yes ] login-by=cookie,http-chap,mac-cookie\n/ip dhcp-server set [find lease-time=1800] lease-time=1h\n";
    assert_eq!(import(&mut lab, text), None);
    assert_eq!(
        lab.field("/interface/ethernet", "shop", "default-name")
            .as_deref(),
        Some("ether3")
    );
    assert_eq!(
        lab.field("/ip/service", "telnet", "disabled").as_deref(),
        Some("true")
    );
    assert_eq!(
        lab.field("/ip/hotspot/profile", "default", "login-by")
            .as_deref(),
        Some("cookie,http-chap,mac-cookie")
    );
    assert_eq!(
        lab.field("/ip/dhcp-server", "defconf", "lease-time")
            .as_deref(),
        Some("1h")
    );
}

#[test]
fn dry_run_checks_syntax_only_and_is_young() {
    let mut lab = Lab::hap();
    lab.device.write_file(
        "x.rsc",
        "/ip pool add name=a ranges=10.0.0.1 next-pool=zzz\n",
    );
    lab.ok("/import", "file-name=x.rsc;verbose=yes;dry-run=");
    assert_eq!(pools(&lab), ["default-dhcp"]);
    lab.device.write_file("x.rsc", "/ip pool add name=\n");
    assert_eq!(
        lab.refused("/import", "file-name=x.rsc;verbose=yes;dry-run="),
        "found 1 error(s) in import file"
    );
    assert_eq!(
        Lab::new("hEX", "7.15").refused("/import", "file-name=x;dry-run="),
        "unknown parameter dry-run"
    );
}

#[test]
fn execute_answers_text() {
    let mut lab = Lab::hap();
    let mut said = |script: &str| match lab.run("/execute", &format!("script={script};as-string="))
    {
        Ok(Outcome::Done { ret: Some(text) }) => text,
        other => panic!("{other:?}"),
    };
    assert_eq!(said("/ip pool add name=a ranges=10.0.0.1"), "");
    assert_eq!(
        said("/ip pool add name=a ranges=10.0.0.1"),
        "item with such name already exists"
    );
    assert_eq!(said(":parse \":log info x\""), "");
    assert!(said(":parse \":do {\"").starts_with("syntax error"));
}

#[test]
fn stored_scripts_run_with_their_rights() {
    let mut lab = Lab::hap();
    let source = "/ip pool add name=made ranges=10.0.0.1";
    let id = lab.add(
        "/system/script",
        &format!("name=s;policy=read,write,test;source={source}"),
    );
    lab.add("/system/script", &format!("name=all;source={source}"));
    let poor = lab.user("read,write,test,api");
    let run = |lab: &mut Lab, name: &str| {
        lab.device
            .run(
                &poor,
                "/system/script/run",
                &[(".id".to_string(), name.to_string())],
            )
            .err()
            .map(|trap| trap.message)
    };
    assert_eq!(
        run(&mut lab, "all").as_deref(),
        Some("not enough permissions (9)")
    );
    assert_eq!(run(&mut lab, &id), None);
    assert_eq!(
        lab.field("/system/script", &id, "run-count").as_deref(),
        Some("1")
    );
    assert_eq!(
        lab.field("/system/script", &id, "owner").as_deref(),
        Some("admin")
    );
}

#[test]
fn an_export_imported_on_a_bare_board_gives_the_same_rows() {
    for model in [
        "hAP ac2",
        "hAP ax3",
        "CCR2004-16G-2S+",
        "SXTsq Lite5",
        "RB5009UG+S+IN",
        "CHR",
    ] {
        let mut lab = Lab::new(model, "7.21.5");
        lab.add(
            "/ip/hotspot/user/profile",
            "name=up;rate-limit=512k/1M;on-login=:log info \"a\\$b\"",
        );
        lab.add("/ip/hotspot/user", "name=u;comment=true;password=geheim");
        lab.ok("/export", "file=all;show-sensitive=");
        let text = lab.device.file_text("all.rsc").unwrap().to_string();
        let mut bare = Lab {
            device: Device::blank(&config(model, "7.21.5")).unwrap(),
            who: lab.who.clone(),
        };
        assert_eq!(import(&mut bare, &text), None, "{model}\n{text}");
        for menu in [
            "/interface/bridge/port",
            "/ip/address",
            "/ip/firewall/filter",
            "/ip/hotspot/user",
            "/ip/hotspot/user/profile",
            "/interface/list/member",
            "/ip/dhcp-server",
            "/tool/mac-server",
            "/interface/wifi",
            "/interface/wireless",
        ] {
            let rows = |device: &Device| -> Vec<Vec<(String, String)>> {
                device
                    .rows(menu)
                    .into_iter()
                    .map(|row| {
                        row.fields
                            .into_iter()
                            .filter(|(name, _)| name != ".id")
                            .collect()
                    })
                    .collect()
            };
            assert_eq!(rows(&bare.device), rows(&lab.device), "{model} {menu}");
        }
    }
}
