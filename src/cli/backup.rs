//! `hotspotd backup`: copies of the database.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};
use super::settings::{Data, Flags, data};
use crate::service::backup::{self, Reason};
use crate::service::clock::Clock;
use crate::store::{FolderLock, STATE, restore};

/// What is done with backups.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Lists the backups in the data folder, the newest first.
    List(Folder),
    /// Makes one now, also while the daemon runs, and prints where it is. It holds no key: keep the key apart from it.
    Make(Folder),
    /// Puts a backup in the place of the database. The daemon must be stopped; the former database is kept.
    Restore(RestoreArguments),
}

/// Whose backups.
#[derive(Debug, Args)]
pub struct Folder {
    #[command(flatten)]
    flags: Flags<Data>,
}

/// Arguments of `backup restore`.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// The backup: a file, or the name of one that `backup list` shows.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
}

impl Folder {
    fn path(&self) -> Result<PathBuf, Failure> {
        data(&self.flags.settings()?)
    }
}

impl BackupCommand {
    /// Does it.
    ///
    /// # Errors
    /// The folder, the disk, or a file that is no backup.
    pub fn run(self) -> Result<Exit, Failure> {
        match self {
            BackupCommand::List(folder) => list(&folder.path()?),
            BackupCommand::Make(folder) => make(&folder.path()?),
            BackupCommand::Restore(arguments) => {
                put_back(&arguments.folder.path()?, &arguments.file)
            }
        }
    }
}

fn list(data: &Path) -> Result<Exit, Failure> {
    let found = backup::list(data).map_err(failed)?;
    let mut text = String::new();
    for backup in &found {
        text.push_str(&format!(
            "{}  {}  {} KiB\n",
            backup.made,
            backup.name,
            backup.bytes.div_ceil(1 << 10)
        ));
    }
    if found.is_empty() {
        super::tell("There are no backups yet.");
    }
    super::print(&text)
}

fn make(data: &Path) -> Result<Exit, Failure> {
    let made = backup::make_in(data, Reason::Hand, Clock::system().now()).map_err(failed)?;
    let path = backup::path_of(data, &made.name).map_err(failed)?;
    super::print(&format!("{}\n", path.display()))
}

fn put_back(data: &Path, file: &Path) -> Result<Exit, Failure> {
    let _lock = FolderLock::take(data).map_err(failed)?;
    let named = file
        .to_str()
        .and_then(|name| backup::path_of(data, name).ok());
    let file = named.unwrap_or_else(|| file.to_owned());
    let former = restore::restore(data, &STATE, &file, Clock::system().now()).map_err(failed)?;
    let mut text = String::from("The backup is in place.\n");
    if let Some(former) = former {
        text.push_str(&format!("The former database is {}\n", former.display()));
    }
    text.push_str("Its secrets open only with the key that it was made with.\n");
    super::print(&text)
}

fn failed(error: impl std::error::Error) -> Failure {
    Failure::failed(error.to_string()).caused_by(&error)
}
