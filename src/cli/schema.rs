//! Reading a command tree of RouterOS (JSON).

use std::path::Path;

use crate::domain::routeros::tree::CommandTree;

/// Why a command tree was not read.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is no JSON, or has another shape.
    #[error(
        "{path} is no command tree of RouterOS: {source}; it looks like {{\"menus\": {{\"/ip/pool\": {{\"add\": {{\"name\": {{}}}}}}}}}}"
    )]
    NoTree {
        /// The file.
        path: String,
        /// Where the JSON is wrong.
        source: serde_json::Error,
    },
    /// It has no menus.
    #[error("{path} is no command tree of RouterOS: it has no menu")]
    Empty {
        /// The file.
        path: String,
    },
}

/// Reads the command tree in a file.
///
/// # Errors
/// See [`SchemaError`].
pub fn read(path: &Path) -> Result<CommandTree, SchemaError> {
    let name = || path.display().to_string();
    let json = std::fs::read(path).map_err(|source| SchemaError::Unreadable {
        path: name(),
        source,
    })?;
    let tree: CommandTree =
        serde_json::from_slice(&json).map_err(|source| SchemaError::NoTree {
            path: name(),
            source,
        })?;
    if tree.is_empty() {
        return Err(SchemaError::Empty { path: name() });
    }
    Ok(tree)
}
