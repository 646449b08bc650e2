//! `hotspotd backup`: copies of the database, and whole backups that restore a box.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};
use super::settings::{Data, DataAndKey, Flags, data, is_there, wrong};
use super::typed;
use crate::config::settings::Settings;
use crate::config::{form, key, table};
use crate::credentials::Passphrase;
use crate::service::backup::whole::{self, WholeError};
use crate::service::backup::{self, Backup, Form, Reason};
use crate::service::clock::Clock;
use crate::store::snapshot;

/// The flag that names the file of a passphrase.
pub const PASSPHRASE_FILE: &str = "--passphrase-file";
/// Stands for standard output.
const STANDARD_OUTPUT: &str = "-";

/// What is done with backups.
#[derive(Debug, Subcommand)]
pub enum BackupCommand {
    /// Lists the backups on the box and those in the folder of whole backups, the newest first.
    List(ListArguments),
    /// Makes one now, also while the daemon runs. With --out it is whole: the database and the key of the box, in one file that a passphrase
    /// opens. Without, it is a copy of the database on the box, and where it is gets printed; the daemon writes the whole one, where the settings say so.
    Make(MakeArguments),
}

/// Arguments of `backup list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    #[command(flatten)]
    flags: Flags<Data>,
}

/// Arguments of `backup make`.
#[derive(Debug, Args)]
pub struct MakeArguments {
    /// Write a whole backup to this file; - is standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// File with the passphrase of the whole backup; without it, the terminal asks.
    #[arg(long, value_name = "FILE", requires = "out")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags<DataAndKey>,
}

impl BackupCommand {
    /// Does it.
    ///
    /// # Errors
    /// The folder, the disk, the key, the passphrase.
    pub fn run(self) -> Result<Exit, Failure> {
        match self {
            BackupCommand::List(arguments) => list(&arguments.flags.settings()?),
            BackupCommand::Make(arguments) => {
                let settings = arguments.flags.settings()?;
                match &arguments.out {
                    Some(out) => whole(&settings, out, arguments.passphrase_file.as_deref()),
                    None => copy(&settings),
                }
            }
        }
    }
}

fn list(settings: &Settings) -> Result<Exit, Failure> {
    let data = data(settings)?;
    is_there(&data, "")?;
    let mut found = backup::list(&data).map_err(failed)?;
    let folder = whole_folder(settings)?;
    if folder.is_dir() {
        found.extend(backup::list_in(&folder, Form::Whole).map_err(failed)?);
    }
    found.sort_by(|a, b| (b.made, &b.name).cmp(&(a.made, &a.name)));
    let line = |backup: &Backup| {
        let (made, name) = (backup.made, &backup.name);
        format!("{made}  {name}  {} KiB\n", backup.bytes.div_ceil(1 << 10))
    };
    if found.is_empty() {
        super::tell("There are no backups yet.");
    }
    super::print(&found.iter().map(line).collect::<String>())
}

/// Where whole backups go.
fn whole_folder(settings: &Settings) -> Result<PathBuf, Failure> {
    let folder = settings.value(&table::BACKUP_DIR, form::path);
    folder.map_err(|fault| wrong(&[fault]))
}

/// The file of a backup that `backup list` shows by this name; any other name is that of a file.
pub fn named(settings: &Settings, file: &Path) -> Result<PathBuf, Failure> {
    // Where a path is given, nothing else is looked at: the folder of whole backups may be a share that does not answer.
    let Some(name) = file.to_str().filter(|name| !name.contains('/')) else {
        return Ok(file.to_owned());
    };
    let folders = [
        (data(settings)?.join(snapshot::FOLDER), Form::Copy),
        (whole_folder(settings)?, Form::Whole),
    ];
    for (folder, form) in folders {
        let found = backup::list_in(&folder, form).unwrap_or_default();
        if found.iter().any(|backup| backup.name == name) {
            return Ok(folder.join(name));
        }
    }
    Ok(file.to_owned())
}

fn copy(settings: &Settings) -> Result<Exit, Failure> {
    let (data, clock) = (data(settings)?, Clock::system());
    let made = backup::make_in(&data, Reason::Hand, clock.now()).map_err(failed)?;
    let path = backup::path_of(&data, &made.name).map_err(failed)?;
    super::print(&format!("{}\n", path.display()))
}

fn whole(settings: &Settings, out: &Path, passphrase_file: Option<&Path>) -> Result<Exit, Failure> {
    let data = data(settings)?;
    let place = key(settings).map_err(|fault| wrong(&[fault]))?;
    let to_output = out == Path::new(STANDARD_OUTPUT);
    if to_output && io::stdout().is_terminal() {
        return Err(Failure::bad_input(
            "a backup is not for a terminal: send standard output into a file or a program",
        ));
    }
    let passphrase = match passphrase_file {
        Some(file) => Passphrase::text_of(file)
            .map_err(|error| Failure::bad_input(error.to_string()).caused_by(&error))?,
        None => typed::twice("Passphrase of the backup: ", PASSPHRASE_FILE)?,
    };
    let passphrase = Passphrase::chosen(&passphrase);
    let passphrase = passphrase.map_err(|error| Failure::bad_input(error.to_string()))?;
    let clock = Clock::system();
    if to_output {
        let mut taker = whole::make(&data, &place, &passphrase, &clock, io::stdout().lock())
            .map_err(failure)?;
        taker.flush().map_err(|error| {
            Failure::failed(format!("standard output does not take the backup: {error}"))
        })?;
        return Ok(Exit::Done);
    }
    whole::into_file(out, |file| {
        whole::make(&data, &place, &passphrase, &clock, file).map(drop)
    })
    .map_err(failure)?;
    super::print(&format!("{}\n", out.display()))
}

fn failure(error: WholeError) -> Failure {
    match &error {
        WholeError::Missing(_) | WholeError::NoFile(_) => Failure::bad_input(error.to_string()),
        _ => failed(error),
    }
}

/// Why nothing was done.
pub fn failed(error: impl std::error::Error) -> Failure {
    Failure::failed(error.to_string()).caused_by(&error)
}
