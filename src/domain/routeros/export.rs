//! The text of a router's `/export`: made comparable, and compared line by line.
//!
//! A router writes the same configuration with another head each time (date, version) and breaks long lines where they happen to
//! be full; both are taken out, so that equal configurations are equal texts.

use serde::Serialize;
use similar::{Algorithm, ChangeTag, TextDiff};

/// Unchanged lines shown around a change.
const AROUND: usize = 2;

/// Comparing takes time with the product of both lengths at worst; above this product, what differs is told as one block.
const MOST_WORK: usize = 16_000_000;

/// The text without what changes from one export to the next, one statement to a line.
///
/// Left out of the head: the line with date and version, the licence's identifier, and empty comments.
pub fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut continued = false;
    let mut in_head = true;
    for line in text.lines() {
        let line = if continued { line.trim_start() } else { line };
        if in_head && !continued {
            in_head = line.starts_with('#') || line.trim().is_empty();
            if in_head && is_passing(line) {
                continue;
            }
        }
        // An odd number of backslashes: the last one is no quoted one, and the statement goes on.
        let backslashes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
        continued = backslashes % 2 == 1;
        if continued {
            normal.push_str(line.strip_suffix('\\').unwrap_or(line));
        } else {
            normal.push_str(line.trim_end());
            normal.push('\n');
        }
    }
    if continued {
        normal.push('\n');
    }
    normal
}

/// A line of the head that says nothing of the configuration.
fn is_passing(line: &str) -> bool {
    let comment = line.trim_start_matches('#').trim();
    comment.is_empty() || comment.contains(" by RouterOS ") || comment.starts_with("software id")
}

/// What differs between two exports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ExportDiff {
    /// Lines that are only in the newer one.
    pub added: usize,
    /// Lines that are only in the older one.
    pub removed: usize,
    /// The places where they differ, in their order.
    pub places: Vec<Place>,
}

impl ExportDiff {
    /// Whether both are the same configuration.
    pub fn is_empty(&self) -> bool {
        self.added == 0 && self.removed == 0
    }
}

/// Lines that belong together, with a few unchanged ones around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The menu in which its first change is, e.g. `/ip pool`; empty in the head.
    pub menu: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// One line of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Where it stands.
    pub kind: LineKind,
    /// Its text.
    pub text: String,
}

/// In which of the two a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineKind {
    /// In both.
    Same,
    /// Only in the newer one.
    Added,
    /// Only in the older one.
    Removed,
}

/// Compares two normal texts, the older one first.
pub fn diff(older: &str, newer: &str) -> ExportDiff {
    let (old, new): (Vec<&str>, Vec<&str>) = (older.lines().collect(), newer.lines().collect());
    let lines = lines(&old, &new);
    let count = |kind: LineKind| lines.iter().filter(|line| line.kind == kind).count();
    ExportDiff {
        added: count(LineKind::Added),
        removed: count(LineKind::Removed),
        places: places(&lines),
    }
}

/// All lines of both, in order.
fn lines(old: &[&str], new: &[&str]) -> Vec<Line> {
    let common = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        pairs.take_while(|(one, other)| one == other).count()
    };
    let head = common(&mut old.iter().zip(new));
    let (old_rest, new_rest) = (
        old.get(head..).unwrap_or_default(),
        new.get(head..).unwrap_or_default(),
    );
    let tail = common(&mut old_rest.iter().rev().zip(new_rest.iter().rev()));
    let middle_of = |lines: &[&str]| lines.len() - tail;
    let (old_middle, old_tail) = old_rest.split_at(middle_of(old_rest));
    let (new_middle, _) = new_rest.split_at(middle_of(new_rest));
    let line = |kind: LineKind| {
        move |text: &&str| Line {
            kind,
            text: (*text).to_owned(),
        }
    };
    let mut all: Vec<Line> = old.iter().take(head).map(line(LineKind::Same)).collect();
    if old_middle.len().saturating_mul(new_middle.len()) > MOST_WORK {
        all.extend(old_middle.iter().map(line(LineKind::Removed)));
        all.extend(new_middle.iter().map(line(LineKind::Added)));
    } else {
        let diff = TextDiff::configure()
            .algorithm(Algorithm::Myers)
            .diff_slices(old_middle, new_middle);
        all.extend(diff.iter_all_changes().map(|change| Line {
            kind: match change.tag() {
                ChangeTag::Equal => LineKind::Same,
                ChangeTag::Insert => LineKind::Added,
                ChangeTag::Delete => LineKind::Removed,
            },
            text: change.value().to_owned(),
        }));
    }
    all.extend(old_tail.iter().map(line(LineKind::Same)));
    all
}

