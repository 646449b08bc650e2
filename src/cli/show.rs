//! Changes as people read them: by menu, with signs, secrets hidden.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::exit::harmless;
use crate::domain::hotspot::changeset::{Action, Change, ChangeSet, FieldChange, Setting};

const ADDED: Style = AnsiColor::Green.on_default();
const CHANGED: Style = AnsiColor::Yellow.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const MENU: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// All changes, and a last line that counts them. Colours are in the text; the stream takes them out where they do not belong.
pub fn changes(set: &ChangeSet) -> String {
    let mut text = String::new();
    let mut menu = "";
    for change in &set.changes {
        if change.menu.path != menu {
            menu = change.menu.path;
            let _ = writeln!(text, "{MENU}{menu}{MENU:#}");
        }
        let _ = writeln!(text, "  {}", line(change));
    }
    let _ = writeln!(text, "{}", total(set));
    text
}

/// `75 to add, 9 to change (8 to take over), 1 to remove`.
pub fn total(set: &ChangeSet) -> String {
    let counts = set.counts();
    let take_overs = set.take_overs().count();
    let mut parts = Vec::new();
    if counts.added > 0 {
        parts.push(format!("{} to add", counts.added));
    }
    match (counts.set, take_overs) {
        (0, _) => {}
        (changed, 0) => parts.push(format!("{changed} to change")),
        (changed, taken) => parts.push(format!(
            "{changed} to change ({taken} of them to take over)"
        )),
    }
    if counts.moved > 0 {
        parts.push(format!("{} to move", counts.moved));
    }
    if counts.removed > 0 {
        parts.push(format!("{} to remove", counts.removed));
    }
    if parts.is_empty() {
        "no difference".to_owned()
    } else {
        parts.join(", ")
    }
}

/// One change on one line.
pub fn line(change: &Change) -> String {
    let row = if change.row.is_empty() {
        String::new()
    } else {
        // The row of a removal is called as the router says.
        format!("{}  ", harmless(&change.row))
    };
    match &change.action {
        Action::Add { fields, .. } => {
            format!(
                "{ADDED}+ {row}{ADDED:#}{QUIET}{}{QUIET:#}",
                fields.iter().map(setting).collect::<Vec<_>>().join(" ")
            )
        }
        Action::Set {
            fields, take_over, ..
        } => {
            let fields = fields
                .iter()
                .map(field_change)
                .collect::<Vec<_>>()
                .join(", ");
            let take_over = if *take_over { "  (take over)" } else { "" };
            format!("{CHANGED}~ {row}{CHANGED:#}{fields}{CHANGED}{take_over}{CHANGED:#}")
        }
        Action::Move { .. } => format!("{CHANGED}↕ {row}{CHANGED:#}changes its place"),
        Action::Remove { .. } => format!("{REMOVED}- {row}{REMOVED:#}"),
    }
}

fn setting(setting: &Setting) -> String {
    format!(
        "{}={}",
        setting.field.0.name,
        rsc::quote(setting.value.shown())
    )
}

fn field_change(change: &FieldChange) -> String {
    let from = change
        .from
        .as_deref()
        .map_or_else(|| "–".to_owned(), rsc::quote);
    let to = change
        .to
        .as_ref()
        .map_or_else(|| "–".to_owned(), |to| rsc::quote(to.shown()));
    format!("{}: {from} → {to}", change.field.0.name)
}
