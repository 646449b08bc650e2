//! The log of a database, read by hand (SQLite's file format, 4.1).

use std::path::Path;

const HEADER: usize = 32;
pub const FRAME: usize = 24 + 4096;

/// Where each frame of the log ends, and whether it ends a commit. Frames of an earlier round of the log do not count.
pub fn frames(wal: &[u8]) -> Vec<(usize, bool)> {
    let Some(salts) = wal.get(16..24) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = HEADER;
    while let Some(head) = wal.get(at..at + 24) {
        if wal.len() < at + FRAME || &head[8..16] != salts {
            break;
        }
        at += FRAME;
        found.push((at, head[4..8] != [0, 0, 0, 0]));
    }
    found
}

/// How many commits are in the log beside this database.
pub fn commits(database: &Path) -> usize {
    let wal = std::fs::read(format!("{}-wal", database.display())).unwrap_or_default();
    frames(&wal).iter().filter(|(_, commit)| *commit).count()
}
