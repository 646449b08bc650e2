//! Changes as a person reads them: by menu, a line for what goes and a line for what comes, and what it may do to people.

use serde::Serialize;

use crate::domain::hotspot::changeset::{Action, Change, ChangeSet};
use crate::domain::hotspot::harm::{Risk, risks};
use crate::http::words::{Language, Words};

/// The changes of one menu.
#[derive(Debug, Serialize)]
pub struct Group {
    menu: &'static str,
    risks: Vec<String>,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    sign: &'static str,
    text: String,
}

fn line(sign: &'static str, text: String) -> Line {
    Line { sign, text }
}

/// The groups of a change set, in its order.
pub fn groups(words: &Words, language: Language, changes: &ChangeSet) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut risky: Vec<Vec<Risk>> = Vec::new();
    for change in &changes.changes {
        if groups
            .last()
            .is_none_or(|group| group.menu != change.menu.path)
        {
            groups.push(Group {
                menu: change.menu.path,
                risks: Vec::new(),
                lines: Vec::new(),
            });
            risky.push(Vec::new());
        }
        if let (Some(group), Some(found)) = (groups.last_mut(), risky.last_mut()) {
            group.lines.extend(lines(words, language, change));
            found.extend(risks(change));
        }
    }
    for (group, mut found) in groups.iter_mut().zip(risky) {
        found.sort();
        found.dedup();
        group.risks = found
            .into_iter()
            .map(|risk| words.say(language, key(risk), &[]))
            .collect();
    }
    groups
}

fn key(risk: Risk) -> &'static str {
    match risk {
        Risk::DropsCustomers => "risk.drops_customers",
        Risk::CutsOff => "risk.cuts_off",
    }
}

fn lines(words: &Words, language: Language, change: &Change) -> Vec<Line> {
    let row = &change.row;
    let prefix = if row.is_empty() {
        String::new()
    } else {
        format!("{row}  ")
    };
    let pair = |name: &str, value: &str| format!("{name}={value}");
    match &change.action {
        Action::Add { fields, .. } => {
            let fields: Vec<String> = fields
                .iter()
                .map(|set| pair(set.field.0.name, set.value.shown()))
                .collect();
            vec![line("+", format!("{prefix}{}", fields.join(" ")))]
        }
        Action::Set {
            fields, take_over, ..
        } => {
            let nothing = || words.say(language, "changes.nothing", &[]);
            let old: Vec<String> = fields
                .iter()
                .map(|field| {
                    pair(
                        field.field.0.name,
                        &field.from.clone().unwrap_or_else(nothing),
                    )
                })
                .collect();
            let new: Vec<String> = fields
                .iter()
                .map(|field| {
                    let to = field.to.as_ref().map(|to| to.shown().to_owned());
                    pair(field.field.0.name, &to.unwrap_or_else(nothing))
                })
                .collect();
            let mut lines = Vec::new();
            if *take_over {
                let text = words.say(language, "changes.not_ours", &[]);
                lines.push(line(" ", format!("{prefix}{text}")));
            }
            lines.push(line("-", format!("{prefix}{}", old.join(" "))));
            lines.push(line("+", format!("{prefix}{}", new.join(" "))));
            lines
        }
        Action::Move { .. } => {
            let text = words.say(language, "changes.moves", &[]);
            vec![line(" ", format!("{prefix}{text}"))]
        }
        Action::Remove { former, .. } => {
            let fields: Vec<String> = former
                .iter()
                .map(|(name, value)| pair(name, value))
                .collect();
            vec![line("-", format!("{prefix}{}", fields.join(" ")))]
        }
    }
}
