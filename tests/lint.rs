//! `hotspotd lint` as a person runs it: exit codes, output, and our own templates against the real command tree.

#![allow(clippy::unwrap_used)] // The helpers of tests are no tests to clippy.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use hotspotd::cli::example;
use hotspotd::domain::hotspot::script;
use hotspotd::domain::hotspot::template::Shape;
use hotspotd::domain::routeros::catalogue::Catalogue;
use hotspotd::domain::routeros::version::Version;
use hotspotd::service::site_file;
use hotspotd::service::{builtin, generate::generate};

/// Runs `hotspotd lint` with that standard input.
fn lint(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hotspotd"))
        .arg("lint")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have refused its arguments already, and then nobody reads this.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// The real command tree; nothing and a visible word where it is absent.
fn schema() -> Option<String> {
    let default = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/routeros/routeros-7.21.5.schema.json"
    );
    let path = std::env::var_os("HOTSPOTD_SCHEMA").map_or(default.into(), PathBuf::from);
    if path.is_file() {
        return Some(path.display().to_string());
    }
    eprintln!("SKIPPED: no command tree at {}", path.display());
    None
}

fn out(output: &Output) -> (i32, String) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    (output.status.code().unwrap(), text)
}

#[test]
fn exit_codes_and_output() {
    for (text, code, told) in [
        (
            &b"/ip pool\nadd name=a ranges=10.0.0.2-10.0.0.9\n"[..],
            0,
            "",
        ),
        (
            b"/ip pool\nadd name\n",
            2,
            "-:2:5: `name` has no value; write name=VALUE, or put a value with blanks in quotes\n",
        ),
        (
            b"/ip cloud\nset ddns-enabled=yes\n",
            0,
            "-:2:1: note: hotspotd does not know the menu `/ip/cloud`; give --schema to check it\n",
        ),
        // Latin-1, with a place counted in characters.
        (
            b"/ip pool\nadd name=\"caf\xe9\" colour=1\n",
            0,
            "-:2:17: warning: hotspotd does not know the argument `colour` of `/ip/pool`; give --schema to check it\n",
        ),
    ] {
        assert_eq!(out(&lint(&["-"], text)), (code, told.to_owned()));
    }
}

#[test]
fn findings_for_machines() {
    let output = lint(&["-", "--json"], b"/ip pool\nadd name\n");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json["findings"][0]["line"], 2);
    assert_eq!(json["findings"][0]["severity"], "error");
}

#[test]
fn bad_input_is_told_in_one_sentence() {
    let no_tree = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (arguments, told) in [
        (
            &["/no/such/file.rsc"][..],
            "hotspotd: /no/such/file.rsc cannot be read: ",
        ),
        (
            &["-", "--schema", "/no/such/tree.json"],
            "hotspotd: /no/such/tree.json cannot be read: ",
        ),
        (
            &["-", "--schema", no_tree],
            "is no command tree of RouterOS: ",
        ),
        (
            &["-"],
            "- is a template, not a RouterOS text; lint what it makes",
        ),
        (
            &["-", "--routeros", "seven"],
            "\"seven\" is not a RouterOS version",
        ),
    ] {
        let output = lint(arguments, b"{{ a }}");
        let told_us = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{told_us}");
        assert!(told_us.contains(told), "{told_us}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn our_templates_are_clean_against_the_real_tree() {
    let Some(schema) = schema() else { return };
    let templates = builtin::templates(&[]).unwrap();
    let mut texts = 0;
    for (model, shape, version) in [
        ("hAP ac²", Shape::Basic, "7.21.5"),
        ("hAP ac²", Shape::Basic, "7.9"),
        ("hAP ax²", Shape::Basic, "7.9"),
        ("hAP ax²", Shape::Vlan, "7.16"),
        ("RB5009UG+S+IN", Shape::Vlan, "7.21.5"),
        ("hEX S", Shape::Addon, "7.21.5"),
    ] {
        let version: Version = version.parse().unwrap();
        let model = Catalogue::builtin().get(model).unwrap();
        let site = site_file::read(&example::text(model, shape, version).unwrap()).unwrap();
        let desired = generate(&site, Catalogue::builtin(), &templates)
            .unwrap()
            .desired;
        for text in [
            script::idempotent(&desired).unwrap(),
            script::export(&desired),
        ] {
            let output = lint(
                &["-", "--schema", &schema, "--routeros", &version.to_string()],
                text.as_bytes(),
            );
            assert_eq!(
                out(&output),
                (0, String::new()),
                "{} {shape:?} {version}\n{text}",
                model.name
            );
            texts += 1;
        }
    }
    assert_eq!(texts, 12);
}

#[test]
fn a_mistake_in_a_template_would_be_found() {
    let Some(schema) = schema() else { return };
    let text = b"/ip hotspot user profile\nadd name=a rate-limt=1M/1M queue-typ=default\n/ip hotspto\nadd name=b\n";
    let (code, told) = out(&lint(&["-", "--schema", &schema], text));
    assert_eq!(
        (code, told.as_str()),
        (
            2,
            "-:2:12: `add` in `/ip/hotspot/user/profile` has no argument `rate-limt`; did you mean `rate-limit`?\n\
             -:2:28: `add` in `/ip/hotspot/user/profile` has no argument `queue-typ`; did you mean `queue-type`?\n\
             -:4:1: RouterOS 7.21.5 has no menu `/ip/hotspto`; did you mean `/ip/hotspot`?\n"
        )
    );
}
