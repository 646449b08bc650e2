//! Lists as TOML, in the words of the site file: `[[profile]]`, `[[voucher_type]]`, `[[model]]`.

use std::collections::BTreeMap;

use toml::{Spanned, Value};

use super::fields::Fields;
use super::import::{FileError, Line};
use super::item::Item;
use super::shelf::MOST;
use crate::domain::shown::shown;

/// The only part of an entry that has parts itself; its fields begin with its name here.
const BURST: &str = "burst";

pub(super) fn read<I: Item>(text: &str) -> Result<Vec<Line>, FileError> {
    type File = BTreeMap<Spanned<String>, Value>;
    type Entries = BTreeMap<String, Vec<Spanned<toml::Table>>>;
    let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let refused = |error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        FileError::new(line_of(at), error.message().to_owned())
    };
    let file: File = toml::from_str(text).map_err(refused)?;
    if let Some(other) = file.keys().find(|name| name.get_ref() != I::TABLE) {
        return Err(FileError::new(
            line_of(other.span().start),
            format!(
                "{} does not belong here: a file of {}s has [[{}]] only",
                shown(other.get_ref()),
                I::NOUN,
                I::TABLE
            ),
        ));
    }
    let mut entries: Entries = toml::from_str(text).map_err(refused)?;
    let entries = entries.remove(I::TABLE).unwrap_or_default();
    if entries.len() > MOST {
        return Err(FileError::new(
            1,
            format!("a file has at most {MOST} entries"),
        ));
    }
    entries
        .into_iter()
        .map(|entry| {
            let at = line_of(entry.span().start);
            let fields = flat::<I>(entry.into_inner()).map_err(|why| FileError::new(at, why))?;
            Ok(Line { at, fields })
        })
        .collect()
}

fn flat<I: Item>(table: toml::Table) -> Result<Fields, String> {
    let mut fields = Fields::default();
    for (name, value) in table {
        match value {
            Value::Table(parts) if name == BURST => {
                for (part, value) in parts {
                    put::<I>(&mut fields, &format!("{BURST}_{part}"), value)?;
                }
            }
            value => put::<I>(&mut fields, &name, value)?,
        }
    }
    Ok(fields)
}

fn put<I: Item>(fields: &mut Fields, name: &str, value: Value) -> Result<(), String> {
    if !I::COLUMNS.contains(&name) {
        return Err(format!(
            "there is no field {}; the fields are {}",
            shown(name),
            I::COLUMNS.join(", ")
        ));
    }
    match value {
        Value::String(text) => fields.set(name, text),
        Value::Integer(number) => fields.set(name, number),
        _ => return Err(format!("{name} is a text in quotes or a whole number")),
    }
    Ok(())
}

pub(super) fn write<I: Item>(items: &[I]) -> String {
    let mut text = String::new();
    for item in items {
        let fields = item.fields();
        text.push_str(&format!("[[{}]]\n", I::TABLE));
        let mut burst = Vec::new();
        for name in I::COLUMNS {
            let value = fields.get(name);
            if value.is_empty() {
                continue;
            }
            let value = match value.parse::<i64>() {
                Ok(number) if matches!(*name, "priority" | "devices") => Value::Integer(number),
                _ => Value::String(value.to_owned()),
            };
            match name.strip_prefix("burst_") {
                Some(part) => burst.push(format!("{part} = {value}")),
                None => text.push_str(&format!("{name} = {value}\n")),
            }
        }
        if !burst.is_empty() {
            text.push_str(&format!("{BURST} = {{ {} }}\n", burst.join(", ")));
        }
        text.push('\n');
    }
    text
}
