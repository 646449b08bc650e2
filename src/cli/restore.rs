//! `hotspotd restore`: puts a backup back, or only looks whether that could be done.

use std::path::{Path, PathBuf};

use clap::Args;

use super::backup::{PASSPHRASE_FILE, failed, named};
use super::exit::{Exit, Failure, harmless};
use super::settings::{DataAndKey, Flags, data, wrong};
use super::{memory, typed};
use crate::config;
use crate::credentials::{KeyPlace, Passphrase};
use crate::service::backup::opens::Opens;
use crate::service::backup::restoring::{
    Found, KeyDone, PutBack, RestoringError, examine, needs_passphrase,
};
use crate::service::clock::Clock;
use crate::store::FolderLock;

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// The backup: a file, or the name of one that `backup list` shows.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File with the passphrase of a whole backup; without it, the terminal asks.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Look at all of it, tell what it holds, and change nothing. The daemon may run.
    #[arg(long)]
    verify_only: bool,
    /// Put the key of the backup in the place of another that the box has; that one is kept beside it.
    #[arg(long)]
    replace_key: bool,
    #[command(flatten)]
    flags: Flags<DataAndKey>,
}

impl RestoreArguments {
    /// Does it.
    ///
    /// # Errors
    /// The daemon runs, the passphrase is wrong, or the backup is not sound. Nothing was changed then.
    pub fn run(self) -> Result<Exit, Failure> {
        let settings = self.flags.settings()?;
        let data = data(&settings)?;
        let place = config::key(&settings).map_err(|fault| wrong(&[fault]))?;
        let file = named(&settings, &self.file)?;
        // Where somebody has worked already, it is asked at once whether they still do.
        let early = !self.verify_only && FolderLock::is_known(&data);
        let lock = early.then(|| FolderLock::take(&data)).transpose();
        let lock = lock.map_err(failed)?;
        let passphrase = self.passphrase(&file)?;
        let folder = existing(&data, self.verify_only);
        let found = examine(&file, passphrase.as_ref(), &folder, &place, memory::free());
        let found = found.map_err(failure)?;
        if self.verify_only {
            return super::print(&harmless_lines(&told(&found)));
        }
        let lock = match lock {
            Some(lock) => lock,
            None => FolderLock::take(&data).map_err(failed)?,
        };
        let now = Clock::system().now();
        let done = found.put(&lock, &data, &place, self.replace_key, now);
        super::print(&done_with(&done.map_err(failure)?, &place))
    }

    fn passphrase(&self, file: &Path) -> Result<Option<Passphrase>, Failure> {
        if !needs_passphrase(file).map_err(failure)? {
            return Ok(None);
        }
        let text = match &self.passphrase_file {
            Some(file) => Passphrase::text_of(file)
                .map_err(|error| Failure::bad_input(error.to_string()).caused_by(&error))?,
            None => typed::once("Passphrase of the backup: ", PASSPHRASE_FILE)?,
        };
        Ok(Some(Passphrase::given(&text)))
    }
}

/// Where the backup is unpacked: in the data folder; where there is none yet, above it, or among the temporary files where it will not be
/// put in place.
fn existing(data: &Path, only_looked_at: bool) -> PathBuf {
    if data.is_dir() {
        return data.to_owned();
    }
    if only_looked_at {
        return std::env::temp_dir();
    }
    let above = data.ancestors().skip(1).find(|above| above.is_dir());
    above.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// What a backup holds, for people.
fn told(found: &Found) -> String {
    let mut text = String::from("The backup is sound.\n");
    if let Some(manifest) = &found.manifest {
        let (at, program) = (manifest.made_at, &manifest.program);
        text.push_str(&format!("Made:  {at}, by hotspotd {program}"));
        if !manifest.clock_trusted {
            text.push_str(" (its clock was not believed then)");
        }
        text.push('\n');
    }
    let count = |table: &str| found.contents.rows.get(table).copied().unwrap_or(0);
    let told = |(table, one, more): &(&str, &str, &str)| match count(table) {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {more}")),
    };
    let mut all: Vec<String> = TABLES.iter().filter_map(told).collect();
    if all.is_empty() {
        all.push("nothing yet".to_owned());
    }
    text.push_str(&format!("Holds: {}\n", all.join(", ")));
    let key = match (found.opens, &found.manifest) {
        (Some(Opens::Yes { tried, opened }), whole) => {
            let whose = if whole.is_some() {
                "in it"
            } else {
                "the one of this box"
            };
            let mut key = format!("{whose}; it opens {opened} of {tried} sealed secrets");
            if opened < tried {
                key.push_str(
                    " (the others were damaged before they were backed up: type them again)",
                );
            }
            key
        }
        _ => "not in it; its secrets open only with the key that sealed them".to_owned(),
    };
    text.push_str(&format!("Key:   {key}\n"));
    text
}

/// What of a database a person wants to know: its table, the word for one row and for several.
const TABLES: &[(&str, &str, &str)] = &[
    ("account", "account", "accounts"),
    ("router", "router", "routers"),
    ("configuration", "configuration", "configurations"),
    (
        "bandwidth_profile",
        "bandwidth profile",
        "bandwidth profiles",
    ),
    ("voucher_type", "voucher type", "voucher types"),
    ("device_model", "board", "boards"),
    ("config_template", "template", "templates"),
    ("job", "job", "jobs"),
    ("export", "backup of a router", "backups of routers"),
    ("audit", "line of the audit log", "lines of the audit log"),
];

fn harmless_lines(text: &str) -> String {
    text.lines().map(|line| harmless(line) + "\n").collect()
}

fn done_with(done: &PutBack, place: &KeyPlace) -> String {
    let mut text = String::from("The backup is in place.\n");
    if let Some(former) = &done.former {
        text.push_str(&format!("The former database is {}\n", former.display()));
    }
    let key = place.path().display();
    text.push_str(&match &done.key {
        KeyDone::Untouched => {
            "Its secrets open only with the key that it was made with.\n".to_owned()
        }
        KeyDone::Same => "The key of this box is the one of the backup.\n".to_owned(),
        KeyDone::Placed => format!("Its key is {key}\n"),
        KeyDone::Replaced(former) => {
            format!("Its key is {key}, the former key is {}\n", former.display())
        }
    });
    text
}

fn failure(error: RestoringError) -> Failure {
    match &error {
        RestoringError::File { .. } | RestoringError::KeyStands(_) => {
            Failure::bad_input(error.to_string()).caused_by(&error)
        }
        // Why, stands in the sentence; what is behind that, below it.
        RestoringError::Locked { why, .. } => Failure::failed(error.to_string()).caused_by(why),
        RestoringError::Packed { why, .. } => Failure::failed(error.to_string()).caused_by(why),
        _ => failed(error),
    }
}
