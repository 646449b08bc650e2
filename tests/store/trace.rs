//! What a process asked of its files and when it was promised that it is on the disk, from the words of strace.

use std::collections::HashMap;

/// One thing that it did, in order.
#[derive(Debug)]
pub enum Step {
    /// Bytes were written at an offset. They may be on the disk from now on.
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    /// A file was cut or made longer.
    Truncate { file: String, length: usize },
    /// What was written before is on the disk.
    Synced { file: String },
    /// A sale was acknowledged.
    Acknowledged(i64),
}

/// Reads `strace -f -y -xx -e trace=pwrite64,write,ftruncate,fsync,fdatasync`. Paths are cut to the file's name.
pub fn steps(text: &str, folder: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    // A call that another thread interrupted ends in a line of its own.
    let mut unfinished: HashMap<&str, String> = HashMap::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
            // Its arguments are known already: a write may take effect from here, a sync not before its end.
            if begun.starts_with("fsync") || begun.starts_with("fdatasync") {
                unfinished.insert(thread, begun.to_owned());
            } else {
                steps.extend(step(begun, folder));
            }
        } else if rest.starts_with("<...") {
            if let Some(begun) = unfinished.remove(thread)
                && rest.ends_with("= 0")
            {
                steps.extend(step(&begun, folder));
            }
        } else if !rest.contains("= -1") {
            steps.extend(step(rest, folder));
        }
    }
    steps
}

fn step(call: &str, folder: &str) -> Option<Step> {
    let (name, arguments) = call.split_once('(')?;
    let path = arguments.split_once('<')?.1.split_once('>')?.0;
    let path = String::from_utf8_lossy(&hex(path)).into_owned();
    if name == "write" {
        let text = quoted(arguments)?;
        let text = String::from_utf8(text).ok()?;
        let id = text.trim().strip_prefix("saved ")?.strip_suffix('.')?;
        return Some(Step::Acknowledged(id.parse().ok()?));
    }
    let file = path
        .strip_prefix(folder)?
        .trim_start_matches('/')
        .to_owned();
    let last = |text: &str| {
        let number = text.rsplit(", ").next()?;
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        number.parse::<usize>().ok()
    };
    match name {
        "pwrite64" => Some(Step::Write {
            file,
            at: last(arguments.split(") ").next()?)?,
            bytes: quoted(arguments)?,
        }),
        "ftruncate" => Some(Step::Truncate {
            file,
            length: last(arguments.split(") ").next()?)?,
        }),
        "fsync" | "fdatasync" => Some(Step::Synced { file }),
        _ => None,
    }
}

fn quoted(arguments: &str) -> Option<Vec<u8>> {
    let text = arguments.split_once('"')?.1.split_once('"')?.0;
    Some(hex(text))
}

/// `\x41\x42`; what is not written so stands for itself.
fn hex(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let digit = |byte: u8| (byte as char).to_digit(16).unwrap() as u8;
    let mut found = Vec::with_capacity(bytes.len() / 4);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' && bytes.get(at + 1) == Some(&b'x') {
            found.push(digit(bytes[at + 2]) * 16 + digit(bytes[at + 3]));
            at += 4;
        } else {
            found.push(bytes[at]);
            at += 1;
        }
    }
    found
}
