//! The site file: a shop's description in TOML, read with errors that help and written with its secrets.

use std::ops::Range;

use rsc::Position;
use toml::de::DeTable;

use crate::domain::hotspot::site::{Site, WanMode};
use crate::domain::kind::Fault;
use crate::service::tracked;

mod explain;
mod place;
mod span;
#[cfg(test)]
mod tests;

pub use place::field;

/// Largest site file in bytes; a shop with hundreds of devices takes a tenth of it.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Why a text is not a site file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct SiteFileError {
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
    /// The path of the field, such as `network.0.ports`; empty where it is about no field.
    pub path: String,
    /// One sentence: what is wrong and what to write.
    pub message: String,
}

/// The site could not be written as TOML.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the site cannot be written as TOML")]
pub struct WriteError(#[from] toml::ser::Error);

/// Reads a site file. Whether the site fits its router is another question: `domain::hotspot::fits`.
///
/// # Errors
/// The first mistake, with its place.
pub fn read(text: &str) -> Result<Site, SiteFileError> {
    if text.len() > MAX_BYTES {
        let message = format!(
            "the file has {} bytes; a site file has at most {MAX_BYTES}",
            text.len()
        );
        return Err(SiteFileError {
            line: 1,
            column: 1,
            path: String::new(),
            message,
        });
    }
    // Where a file is no TOML at all, its reader knows the place; where it is no site, the path of the field leads to it.
    let table = |text| {
        DeTable::parse(text)
            .map_err(|error| refused(text, error.span().unwrap_or(0..0), "", error.message()))
    };
    tracked::read(toml::Deserializer::from(table(text)?)).map_err(|mistake| {
        // Read once more: what is right, which is nearly all, is not delayed by this.
        let span = table(text).map_or(0..0, |file| span::span(&file, &mistake));
        refused(text, span, &place::dotted(&mistake), &mistake.message)
    })
}

fn refused(text: &str, span: Range<usize>, path: &str, message: &str) -> SiteFileError {
    let Position { line, column } = Position::of(text, span.start);
    SiteFileError {
        line,
        column,
        path: path.to_owned(),
        message: explain::explain(message, text.get(span).unwrap_or_default()),
    }
}

/// Reads a site as JSON has it.
///
/// # Errors
/// The first mistake, at the path of its field.
pub fn read_json(json: serde_json::Value) -> Result<Site, Fault> {
    tracked::read(json)
        .map_err(|mistake| Fault::new(&field(&place::dotted(&mistake)), mistake.message))
}

/// Writes a site file that [`read`] gives back as the same site.
///
/// The secrets stand in it in plain text: this is the one place where they are put into a file. Whoever stores the
/// text keeps it from others' eyes.
///
/// # Errors
/// The TOML writer refused a value.
pub fn write(site: &Site) -> Result<String, WriteError> {
    let mut table = toml::Table::try_from(site)?;
    if let Some(WanMode::Pppoe { password, .. }) = site.wan.as_ref().map(|wan| &wan.mode) {
        put(&mut table, "wan", "password", password.reveal());
    }
    if let Some(tunnel) = &site.wireguard {
        put(
            &mut table,
            "wireguard",
            "private_key",
            tunnel.private_key.reveal(),
        );
    }
    Ok(toml::to_string(&table)?)
}

/// Puts a text where serialising left the mark of a hidden secret.
fn put(table: &mut toml::Table, part: &str, key: &str, text: &str) {
    if let Some(value) = table.get_mut(part).and_then(|part| part.get_mut(key)) {
        *value = toml::Value::String(text.to_owned());
    }
}
