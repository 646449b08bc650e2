//! Where in a site something is wrong: the path of its field, in dots, as forms and the API name it.

use serde::de::Deserializer;
use serde_path_to_error::{Path, Segment};

use crate::domain::hotspot::site::Site;
use crate::service::tracked;

/// What a fault's field is called: `site.network.0.pool`; `site` where it is about the whole.
pub fn field(path: &str) -> String {
    match path {
        "" => "site".to_owned(),
        path => format!("site.{path}"),
    }
}

/// A site, or the path of its field and what is wrong with it.
pub(super) fn read<'de>(from: impl Deserializer<'de>) -> Result<Site, (Path, String)> {
    tracked::read(from)
}

/// The path in dots. What is missing has no place of its own yet, so its name, which stands in the message, goes behind.
pub(super) fn dotted(path: &Path, message: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for segment in path {
        match segment {
            Segment::Map { key } => parts.push(key.clone()),
            Segment::Seq { index } => parts.push(index.to_string()),
            // A variant is no field, and what is unknown has no name.
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let named = |start: &str| Some(message.split_once(start)?.1.split_once('`')?.0.to_owned());
    if let Some(name) = named("missing field `").or_else(|| named("unknown field `"))
        && parts.last() != Some(&name)
    {
        parts.push(name);
    }
    parts.join(".")
}
