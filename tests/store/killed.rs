//! Killed in the middle, again and again, in the same folder.

use std::io::{BufRead, BufReader, Read};

use super::bench::{Chance, Folder, stored};
use super::child::{Way, acknowledged, command};

fn rounds(count: u64) {
    let folder = Folder::new();
    let mut chance = Chance::of(20_261_126);
    let mut all = Vec::new();
    for round in 0..count {
        let way = Way {
            before: &[],
            most: i64::MAX / 4,
            synced: true,
        };
        let mut child = command(folder.path(), &way).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut told = String::new();
        let lines = 3 + chance.below(60);
        for _ in 0..lines {
            out.read_line(&mut told).unwrap();
        }
        child.kill().unwrap();
        out.read_to_string(&mut told).unwrap();
        child.wait().unwrap();
        assert!(told.contains("begun"), "round {round}: {told}");
        all.extend(acknowledged(&told));
        // Every tenth time somebody else looks, and takes the log over; else the next child has to.
        if round % 10 == 9 || round + 1 == count {
            let (ids, check) = stored(&folder.file("state.db"));
            assert_eq!(check, "ok", "round {round}");
            let lost: Vec<_> = all
                .iter()
                .filter(|id| ids.binary_search(id).is_err())
                .collect();
            assert!(lost.is_empty(), "round {round}: {lost:?}");
        }
    }
    println!("{count} kills, {} acknowledged, none lost", all.len());
    assert!(all.len() as u64 > count);
}

#[test]
fn twenty_kills_lose_nothing() {
    rounds(20);
}

#[test]
#[ignore = "takes minutes: cargo test --test store -- --ignored --nocapture thousand"]
fn a_thousand_kills_lose_nothing() {
    rounds(1_000);
}
