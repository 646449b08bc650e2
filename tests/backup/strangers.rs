//! Age's own program opens our backups, and we open what it has locked. It asks for passphrases at a terminal, which `typed.py` is.

use std::path::Path;
use std::process::{Command, Output};

use crate::bench::{Bench, PASSPHRASE, ended};

/// Runs a program at a terminal, where each question is answered with the passphrase.
pub fn at_a_terminal(program: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backup/typed.py");
    Command::new("python3")
        .arg(script)
        .arg(PASSPHRASE)
        .args(program)
        .output()
        .unwrap()
}

/// Whether a program is there; the test says so where it is not.
pub fn is_there(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok();
    if !there {
        eprintln!("SKIPPED: backups and other programs: there is no {program}");
    }
    there
}

#[test]
fn age_opens_ours_and_we_open_its() {
    if !is_there("age") || !is_there("python3") {
        return;
    }
    let bench = Bench::furnished("backup-strangers");
    let (whole, tar) = (bench.at("whole.age"), bench.at("whole.tar.gz"));
    ended(
        &at_a_terminal(&["age", "--decrypt", "--output", &tar, &whole]),
        0,
    );
    let listed = Command::new("tar").args(["-tzf", &tar]).output().unwrap();
    assert_eq!(ended(&listed, 0), "manifest.json\nsecret.key\nstate.db\n");
    let folder = bench.at("");
    ended(
        &Command::new("tar")
            .args(["-xzf", &tar, "-C", &folder])
            .output()
            .unwrap(),
        0,
    );
    let key = |path: &str| std::fs::read(bench.path(path)).unwrap();
    assert_eq!(key("secret.key"), key("data/secret.key"));
    let manifest: serde_json::Value = serde_json::from_slice(&key("manifest.json")).unwrap();
    assert_eq!(manifest["format"], 1);
    assert_eq!(manifest["rows"]["router"], 2);

    let theirs = bench.at("theirs.age");
    ended(
        &at_a_terminal(&["age", "--passphrase", "--output", &theirs, &tar]),
        0,
    );
    let head = std::fs::read(&theirs).unwrap();
    assert!(head.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    let looked = ended(&bench.restore("theirs.age", "data", &["--verify-only"]), 0);
    assert!(looked.contains("2 routers"), "{looked}");
    ended(&bench.restore("theirs.age", "new", &[]), 0);
    assert_eq!(key("new/secret.key"), key("data/secret.key"));
}
