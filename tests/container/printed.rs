//! What is printed: the scripts that are kept, and their differences one by one.

use super::kept::is_kept;
use super::{MARK, VERSIONS, linted, schema, script, script_for};

#[test]
fn the_scripts_are_those_that_were_looked_at() {
    for version in VERSIONS {
        is_kept(
            &format!("tests/container/{version}.rsc"),
            &script_for(version),
        );
    }
    is_kept("tests/container/remove.rsc", &script(&["--remove"]));
}

#[test]
fn they_are_clean_for_their_version() {
    for version in VERSIONS.into_iter().chain(["7.24", "8.0"]) {
        assert_eq!(
            linted(&script_for(version), &["--routeros", version]),
            (Some(0), String::new()),
            "{version}"
        );
        let removed = linted(&script(&["--remove"]), &["--routeros", version]);
        assert_eq!(removed, (Some(0), String::new()), "{version}");
    }
}

#[test]
fn they_are_clean_against_the_real_tree() {
    let Some(schema) = schema() else { return };
    let schema = schema.to_str().unwrap();
    for text in [script_for("7.21.5"), script(&["--remove"])] {
        let told = linted(&text, &["--schema", schema, "--routeros", "7.21.5"]);
        assert_eq!(told, (Some(0), String::new()), "{text}");
    }
    // The tree would have told.
    let (code, told) = linted(&script_for("7.20"), &["--schema", schema]);
    assert_eq!(code, Some(2));
    assert!(
        told.contains("`add` in `/container/mounts` has no argument `name`"),
        "{told}"
    );
}

/// A piece of the script, and the minor versions that have it: from the first to before the second.
const DIFFERENCES: [(&str, u16, u16); 14] = [
    (" name=hotspotd key=HOTSPOTD_LISTEN ", 9, 20),
    (" list=hotspotd key=HOTSPOTD_LISTEN ", 20, 99),
    (
        " name=hotspotd-data src=usb1/hotspotd-data dst=/data",
        9,
        21,
    ),
    (
        " list=hotspotd-data src=usb1/hotspotd-data dst=/data",
        21,
        99,
    ),
    (" envlist=hotspotd ", 9, 20),
    (" envlists=hotspotd ", 20, 99),
    (" mounts=hotspotd-data ", 9, 21),
    (" mountlists=hotspotd-data ", 21, 99),
    (" start-on-boot=yes}", 9, 20),
    (" start-on-boot=yes name=hotspotd memory-high=", 20, 99),
    (" memory-max=", 23, 99),
    (" auto-restart-interval=10s}", 20, 23),
    (" restart-policy=on-failure}", 23, 99),
    ("This RouterOS has no memory limit for one container", 9, 20),
];

#[test]
fn each_version_is_told_in_its_own_words() {
    for version in VERSIONS {
        let text = script_for(version);
        let minor: u16 = version.split('.').nth(1).unwrap().parse().unwrap();
        for (piece, first, gone) in DIFFERENCES {
            let has = (first..gone).contains(&minor);
            assert_eq!(text.contains(piece), has, "{version}: {piece}");
        }
    }
}

#[test]
fn the_words_of_one_version_are_faults_in_another() {
    for (written, runs, fault) in [
        ("7.19.6", "7.20", "`name` is gone since RouterOS 7.20"),
        (
            "7.19.6",
            "7.20",
            "`envlist` is gone since RouterOS 7.20, and 7.20 does not have it; write `envlists`",
        ),
        (
            "7.20.8",
            "7.21",
            "`mounts` is gone since RouterOS 7.21, and 7.21 does not have it; write `mountlists`",
        ),
        (
            "7.20.8",
            "7.21",
            "`name` is gone since RouterOS 7.21, and 7.21 does not have it; write `list`",
        ),
        ("7.20", "7.19.6", "`list` came with RouterOS 7.20"),
        ("7.20", "7.19.6", "`memory-high` came with RouterOS 7.20"),
        ("7.21", "7.20.8", "`mountlists` came with RouterOS 7.21"),
        ("7.23", "7.22", "`memory-max` came with RouterOS 7.23"),
        ("7.23", "7.22", "`restart-policy` came with RouterOS 7.23"),
    ] {
        let (code, told) = linted(&script_for(written), &["--routeros", runs]);
        assert_eq!(code, Some(2));
        assert!(told.contains(fault), "{written} on {runs}: {told}");
    }
}

