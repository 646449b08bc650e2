//! `--state-dir`: where this program keeps what it must not forget.

use std::path::PathBuf;

use clap::Args;

use super::exit::Failure;
use crate::store::journal::Journal;

/// Where this program keeps what it must not forget.
#[derive(Debug, Args)]
pub struct StateArguments {
    /// Folder for the journal of changes under way. Default: STATE_DIRECTORY, else ~/.local/state/hotspotd.
    #[arg(long, value_name = "FOLDER")]
    state_dir: Option<PathBuf>,
}

impl StateArguments {
    /// The journal of changes under way.
    ///
    /// # Errors
    /// No folder is named, and the system names none either.
    pub fn journal(&self) -> Result<Journal, Failure> {
        let folder = self.state_dir.clone().or_else(usual).ok_or_else(|| {
            Failure::bad_input(
                "nobody says where to keep the journal: name a folder with --state-dir",
            )
        })?;
        Ok(Journal::in_folder(&folder.join("guards")))
    }
}

/// Says it where the entry of a site cannot be read.
pub fn tell_damage(journal: &Journal, site: &str) {
    if let Some(path) = journal.damaged(site) {
        super::tell(&format!(
            "The journal {} is damaged, by a power cut perhaps, and is taken for empty: whether this machine began a change is not known.",
            path.display()
        ));
    }
}

/// systemd names STATE_DIRECTORY; for a person it is the folder of the XDG base directories.
fn usual() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folders) = named("STATE_DIRECTORY") {
        return std::env::split_paths(&folders).next();
    }
    let state = named("XDG_STATE_HOME").map(PathBuf::from);
    let home = || named("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    Some(state.or_else(home)?.join("hotspotd"))
}
