//! Without a file, the passphrase is asked for at the terminal: twice where something is locked with it, once where something is opened.

use crate::bench::{Bench, PASSPHRASE, ended, hotspotd, refused};
use crate::strangers::{at_a_terminal, is_there};

const PROGRAM: &str = env!("CARGO_BIN_EXE_hotspotd");

#[test]
fn the_terminal_asks() {
    let bench = Bench::furnished("backup-terminal");
    let (data, out) = (bench.at("data"), bench.at("typed.age"));
    let make = ["backup", "make", "--data-dir", &data, "--out", &out];
    let nobody = refused(&hotspotd(&make));
    assert!(
        nobody.contains("give the passphrase by --passphrase-file"),
        "{nobody}"
    );
    if !is_there("python3") {
        return;
    }
    let asked = ended(&at_a_terminal(&[&[PROGRAM], &make[..]].concat()), 0);
    assert!(
        asked.contains("Passphrase of the backup: ") && asked.contains("Once more: "),
        "{asked}"
    );
    assert!(!asked.contains(PASSPHRASE), "what is typed is not shown");
    ended(&bench.restore("typed.age", "data", &["--verify-only"]), 0);
    let look = [
        PROGRAM,
        "restore",
        &out,
        "--data-dir",
        &data,
        "--verify-only",
    ];
    let asked = ended(&at_a_terminal(&look), 0);
    assert!(
        asked.contains("2 routers") && !asked.contains("Once more"),
        "{asked}"
    );
    // A terminal is no place for a backup.
    let make = [PROGRAM, "backup", "make", "--data-dir", &data, "--out", "-"];
    let refused = at_a_terminal(&make);
    assert_eq!(refused.status.code(), Some(64), "{refused:?}");
}

#[test]
fn standard_output_takes_it() {
    let bench = Bench::furnished("backup-output");
    let (data, pass) = (bench.at("data"), bench.at("pass"));
    let made = hotspotd(&[
        "backup",
        "make",
        "--data-dir",
        &data,
        "--out",
        "-",
        "--passphrase-file",
        &pass,
    ]);
    assert!(made.status.success(), "{:?}", made.status);
    std::fs::write(bench.path("piped.age"), &made.stdout).unwrap();
    ended(&bench.restore("piped.age", "data", &["--verify-only"]), 0);
}