/// The changes with the lines around them; places that touch are one.
fn places(lines: &[Line]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut menu = "";
    let mut shown_up_to = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.text.starts_with('/') {
            menu = &line.text;
        }
        if line.kind == LineKind::Same {
            continue;
        }
        let begin = at.saturating_sub(AROUND);
        if begin > shown_up_to || places.is_empty() {
            places.push(Place {
                menu: menu.to_owned(),
                lines: Vec::new(),
            });
            shown_up_to = begin;
        }
        let end = (at + 1 + AROUND).min(lines.len());
        let more = lines.get(shown_up_to..end).unwrap_or_default();
        if let Some(place) = places.last_mut() {
            place.lines.extend_from_slice(more);
        }
        shown_up_to = shown_up_to.max(end);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EXPORT: &str = "# 2026-01-10 01:00:00 by RouterOS 7.21.5\r\n\
        # software id = H792-MXJ3\r\n#\r\n# model = RBD52G-5HacD2HnD\r\n\
        /ip pool\r\nadd name=hs ranges=10.5.50.2-10.5.50.254\r\n\
        /ip hotspot profile\r\nadd dns-name=duka.lan html-directory=flash/hotspot login-by=\\\r\n    http-chap name=hs\r\n\
        /system script\r\nadd name=x source=\"a\\\\\r\n\";\r\n";

    #[test]
    fn what_passes_is_left_out_and_statements_are_whole() {
        assert_eq!(
            normal(EXPORT),
            "# model = RBD52G-5HacD2HnD\n\
             /ip pool\nadd name=hs ranges=10.5.50.2-10.5.50.254\n\
             /ip hotspot profile\nadd dns-name=duka.lan html-directory=flash/hotspot login-by=http-chap name=hs\n\
             /system script\nadd name=x source=\"a\\\\\n\";\n"
        );
    }

    #[test]
    fn the_same_configuration_at_another_time_is_no_difference() {
        let later = EXPORT
            .replace("2026-01-10 01:00:00", "jan/11/2026 02:00:00")
            .replace("login-by=\\\r\n    http-chap", "login-by=http-chap");
        assert!(diff(&normal(EXPORT), &normal(&later)).is_empty());
    }

    #[test]
    fn a_comment_within_is_kept() {
        let text = "/ip pool\n# by RouterOS 7 it is so\nadd name=a\n";
        assert_eq!(normal(text), text);
    }

    #[test]
    fn changes_are_told_with_their_menu_and_surroundings() {
        let old = "/a\nadd name=1\nadd name=2\nadd name=3\n/b\nadd name=4\nadd name=5\nadd name=6\nadd name=7\n/c\nadd name=8\n";
        let new = old
            .replace("name=1\n", "name=1 comment=x\n")
            .replace("add name=8\n", "");
        let diff = diff(old, &new);
        assert_eq!((diff.added, diff.removed), (1, 2));
        let menus: Vec<&str> = diff
            .places
            .iter()
            .map(|place| place.menu.as_str())
            .collect();
        assert_eq!(menus, ["/a", "/c"]);
        let shown: Vec<String> = diff.places[0]
            .lines
            .iter()
            .map(|line| format!("{:?} {}", line.kind, line.text))
            .collect();
        assert_eq!(
            shown,
            [
                "Same /a",
                "Removed add name=1",
                "Added add name=1 comment=x",
                "Same add name=2",
                "Same add name=3"
            ]
        );
    }

    #[test]
    fn texts_that_have_nothing_in_common_do_not_take_for_ever() {
        let one: String = (0..30_000).map(|n| format!("add a={n}\n")).collect();
        let other: String = (0..30_000).map(|n| format!("add b={n}\n")).collect();
        let diff = diff(&one, &other);
        assert_eq!(
            (diff.added, diff.removed, diff.places.len()),
            (30_000, 30_000, 1)
        );
    }

    proptest! {
        /// Going by the difference, the newer text comes out of the older one.
        #[test]
        fn nothing_is_lost(old in "[ab\n]{0,60}", new in "[ab\n]{0,60}") {
            let (before, after): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
            let lines = lines(&before, &after);
            let without = |gone: LineKind| -> Vec<&str> {
                lines.iter().filter(|line| line.kind != gone).map(|line| line.text.as_str()).collect()
            };
            prop_assert_eq!(without(LineKind::Added), before);
            prop_assert_eq!(without(LineKind::Removed), after);
            // Every change is in exactly one place.
            let diff = diff(&old, &new);
            let told = diff.places.iter().flat_map(|place| &place.lines).filter(|line| line.kind != LineKind::Same).count();
            prop_assert_eq!(told, diff.added + diff.removed);
        }

        #[test]
        fn normal_is_normal(text in "[#/a \\\\\r\n]{0,40}") {
            let once = normal(&text);
            prop_assert!(once.is_empty() || once.ends_with('\n'));
        }
    }
}
