//! From the words of the TOML reader to words for the person who wrote the file.

use crate::domain::alike::nearest;

/// Tables of a site file that may occur several times.
const REPEATED: [&str; 5] = ["network", "profile", "voucher_type", "bypass", "override"];
/// Keys at the top of a site file that are no tables.
const PLAIN: [&str; 1] = ["template"];

/// What to tell about a mistake: the reader's message, and the text it points at.
pub(super) fn explain(message: &str, pointed: &str) -> String {
    let shown = shorten(pointed);
    if let Some((key, known)) = unknown(message, "unknown field `") {
        return format!(
            "unknown key `{}`; {}",
            shorten(key),
            hint(key, &known, "known here: ")
        );
    }
    if let Some((word, known)) = unknown(message, "unknown variant `") {
        return format!(
            "unknown word `{}`; {}",
            shorten(word),
            hint(word, &known, "write one of ")
        );
    }
    if let Some(key) = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'))
    {
        return missing(key, pointed);
    }
    if message == "duplicate key" {
        return format!("`{shown}` is written twice; keep one");
    }
    if let Some((got, wanted)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        return wrong_type(message, got, wanted, pointed);
    }
    if message.starts_with("invalid value: integer") {
        return format!("{shown} is out of bounds; write a smaller number, not below 0");
    }
    if message.starts_with("invalid IP") {
        return format!("{shown} is not an address; write it like \"192.168.88.2\"");
    }
    message.to_owned()
}

/// The unknown word and the known ones of a message like ``unknown field `x`, expected one of `a`, `b` ``.
fn unknown<'a>(message: &'a str, start: &str) -> Option<(&'a str, Vec<&'a str>)> {
    let (word, rest) = message.strip_prefix(start)?.rsplit_once("`, expected ")?;
    Some((word, rest.split('`').skip(1).step_by(2).collect()))
}

fn hint(word: &str, known: &[&str], lead: &str) -> String {
    match nearest(word, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("{lead}{}", known.join(", ")),
    }
}

fn missing(key: &str, pointed: &str) -> String {
    let first = pointed.lines().next().unwrap_or_default().trim();
    if first.starts_with('[') && first.ends_with(']') && first.len() < 40 {
        format!("{first} needs the key `{key}`")
    } else if REPEATED.contains(&key) {
        format!("the file needs at least one [[{key}]]")
    } else if PLAIN.contains(&key) {
        format!("the file needs the key `{key}` at its top")
    } else if pointed.trim_start().starts_with('{') {
        format!("this needs the key `{key}`")
    } else {
        format!("the file needs [{key}]")
    }
}

fn wrong_type(message: &str, got: &str, wanted: &str, pointed: &str) -> String {
    let shown = shorten(pointed);
    let header = pointed.starts_with('[') && got == "map";
    if header && pointed.starts_with("[[") {
        let name = pointed.trim_matches(['[', ']']);
        return format!("there is one [{name}] only; write it with single brackets");
    }
    if header && wanted == "a sequence" {
        let name = pointed.trim_matches(['[', ']']);
        return format!("there may be several of these; write [[{name}]] with double brackets");
    }
    match wanted {
        "a string" if got.starts_with("integer") || got.starts_with("float") => {
            format!("write this in quotes: \"{shown}\"")
        }
        "a sequence" if got.starts_with("string") => format!("write this as a list: [{shown}]"),
        "u8" | "u16" if got.starts_with("string") => {
            format!(
                "write this as a number without quotes: {}",
                shown.trim_matches('"')
            )
        }
        "a boolean" => "write true or false, without quotes".to_owned(),
        _ => message.to_owned(),
    }
}

/// The text up to its first line end, cut after 40 characters.
fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut head: String = line.chars().take(40).collect();
    if head.len() < line.len() {
        head.push('…');
    }
    head
}
