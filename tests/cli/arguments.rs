//! Arguments that make no sense are bad input; what is asked about the program itself is not.

use crate::bench::{Folder, hotspotd, program, site};

#[test]
fn help_and_version() {
    for arguments in [&["--help"][..], &["--version"], &["apply", "--help"]] {
        let run = hotspotd(arguments).ends(0);
        assert!(!run.stdout.is_empty() && run.stderr.is_empty(), "{run:#?}");
    }
    let help = hotspotd(&["--help"]).stdout;
    let words: Vec<&str> = help.split_whitespace().collect();
    let help = words.join(" ");
    for code in [
        "0 done",
        "1 failed",
        "2 differences",
        "3 rolled back",
        "4 outcome unknown",
        "64 bad input",
    ] {
        assert!(help.contains(code), "{help}");
    }
}

#[test]
fn arguments_that_make_no_sense() {
    let folder = Folder::new();
    let site = folder.file("shop.toml", site());
    let password = folder.file("password", "x");
    let with = |more: &[&'static str]| -> Vec<String> {
        let all = [&["diff", &site, "--password-file", &password], more].concat();
        all.iter().map(|word| word.to_string()).collect()
    };
    for (arguments, word) in [
        (vec![], "Usage"),
        (vec!["aply".to_owned()], "apply"),
        (with(&[]), "--router"),
        (
            with(&["--router", "10.0.0.1:0"]),
            "--router 10.0.0.1:0 is no address",
        ),
        (
            with(&["--router", "10.0.0.1:port"]),
            "--router 10.0.0.1:port is no address",
        ),
        (
            with(&["--router", "10.0.0.1", "--tls-pin", "abc"]),
            "64 hex digits",
        ),
        (
            with(&["--router", "10.0.0.1", "--timeout", "5"]),
            "write 20ms or 1s",
        ),
        (
            with(&["--router", "10.0.0.1", "--timeout", "0s"]),
            "give it some time",
        ),
        (
            with(&["--router", "10.0.0.1", "--routeros", "seven"]),
            "--routeros",
        ),
    ] {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let run = hotspotd(&words).ends(64);
        assert!(run.stderr.contains(word), "no {word}: {run:#?}");
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_pin_and_a_plain_connection_exclude_each_other() {
    let pin = "ab".repeat(32);
    let run = hotspotd(&[
        "diff",
        "x",
        "--router",
        "r",
        "--password-file",
        "p",
        "--plain",
        "--tls-pin",
        &pin,
    ]);
    let run = run.ends(64);
    assert!(run.stderr.contains("cannot be used with"), "{run:#?}");
}

#[test]
fn sites_that_are_none_are_refused_before_anything_is_opened() {
    let folder = Folder::new();
    let data = folder.path("data");
    let serve = |origin: Option<&str>, environment: &str| {
        let mut command = program(&["serve", "--data-dir", &data]);
        command.args(["--listen", "127.0.0.1:0", "--portal-listen", "127.0.0.1:0"]);
        command.env("HOTSPOTD_CORS_ORIGIN", environment);
        if let Some(origin) = origin {
            command.args([
                "--cors-origin",
                "https://good.example",
                "--cors-origin",
                origin,
            ]);
        }
        command.output().unwrap()
    };
    for (origin, environment, told) in [
        (
            Some("*"),
            "",
            "--cors-origin: \"*\" would let pages of any site",
        ),
        (Some("https://*.example.com"), "", "any site"),
        (
            Some("example.com"),
            "",
            "does not say how the site is reached",
        ),
        (
            Some("https://example.com/app"),
            "",
            "is more than an origin",
        ),
        (
            None,
            "https://good.example, example.com/",
            "HOTSPOTD_CORS_ORIGIN: \"example.com/\"",
        ),
    ] {
        let output = serve(origin, environment);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{origin:?}: {stderr}");
        assert!(stderr.contains(told), "{origin:?}: {stderr}");
        assert!(!std::path::Path::new(&data).exists(), "{origin:?}");
    }
}
