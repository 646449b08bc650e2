//! The configuration templates that come with the program.

use std::borrow::Cow;

use rust_embed::RustEmbed;

use crate::domain::hotspot::render::{RenderError, Templates};

#[derive(RustEmbed)]
#[folder = "templates/routeros"]
#[include = "*.rsc"]
struct Files;

/// The built-in templates, and an operator's own beside them. One of the same name as a built-in replaces it.
///
/// # Errors
/// [`RenderError::Template`] where one of them is no valid template.
pub fn templates(own: &[(String, String)]) -> Result<Templates, RenderError> {
    let builtin: Vec<(Cow<'static, str>, String)> = Files::iter()
        .filter_map(|name| Some((name.clone(), Files::get(&name)?)))
        .map(|(name, file)| (name, String::from_utf8_lossy(&file.data).into_owned()))
        .filter(|(name, _)| !own.iter().any(|(other, _)| other == name))
        .collect();
    let builtin = builtin
        .iter()
        .map(|(name, text)| (name.as_ref(), text.as_str()));
    Templates::new(
        builtin.chain(
            own.iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        ),
    )
}

/// Names and texts of the built-in templates that a site may choose, by name.
pub fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Files::iter()
        .filter(|name| !name.contains('/'))
        .filter_map(|name| Some((name.strip_suffix(".rsc")?.to_owned(), Files::get(&name)?)))
        .map(|(name, file)| (name, String::from_utf8_lossy(&file.data).into_owned()))
        .collect();
    texts.sort();
    texts
}

/// The parts that templates may include: `parts/wan.rsc`, …
pub fn parts() -> Vec<String> {
    let mut parts: Vec<String> = Files::iter()
        .filter(|name| name.contains('/'))
        .map(Cow::into_owned)
        .collect();
    parts.sort();
    parts
}
