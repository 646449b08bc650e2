//! The command tree of a RouterOS version: every menu, verb and argument.

/// A loaded command tree.
#[derive(Debug, Clone, Default)]
pub struct CommandTree {}

/// The text is not a command tree.
#[derive(Debug, thiserror::Error)]
#[error("the command tree cannot be read: {0}")]
pub struct BadTree(#[from] serde_json::Error);

impl CommandTree {
    /// Reads the JSON of a command tree (`{"menus": {"/ip/pool": {"add": {"name": {…}}}}}`).
    pub fn load(json: &str) -> Result<Self, BadTree> {
        let _: serde_json::Value = serde_json::from_str(json)?;
        Ok(Self {})
    }
}
