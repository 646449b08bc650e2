//! From a site to the values of its form.

use super::Form;
use super::parts::{Field, Kind, PARTS, Part, Shape};
use crate::domain::hotspot::site::Site;

/// The form of a site. Secrets are left empty.
pub fn form_of(site: &Site) -> Form {
    let mut form = Form::default();
    // A site is made of plain values; TOML takes all of them.
    let table = toml::Table::try_from(site).unwrap_or_default();
    for part in PARTS {
        let found = match part.key {
            "" => None,
            key => table.get(key),
        };
        match (part.shape, found) {
            (Shape::One, _) if part.key.is_empty() => fill(&mut form, part, "", &table),
            (Shape::Many, Some(toml::Value::Array(items))) => {
                for (number, item) in items.iter().enumerate() {
                    if let toml::Value::Table(item) = item {
                        fill(&mut form, part, &format!("{}.{number}.", part.key), item);
                    }
                }
            }
            (_, Some(toml::Value::Table(table))) => {
                form.set(format!("on.{}", part.key), "yes");
                fill(&mut form, part, &format!("{}.", part.key), table);
            }
            _ => {}
        }
    }
    form
}

pub(super) fn fill(form: &mut Form, part: &Part, start: &str, table: &toml::Table) {
    for field in part.fields {
        form.set(format!("{start}{}", field.key), text_of(field, table));
    }
}

fn text_of(field: &Field, table: &toml::Table) -> String {
    if field.kind == Kind::Secret {
        return String::new();
    }
    let mut steps = field.key.split('.');
    let first = steps.next().and_then(|step| table.get(step));
    let value = steps.fold(first, |value, step| value?.get(step));
    value.map(text).unwrap_or_default()
}

fn text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Boolean(yes) => if *yes { "yes" } else { "" }.to_owned(),
        toml::Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}
