//! `packaging/deploy` and `packaging/deploy.bat` do the same. `packaging/try-deploy` tries both, the latter in Wine; here they are read beside each other.

const UNIX: &str = include_str!("../../packaging/deploy");
const WINDOWS: &str = include_str!("../../packaging/deploy.bat");
const BOX: &str = include_str!("../../packaging/deploy-on-box");

/// The words of these that a script has in its commands, in the order in which they come, from the first thing that it does on the box.
fn in_order<'a>(script: &str, comment: &str, words: &[&'a str]) -> Vec<&'a str> {
    let lines = script
        .lines()
        .filter(|line| !line.trim_start().starts_with(comment));
    lines
        .flat_map(|line| words.iter().filter(move |word| line.contains(*word)))
        .copied()
        .skip_while(|word| *word != words[0])
        .collect()
}

#[test]
fn both_take_the_same_steps() {
    let steps = [
        "mkdir -p -m 0700",
        "scp -q",
        "hotspotd.service",
        "hotspotd.sysusers",
        " look",
        "hotspotd_*_",
        "hotspotd-*-",
        " room ",
        "reput ",
        " install ",
    ];
    let unix = in_order(UNIX, "#", &steps);
    assert_eq!(unix, steps);
    assert_eq!(in_order(WINDOWS, "rem", &steps), unix);
    for words in [".hotspotd-deploy", "deploy-on-box", "DEPLOY_SSH", "255"] {
        assert!(UNIX.contains(words) && WINDOWS.contains(words), "{words}");
    }
    // What both call is there.
    for command in ["look:1)", "room:3)", "install:3)"] {
        assert!(BOX.contains(command), "{command}");
    }
}

#[test]
fn windows_and_the_box_can_read_theirs() {
    assert!(WINDOWS.is_ascii());
    let lines = WINDOWS.split_terminator('\n');
    assert!(lines.clone().count() > 50 && WINDOWS.ends_with('\n'));
    for (number, line) in lines.enumerate() {
        assert!(line.ends_with('\r'), "line {} has no CRLF", number + 1);
    }
    assert!(!BOX.contains('\r') && !UNIX.contains('\r'));
}

#[test]
fn every_way_of_the_batch_file_leads_somewhere() {
    let labels: Vec<&str> = WINDOWS
        .lines()
        .filter_map(|line| line.strip_prefix(':'))
        .collect();
    let ways: Vec<&str> = WINDOWS
        .lines()
        .filter_map(|line| line.split_once("goto ").map(|(_, label)| label.trim()))
        .collect();
    assert!(ways.len() > 4);
    for way in ways {
        assert!(labels.contains(&way), "goto {way}");
    }
    let depth = |mark: char| WINDOWS.matches(mark).count();
    assert_eq!(depth('('), depth(')'));
}
