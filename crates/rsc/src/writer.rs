//! Rows into text.
//!
//! Menus and field names come from a closed set; should a wrong one get here, its foreign characters are left out,
//! so that nothing but a row can be written.

use crate::dialect::Test;
use crate::quoting::{is_bare, quote, quote_always};
use crate::reading::is_name_byte;
use crate::statement::{Condition, Statement, Target, Verb};

/// The rows as `/export` prints them: a menu line wherever the menu changes, then its rows, one a line, unwrapped.
///
/// [`crate::parse`] reads the same rows back.
pub fn write_export(rows: &[Statement]) -> String {
    let mut text = String::new();
    let mut menu = None;
    for row in rows {
        if menu != Some(&row.menu) {
            push_menu(&mut text, &row.menu);
            text.push('\n');
            menu = Some(&row.menu);
        }
        push_row(&mut text, row);
        text.push('\n');
    }
    text
}

/// One row with its menu on one line, without a line end: `/ip pool add name=x ranges=10.0.0.2-10.0.0.9`.
///
/// Its menu is in the spaced form, which every RouterOS version takes.
pub fn write_statement(row: &Statement) -> String {
    let mut text = String::new();
    push_statement(&mut text, row);
    text
}

pub(crate) fn push_statement(text: &mut String, row: &Statement) {
    push_menu(text, &row.menu);
    text.push(' ');
    push_row(text, row);
}

/// `/ip/pool` as `/ip pool`.
pub(crate) fn push_menu(text: &mut String, menu: &str) {
    text.push('/');
    let segments = menu.trim_matches('/').chars();
    text.extend(segments.filter_map(|character| match character {
        '/' => Some(' '),
        'a'..='z' | '0'..='9' | '-' => Some(character),
        _ => None,
    }));
}

fn push_row(text: &mut String, row: &Statement) {
    text.push_str(match row.verb {
        Verb::Add => "add",
        Verb::Set => "set",
    });
    match &row.target {
        Target::None => {}
        Target::Name(name) => {
            text.push(' ');
            push_item(text, name);
        }
        Target::Find(conditions) => {
            text.push(' ');
            push_find(text, conditions.iter().map(Written::Equals));
        }
    }
    for field in &row.fields {
        text.push(' ');
        match &field.value {
            None => {
                text.push('!');
                push_name(text, &field.name);
            }
            Some(value) => {
                push_name(text, &field.name);
                text.push('=');
                text.push_str(&quote(value));
            }
        }
    }
}

/// The name of an item behind a command; one that could be taken for a number or a list is quoted.
pub(crate) fn push_item(text: &mut String, name: &str) {
    let plain =
        is_bare(name) && !name.contains(',') && !name.bytes().all(|byte| byte.is_ascii_digit());
    text.push_str(&if plain {
        name.to_owned()
    } else {
        quote_always(name)
    });
}

fn push_name(text: &mut String, name: &str) {
    text.extend(
        name.bytes()
            .filter(|byte| is_name_byte(*byte))
            .map(char::from),
    );
}

/// A condition in either language.
pub(crate) enum Written<'a> {
    Equals(&'a Condition),
    Prefix { field: &'a str, prefix: &'a str },
}

impl<'a> From<&'a Test> for Written<'a> {
    fn from(test: &'a Test) -> Self {
        match test {
            Test::Equals(condition) => Written::Equals(condition),
            Test::Prefix { field, prefix } => Written::Prefix { field, prefix },
        }
    }
}

/// `[find a="x" b="y"]`; all must hold.
pub(crate) fn push_find<'a>(text: &mut String, tests: impl Iterator<Item = Written<'a>>) {
    text.push_str("[find");
    push_tests(text, tests);
    text.push(']');
}

/// The conditions behind a `find`. No condition would mean every row, so it is written as one that no row fulfils.
pub(crate) fn push_tests<'a>(text: &mut String, tests: impl Iterator<Item = Written<'a>>) {
    let mut any = false;
    for test in tests {
        any = true;
        text.push(' ');
        match test {
            Written::Equals(Condition { field, value }) => {
                push_name(text, field);
                text.push('=');
                text.push_str(&if is_typed(field, value) {
                    value.clone()
                } else {
                    quote_always(value)
                });
            }
            Written::Prefix { field, prefix } => {
                push_name(text, field);
                text.push('~');
                text.push_str(&quote_always(&crate::dialect::regex::of_prefix(prefix)));
            }
        }
    }
    if !any {
        text.push_str(" .id=\"\"");
    }
}

/// `find` compares with types: `disabled=yes` and `vlan-id=10` are not texts, but a name `10` is.
fn is_typed(field: &str, value: &str) -> bool {
    if field == "name" || field == "comment" {
        return false;
    }
    matches!(value, "yes" | "no" | "true" | "false")
        || (!value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()))
}
