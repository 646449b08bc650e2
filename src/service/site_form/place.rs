//! From the places that the rules of `domain::hotspot::fits` name to the paths of fields.

use super::part;
use crate::domain::hotspot::site::Site;

/// The path of the field or part that a place like `network guest, ports` names; `None` where it names none.
pub fn path_of(site: &Site, place: &str) -> Option<String> {
    let (head, key) = match place.split_once(", ") {
        Some((head, key)) => (head, Some(key)),
        None => (place, None),
    };
    if head == "template" {
        return Some("template".to_owned());
    }
    let (name, item) = match head.split_once(' ') {
        Some((name, item)) => (name, Some(item)),
        None => (head, None),
    };
    let part = part(name)?;
    let mut path = part.key.to_owned();
    if let Some(item) = item {
        path.push_str(&format!(".{}", number(site, name, item)?));
    }
    let field = key.and_then(|key| part.fields.iter().find(|field| field.key == key));
    // A list as a whole has no field.
    if let Some(field) = field
        && (item.is_some() || part.shape != super::parts::Shape::Many)
    {
        path.push_str(&format!(".{}", field.key));
    }
    Some(path)
}

/// Which item of a list has this name.
fn number(site: &Site, part: &str, name: &str) -> Option<usize> {
    match part {
        "network" => site.networks.iter().position(|it| it.name.as_str() == name),
        "profile" => site.profiles.iter().position(|it| it.name.as_str() == name),
        "voucher_type" => site.voucher_types.iter().position(|it| it.code == name),
        "bypass" => site.bypasses.iter().position(|it| it.name.as_str() == name),
        _ => None,
    }
}
