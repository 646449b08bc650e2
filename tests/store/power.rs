//! The power goes: of what was not synced, any part is on the disk, any part is not, and sectors are torn.
//!
//! A child's writes and syncs are recorded by strace, and disks are put together as they could be after a cut at any
//! step. Names of files count as kept: SQLite syncs the folder itself, and that is not looked at here.

use std::collections::BTreeMap;

use super::bench::{Chance, Folder, stored};
use super::child::{Way, command};
use super::failing::strace;
use super::trace::{Step, steps};

const SECTOR: usize = 512;
/// Enough that the log is taken over once.
const SALES: i64 = 500;

/// What of a file is surely on the disk, and what was asked of it since.
#[derive(Default, Clone)]
struct File<'s> {
    sure: Vec<u8>,
    since: Vec<&'s Step>,
}

fn write(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    if bytes.len() < at + new.len() {
        bytes.resize(at + new.len(), 0);
    }
    bytes[at..at + new.len()].copy_from_slice(new);
}

fn settle(bytes: &mut Vec<u8>, step: &Step) {
    match step {
        Step::Write { at, bytes: new, .. } => write(bytes, *at, new),
        Step::Truncate { length, .. } => bytes.resize(*length, 0),
        Step::Synced { .. } | Step::Acknowledged(_) => {}
    }
}

/// The file as it could be after the cut.
fn after(file: &File<'_>, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = file.sure.clone();
    for step in &file.since {
        match (step, chance.below(3)) {
            (_, 0) => {}
            (Step::Write { at, bytes: new, .. }, 1) => {
                for (number, sector) in new.chunks(SECTOR).enumerate() {
                    if chance.below(2) == 0 {
                        write(&mut bytes, at + number * SECTOR, sector);
                    }
                }
            }
            _ => settle(&mut bytes, step),
        }
    }
    bytes
}

/// Without syncs even the table may be gone: then none of its rows is there.
fn stored_at_all(disk: &Folder) -> (Vec<i64>, String) {
    let tables: i64 = rusqlite::Connection::open(disk.file("state.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    if tables == 0 {
        return (Vec::new(), "ok".to_owned());
    }
    stored(&disk.file("state.db"))
}

/// What came of all cuts.
struct Tally {
    acknowledged: usize,
    lost: usize,
    broken: usize,
    taken_over: bool,
}

fn cuts(synced: bool, count: u64) -> Tally {
    let folder = Folder::new();
    let record = folder.file("record");
    let data = folder.file("data");
    let before = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "200000",
        "-o",
        record.to_str().unwrap(),
        "-e",
        "trace=pwrite64,write,ftruncate,fsync,fdatasync",
    ];
    let output = command(
        &data,
        &Way {
            before: &before,
            most: SALES,
            synced,
        },
    )
    .output()
    .unwrap();
    assert!(output.status.success());
    let text = std::fs::read_to_string(&record).unwrap();
    let steps = steps(&text, data.to_str().unwrap());
    let total = steps
        .iter()
        .filter(|step| matches!(step, Step::Acknowledged(_)))
        .count();
    assert_eq!(total as i64, SALES, "the record is whole");

    let first = steps
        .iter()
        .position(|step| matches!(step, Step::Acknowledged(_)))
        .unwrap();
    let mut chance = Chance::of(4_711);
    let mut places: Vec<usize> = (0..count)
        .map(|_| first + chance.below((steps.len() - first) as u64) as usize)
        .collect();
    places.sort_unstable();
    let mut files: BTreeMap<&str, File<'_>> = BTreeMap::new();
    let mut told = Vec::new();
    let mut tally = Tally {
        acknowledged: 0,
        lost: 0,
        broken: 0,
        taken_over: false,
    };
    let mut places = places.into_iter().peekable();
    for (number, step) in steps.iter().enumerate() {
        match step {
            Step::Acknowledged(id) => told.push(*id),
            Step::Synced { file } => {
                let file = files.entry(file).or_default();
                for step in std::mem::take(&mut file.since) {
                    settle(&mut file.sure, step);
                }
            }
            Step::Write { file, .. } | Step::Truncate { file, .. } => {
                tally.taken_over |= !told.is_empty() && file == "state.db";
                files.entry(file).or_default().since.push(step);
            }
        }
        while places.next_if_eq(&number).is_some() {
            let disk = Folder::new();
            for name in ["state.db", "state.db-wal"] {
                let bytes = files
                    .get(name)
                    .map(|file| after(file, &mut chance))
                    .unwrap_or_default();
                std::fs::write(disk.file(name), bytes).unwrap();
            }
            let (ids, check) = stored_at_all(&disk);
            tally.acknowledged += told.len();
            tally.lost += told
                .iter()
                .filter(|id| ids.binary_search(id).is_err())
                .count();
            tally.broken += usize::from(check != "ok");
        }
    }
    tally
}

fn power(count: u64) {
    let full = cuts(true, count);
    assert!(full.taken_over, "the log was taken over in between");
    assert_eq!((full.lost, full.broken), (0, 0));
    // The same without syncs at commits: it must lose, or these cuts cut nothing.
    let normal = cuts(false, count);
    assert!(normal.lost > 0);
    assert_eq!(normal.broken, 0);
    println!(
        "{count} cuts: FULL lost 0 of {} acknowledged, NORMAL {} of {}",
        full.acknowledged, normal.lost, normal.acknowledged
    );
}

#[test]
fn a_power_cut_loses_nothing_acknowledged() {
    if strace() {
        power(100);
    }
}

#[test]
#[ignore = "takes minutes: cargo test --test store -- --ignored --nocapture thousand"]
fn thousands_of_power_cuts_lose_nothing_acknowledged() {
    if strace() {
        power(3_000);
    }
}
