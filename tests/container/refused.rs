//! What is refused, and what hostile names do not do.

use super::{container_setup, linted, script};

#[test]
fn what_cannot_be_is_told() {
    for (arguments, told) in [
        (&[][..], "--routeros <VERSION>"),
        (
            &["--routeros", "7.8"],
            "hotspotd runs on the router itself from RouterOS 7.9 on, and this is 7.8",
        ),
        (&["--routeros", "6.49.18"], "and this is 6.49.18"),
        (
            &["--routeros", "seven"],
            "\"seven\" is not a RouterOS version",
        ),
        (
            &["--routeros", "7.21", "--model", "hEX refresh"],
            "hEX refresh runs only containers for older processors (arm32v5)",
        ),
        (
            &["--routeros", "7.21", "--model", "hAP lite"],
            "hAP lite cannot run containers",
        ),
        (&["--routeros", "7.21", "--model", "hAP zz"], "did you mean"),
        (
            &[
                "--routeros",
                "7.21",
                "--model",
                "hAP ax³",
                "--arch",
                "arm64",
            ],
            "cannot be used with",
        ),
        (
            &["--routeros", "7.21", "--lan", "a", "--lan-list", "b"],
            "cannot be used with",
        ),
        (
            &["--routeros", "7.21", "--subnet", "8.8.8.0/24"],
            "8.8.8.0/24 is a network of the internet",
        ),
        (
            &["--routeros", "7.21", "--subnet", "10.0.0.0/31"],
            "10.0.0.0/31 does not fit",
        ),
        (
            &["--routeros", "7.21", "--subnet", "10.0.0.0/8"],
            "10.0.0.0/8 does not fit",
        ),
        (
            &["--routeros", "7.21", "--subnet", "10.0.0.5/24"],
            "the network is 10.0.0.0/24",
        ),
    ] {
        let output = container_setup(arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(64), "{arguments:?}: {message}");
        assert!(message.contains(told), "{told}: {message}");
        assert!(output.stdout.is_empty());
    }
}

/// What somebody may try to get into a script.
const HOSTILE: [&str; 12] = [
    "",
    "a b",
    "a\"b",
    "$admin",
    "a\n/user remove [find]",
    "a\r\nb",
    "a;b",
    "[find]",
    "../..",
    "a#b",
    "a\u{1b}[2J",
    "ünï",
];

#[test]
fn names_and_places_are_plain_words() {
    for text in HOSTILE {
        for option in ["--name", "--disk", "--image"] {
            let output = container_setup(&["--routeros", "7.21", option, text]);
            let message = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(64), "{option} {text:?}");
            assert!(
                message.contains("cannot be "),
                "{option} {text:?}: {message}"
            );
            assert!(output.stdout.is_empty());
        }
    }
    for text in [
        "Duka",
        "9duka",
        "-duka",
        "a-name-that-is-much-too-long-to-be-one",
    ] {
        let output = container_setup(&["--remove", "--name", text]);
        // A name that begins with a dash may be taken for an option that there is not.
        assert_eq!(output.status.code(), Some(64), "{text}");
    }
    for text in ["usb1//a", "usb1/./a", "//usb1"] {
        let output = container_setup(&["--routeros", "7.21", "--disk", text]);
        assert_eq!(output.status.code(), Some(64), "{text}");
    }
}

#[test]
fn interfaces_are_quoted_or_refused() {
    let honest = rsc::dialect::parse(&script(&["--routeros", "7.21"]))
        .unwrap()
        .len();
    for text in HOSTILE {
        for option in ["--lan", "--lan-list"] {
            let output = container_setup(&["--routeros", "7.21", option, text]);
            let printed = String::from_utf8(output.stdout).unwrap();
            if text.is_empty() || text.chars().any(char::is_control) {
                assert_eq!(output.status.code(), Some(64), "{option} {text:?}");
                assert!(printed.is_empty());
                continue;
            }
            assert_eq!(output.status.code(), Some(0), "{option} {text:?}");
            // As many commands as with an honest name, and nothing that is wrong.
            assert_eq!(rsc::dialect::parse(&printed).unwrap().len(), honest);
            let (code, told) = linted(&printed, &["--routeros", "7.21"]);
            assert_eq!((code, told.as_str()), (Some(0), ""), "{option} {text:?}");
        }
    }
    for text in ["!bridge", "*1"] {
        let output = container_setup(&["--routeros", "7.21", "--lan", text]);
        assert_eq!(output.status.code(), Some(64), "{text} would mean others");
    }
}
