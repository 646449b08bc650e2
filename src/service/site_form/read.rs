//! From the values of a form to a site, with what is wrong beside its field.

use super::parts::{Field, Kind, PARTS, Part, Shape};
use super::{Form, secret};
use crate::domain::hotspot::site::Site;
use crate::domain::kind::Fault;
use crate::service::site_file;

/// A line of the site file that is made of the form.
struct Line {
    text: String,
    /// The path of its field, or of its part where it is the head of one.
    path: String,
    /// What stands for a wrong value; `None` for the head of a part.
    sample: Option<String>,
}

/// The site of a form. Secrets that were left empty are those of `kept`.
///
/// # Errors
/// Everything that is wrong, by the path of its field; a path of a part where it is about the whole part; `site` where it is about
/// everything.
pub fn read(form: &Form, kept: Option<&Site>) -> Result<Site, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut lines = Vec::new();
    for part in PARTS {
        match part.shape {
            Shape::One => once(form, part, kept, &mut lines, &mut faults),
            Shape::Maybe if form.is_on(part) => once(form, part, kept, &mut lines, &mut faults),
            Shape::Maybe => {}
            Shape::Many => {
                for number in form.items(part.key) {
                    let path = format!("{}.{number}", part.key);
                    lines.push(head(format!("[[{}]]", part.key), path.clone()));
                    fields(
                        form,
                        part,
                        &format!("{path}."),
                        kept,
                        &mut lines,
                        &mut faults,
                    );
                }
            }
        }
    }
    // Each round mends one line, so there are at most as many.
    for _ in 0..=lines.len() {
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let error = match site_file::read(&text.join("\n")) {
            Ok(site) if faults.is_empty() => return Ok(site),
            Ok(_) => return Err(faults),
            Err(error) => error,
        };
        let Some(line) = lines.get_mut(error.line.saturating_sub(1)) else {
            faults.push(Fault::new("site", error.message));
            return Err(faults);
        };
        let fresh = !faults.iter().any(|fault| fault.field == line.path);
        if fresh {
            faults.push(Fault::new(&line.path, error.message));
        }
        match line.sample.take() {
            Some(sample) if line.text != sample => line.text = sample,
            _ => return Err(faults),
        }
    }
    Err(faults)
}

fn head(text: String, path: String) -> Line {
    Line {
        text,
        path,
        sample: None,
    }
}

fn once(
    form: &Form,
    part: &Part,
    kept: Option<&Site>,
    lines: &mut Vec<Line>,
    faults: &mut Vec<Fault>,
) {
    if part.key.is_empty() {
        return fields(form, part, "", kept, lines, faults);
    }
    lines.push(head(format!("[{}]", part.key), part.key.to_owned()));
    fields(form, part, &format!("{}.", part.key), kept, lines, faults);
}

fn fields(
    form: &Form,
    part: &Part,
    start: &str,
    kept: Option<&Site>,
    lines: &mut Vec<Line>,
    faults: &mut Vec<Fault>,
) {
    for field in part.fields {
        let counts = field
            .when
            .is_none_or(|(other, value)| form.get(&format!("{start}{other}")) == value);
        if !counts {
            continue;
        }
        let path = format!("{start}{}", field.key);
        let typed = form.get(&path);
        let value = match field.kind {
            Kind::Secret if typed.is_empty() => kept
                .and_then(|kept| secret(kept, &path))
                .map(|secret| quoted(secret.reveal())),
            _ => value(field, typed),
        };
        let sample = format!("{} = {}", field.key, field.sample);
        let text = match value {
            Some(value) => format!("{} = {value}", field.key),
            None if field.required => {
                faults.push(Fault::new(&path, "this needs a value"));
                sample.clone()
            }
            None => continue,
        };
        lines.push(Line {
            text,
            path,
            sample: Some(sample),
        });
    }
}

/// The value as a site file has it; `None` where there is none.
fn value(field: &Field, typed: &str) -> Option<String> {
    let trimmed = typed.trim();
    match field.kind {
        Kind::Flag => Some((!trimmed.is_empty()).to_string()),
        Kind::Lines | Kind::Ports | Kind::Several(_) => {
            let values: Vec<String> = typed
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(quoted)
                .collect();
            Some(format!("[{}]", values.join(", ")))
        }
        Kind::Secret => Some(quoted(typed)),
        // What an operator has accepted may be empty, and may end in spaces.
        Kind::Text if field.key == "value" => Some(quoted(typed)),
        _ if trimmed.is_empty() => None,
        Kind::Number => Some(
            trimmed
                .parse::<i64>()
                .map_or_else(|_| quoted(trimmed), |number| number.to_string()),
        ),
        Kind::Text | Kind::Pick(_) | Kind::Model | Kind::Profile => Some(quoted(trimmed)),
    }
}

/// A text in quotes. What JSON escapes, TOML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
