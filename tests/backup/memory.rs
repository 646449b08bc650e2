//! A backup takes no more memory for a large database than for a small one: a container has 64 MB in all.

use std::path::Path;
use std::process::Command;

use crate::bench::{Bench, ended};
use crate::strangers::is_there;

/// What the database grows by.
const MORE: usize = 12 << 20;
/// By how much more memory the large one may take: less than half of what it has grown.
const NOISE: u64 = 5 << 20;

/// The most memory that a run took, in bytes, as the system counts it.
fn most(arguments: &[&str]) -> u64 {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backup/measured.py");
    let measured = Command::new("python3")
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_hotspotd"))
        .args(arguments)
        .output()
        .unwrap();
    let told = ended(&measured, 0);
    told.lines().last().unwrap().parse().unwrap()
}

#[test]
fn a_large_database_takes_no_more() {
    if !is_there("python3") {
        return;
    }
    let bench = Bench::furnished("backup-memory");
    let (data, out, pass) = (bench.at("data"), bench.at("out.age"), bench.at("pass"));
    let usual = ["--data-dir", &data, "--passphrase-file", &pass];
    let make = [&["backup", "make", "--out", &out], &usual[..]].concat();
    let look = [&["restore", &out, "--verify-only"], &usual[..]].concat();
    let small = (most(&make), most(&look));
    let connection = rusqlite::Connection::open(bench.path("data/state.db")).unwrap();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
               INSERT INTO setting (key, value, set_at) SELECT 'many-' || i, hex(randomblob(4096)), 0 FROM n";
    connection
        .execute(sql, [i64::try_from(MORE / 8192).unwrap()])
        .unwrap();
    drop(connection);
    let large = (most(&make), most(&look));
    let written = std::fs::metadata(&out).unwrap().len();
    eprintln!("small {small:?}, large {large:?}, the backup has {written} bytes");
    assert!(written > 5 << 20);
    assert!(large.0 < small.0 + NOISE && large.1 < small.1 + NOISE);
}
