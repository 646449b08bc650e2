//! Where in a site something is wrong: the path of its field, in dots, as forms and the API name it.

use crate::service::tracked::{Mistake, Step};

/// What a fault's field is called: `site.network.0.pool`; `site` where it is about the whole.
pub fn field(path: &str) -> String {
    match path {
        "" => "site".to_owned(),
        path => format!("site.{path}"),
    }
}

/// The path in dots. What is missing has no place of its own yet, so its name, which stands in the message, goes behind.
pub(super) fn dotted(mistake: &Mistake) -> String {
    let mut parts: Vec<String> = mistake
        .path
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Item(index) => index.to_string(),
        })
        .collect();
    let message = &mistake.message;
    let named = |start: &str| Some(message.split_once(start)?.1.split_once('`')?.0.to_owned());
    if let Some(name) = named("missing field `").or_else(|| named("unknown field `"))
        && parts.last() != Some(&name)
    {
        parts.push(name);
    }
    parts.join(".")
}
