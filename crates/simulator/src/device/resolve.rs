//! From the value that was sent to the value that is kept; references must exist.

use super::Device;
use super::kind::{Kind, Space};
use super::menu::Field;
use super::menus::INTERFACES;
use super::outcome::Trap;
use super::store::parse_label;
use super::value::{address, amount};

impl Device {
    /// The kept form of a value; `None` where the value clears the field.
    pub(super) fn resolve(&self, field: &Field, text: &str) -> Result<Option<String>, Trap> {
        if text.is_empty() {
            return clear(field);
        }
        let resolved = match field.kind {
            Kind::Ref(space, words) if !words.contains(&text) => {
                self.reference(field, space, text)?
            }
            Kind::NotRef(space, words) => match text.strip_prefix('!') {
                Some(rest) => format!("!{}", self.reference(field, space, rest)?),
                None if words.contains(&text) => text.to_string(),
                None => self.reference(field, space, text)?,
            },
            Kind::Refs(space) => {
                let names: Result<Vec<String>, Trap> = text
                    .split(',')
                    .map(|name| self.reference(field, space, name.trim()))
                    .collect();
                names?.join(",")
            }
            Kind::RefPair(space) => {
                let (first, second) = amount::pair(text);
                format!(
                    "{}/{}",
                    self.reference(field, space, first)?,
                    self.reference(field, space, second)?
                )
            }
            Kind::Targets => {
                let targets: Result<Vec<String>, Trap> = text
                    .split(',')
                    .map(|part| match address::network(part.trim()) {
                        Some(network) => Ok(network),
                        None => self.reference(field, Space::Interfaces, part.trim()),
                    })
                    .collect();
                targets?.join(",")
            }
            kind => kind.normal(text).ok_or_else(|| wrong_value(field))?,
        };
        Ok(Some(resolved))
    }

    /// The whole name that a reference means: a name, an id, or the beginning of exactly one name.
    fn reference(&self, field: &Field, space: Space, text: &str) -> Result<String, Trap> {
        let menus: &[&str] = match &space {
            Space::Interfaces => &INTERFACES,
            Space::Menu(menu) => std::slice::from_ref(menu),
        };
        if menus
            .iter()
            .any(|menu| self.store.named(menu, text).next().is_some())
        {
            return Ok(text.to_string());
        }
        if let Some(id) = parse_label(text) {
            let found = menus
                .iter()
                .find_map(|menu| self.store.by_id(menu, id))
                .and_then(|row| row.get("name"));
            return found.map(str::to_string).ok_or_else(|| no_match(field));
        }
        let names = menus
            .iter()
            .flat_map(|menu| self.store.rows(menu))
            .filter_map(|row| row.get("name"));
        let mut meant = names.filter(|name| !text.is_empty() && name.starts_with(text));
        match (meant.next(), meant.next()) {
            (Some(only), None) => Ok(only.to_string()),
            (Some(_), Some(_)) => Err(Trap::value(format!(
                "ambiguous value of {}, more than one possible value matches input",
                field.name
            ))),
            _ => Err(no_match(field)),
        }
    }
}

/// An empty value clears what may be unset.
fn clear(field: &Field) -> Result<Option<String>, Trap> {
    match (&field.default, field.kind) {
        _ if field.name == "name" => Err(wrong_value(field)),
        (None, _) => Ok(None),
        (Some(default), _) if default.is_empty() => Ok(None),
        (Some(_), Kind::Text) => Ok(Some(String::new())),
        (Some(_), _) => Err(wrong_value(field)),
    }
}

fn wrong_value(field: &Field) -> Trap {
    if field.kind.is_choice() {
        no_match(field)
    } else {
        Trap::value(format!("invalid value for argument {}", field.name))
    }
}

fn no_match(field: &Field) -> Trap {
    Trap::value(format!("input does not match any value of {}", field.name))
}