#[test]
fn others_are_left_alone() {
    for version in VERSIONS {
        let text = script_for(version);
        let mut commands = text.lines().filter(|line| !line.starts_with('#'));
        // What all containers share is nobody's to set.
        assert!(commands.all(|line| !line.contains("/container config")));
        // A container that exists is left as it is.
        assert!(!text.contains("/container set"));
        // hotspotd takes rows whose comment begins with that for rows of its sites.
        assert!(!text.contains("comment=hotspotd:") && !text.contains("comment=\"hotspotd:"));
    }
}

#[test]
fn it_can_be_pasted_into_a_terminal() {
    for text in VERSIONS
        .map(script_for)
        .into_iter()
        .chain([script(&["--remove"])])
    {
        // A tab completes words there, and a question mark calls for help.
        let plain = |c: char| c == '\n' || (' '..='~').contains(&c) && c != '?';
        assert!(text.chars().all(plain), "{text}");
        assert!(rsc::dialect::parse(&text).is_ok());
    }
}

#[test]
fn it_says_what_a_person_needs() {
    let text = script(&[
        "--routeros",
        "7.21",
        "--subnet",
        "10.9.8.0/29",
        "--name",
        "duka",
    ]);
    for told in [
        "architecture-name: arm64",
        "/system device-mode update container=yes hotspot=yes scheduler=yes",
        "/disk format-drive usb1 file-system=ext4",
        "/container start [find comment=\"hotspotd-container:duka:container\"]",
        "Open https://10.9.8.2:8000/",
        "its address is 10.9.8.1",
        "[portal] address = \"10.9.8.2\", port = 8080",
        "hotspotd container-setup --remove --name duka",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    // Before 7.17 routers come with all of it allowed but containers.
    let older = script_for("7.16");
    assert!(older.contains("device-mode update container=yes\n"));
    assert!(!older.contains("apply-changes"));
    let newer = script_for("7.25");
    assert!(newer.contains("RouterOS 7.25 is newer than what hotspotd knows (7.24 is the newest)"));
    assert!(!script_for("7.23").contains("is newer than"));
}

#[test]
fn what_a_person_says_is_in_it() {
    let usual = format!(
        "file=usb1/hotspotd-{}-arm64.tar ",
        env!("CARGO_PKG_VERSION")
    );
    assert!(script(&["--routeros", "7.21"]).contains(&usual));
    for (arguments, piece) in [
        (&["--arch", "arm"][..], "-arm.tar root-dir=usb1/hotspotd "),
        (&["--arch", "x86"], "-amd64.tar "),
        (&["--arch", "amd64"], "architecture-name: x86_64."),
        (&["--model", "hAP ac²"], "-arm.tar "),
        (
            &["--model", "hAP ac²"],
            "in-interface=bridge out-interface=hotspotd",
        ),
        (
            &["--model", "CCR2004-16G-2S+"],
            "in-interface=ether1 out-interface=hotspotd",
        ),
        (
            &["--model", "hAP ax³", "--lan", "vlan7"],
            "in-interface=vlan7 out-interface=hotspotd",
        ),
        (
            &["--lan-list", "LAN"],
            "action=accept in-interface-list=LAN out-interface=hotspotd",
        ),
        (
            &["--disk", "/nvme1/boxes/"],
            "root-dir=nvme1/boxes/hotspotd ",
        ),
        (&["--disk", "nvme1/boxes"], "/disk format-drive nvme1 file"),
        (&["--image", "old/hotspotd.tar"], "file=old/hotspotd.tar "),
        (
            &["--dns", "1.1.1.1", "--dns", "8.8.8.8"],
            " dns=1.1.1.1,8.8.8.8}",
        ),
        (
            &["--subnet", "192.168.200.0/24"],
            "address=192.168.200.2/24 gateway=192.168.200.1",
        ),
        (
            &["--name", "duka"],
            "root-dir=usb1/duka interface=veth-duka hostname=duka ",
        ),
    ] {
        let text = script(&[&["--routeros", "7.21"], arguments].concat());
        assert!(text.contains(piece), "{piece}\n{text}");
    }
    let removed = script(&["--remove", "--name", "duka", "--disk", "nvme1"]);
    assert!(removed.contains("/file remove [find name=\"nvme1/duka-data\"]"));
    assert!(!removed.contains(MARK));
}
