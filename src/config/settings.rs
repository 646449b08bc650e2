//! What holds of each setting, and who says so: a flag goes before a variable, a variable before the settings file, the file before
//! what is usual.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::file;
use super::form::Form;
use super::table::{ALL, BACKUP_DIR, DATA_DIR, KEY_FILE, Setting, Usual};
use crate::credentials::KeyPlace;
use crate::store::snapshot::FOLDER;

/// The settings file of a box, where nobody names another.
pub const USUAL_FILE: &str = "/etc/hotspotd/hotspotd.toml";
/// The data folder of a box that has this file.
const USUAL_DATA: &str = "/var/lib/hotspotd";
/// Names another settings file.
const FILE_VARIABLE: &str = "HOTSPOTD_CONFIG";
/// systemd's folders for the service's data.
const STATE: &str = "STATE_DIRECTORY";
/// The folder of systemd's credentials.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// Something wrong in a setting: where, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingFault {
    /// A flag, a variable, or a file with line and column.
    pub place: String,
    /// What is wrong, and what to write.
    pub message: String,
}

impl SettingFault {
    /// At this place.
    pub fn new(place: impl fmt::Display, message: impl Into<String>) -> Self {
        SettingFault {
            place: place.to_string(),
            message: message.into(),
        }
    }
}

impl fmt::Display for SettingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// What the command line says of settings.
#[derive(Clone, Default)]
pub struct Given {
    /// The settings file.
    pub file: Option<PathBuf>,
    /// Settings with their values.
    pub flags: Vec<(&'static Setting, Vec<String>)>,
}

/// Without values: one may be a secret.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.flags.iter().map(|(setting, _)| setting.key).collect();
        write!(f, "Given({keys:?})")
    }
}

/// What stands around the program: the variables of its environment, and the settings file of the box.
#[derive(Clone)]
pub struct Surroundings {
    /// Variables by name. One that is empty counts for nothing.
    pub variables: BTreeMap<String, OsString>,
    /// The settings file of the box.
    pub usual_file: PathBuf,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        let named = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value));
        Surroundings {
            variables: std::env::vars_os().filter_map(named).collect(),
            usual_file: PathBuf::from(USUAL_FILE),
        }
    }

    fn get(&self, name: &str) -> Option<&OsString> {
        self.variables.get(name).filter(|value| !value.is_empty())
    }

    /// The first of systemd's folders for the service's data, where the program runs under it with some.
    fn state(&self) -> Option<String> {
        let first = std::env::split_paths(self.get(STATE)?).next()?;
        Some(first.display().to_string())
    }

    /// The folder of systemd's credentials, where the program runs under it with some.
    fn credentials(&self) -> Option<&Path> {
        self.get(CREDENTIALS).map(Path::new)
    }
}

/// Who says what holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    Flag,
    /// This variable.
    Variable(String),
    /// The settings file, in this line.
    File(PathBuf, usize),
    /// systemd, by a variable of its own.
    Systemd(&'static str),
    /// Nobody.
    Usual,
}

/// What holds of one setting.
#[derive(Clone)]
pub struct Held {
    /// Which.
    pub setting: &'static Setting,
    /// Its value, one text for each item; each was checked.
    pub texts: Vec<String>,
    /// Who says so.
    pub origin: Origin,
}

/// What holds of all settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The settings file that was read.
    pub file: Option<PathBuf>,
    /// One of each setting, in the order of the table.
    pub all: Vec<Held>,
}

impl Settings {
    /// Looks at the command line, the variables and the settings file.
    ///
    /// # Errors
    /// Everything that is wrong in them.
    pub fn gather(given: &Given, around: &Surroundings) -> Result<Self, Vec<SettingFault>> {
        let (path, must) = match (&given.file, around.get(FILE_VARIABLE)) {
            (Some(file), _) => (file.clone(), Some("--config")),
            (None, Some(file)) => (PathBuf::from(file), Some(FILE_VARIABLE)),
            (None, None) => (around.usual_file.clone(), None),
        };
        let mut faults = Vec::new();
        let read = file::open(&path).unwrap_or_else(|wrong| {
            faults.extend(wrong);
            Some(Vec::new())
        });
        if let (None, Some(by)) = (&read, must) {
            let message = format!("there is no file {}", path.display());
            faults.push(SettingFault::new(by, message));
        }
        let installed = read.is_some() && path == around.usual_file;
        let file = read.is_some().then(|| path.clone());
        let mut entries = read.unwrap_or_default();
        let mut all = Vec::new();
        for setting in ALL.iter().copied() {
            let entry = entries
                .iter()
                .position(|entry| entry.setting == setting)
                .map(|at| entries.swap_remove(at));
            let held = match said(setting, given, around) {
                Ok(Some(held)) => Some(held),
                Ok(None) => entry.map(|entry| Held {
                    setting,
                    texts: entry.texts,
                    origin: Origin::File(path.clone(), entry.line),
                }),
                Err(wrong) => {
                    faults.extend(wrong);
                    None
                }
            };
            all.push(held.unwrap_or_else(|| usual(setting, around, installed)));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut settings = Settings { file, all };
        settings.place_key(around);
        settings.place_backups();
        Ok(settings)
    }

    /// The key's file where neither a flag nor a variable names it: the credential of systemd, if there is one. It goes before the settings
    /// file because the service cannot read what only root may, and gets its key by the credential, while whoever works on the box as
    /// root has no credential, and finds the same key by the file's name.
    fn place_key(&mut self, around: &Surroundings) {
        let given = around.credentials().and_then(KeyPlace::given);
        let own = KeyPlace::in_folder(Path::new(&self.text(&DATA_DIR)));
        let Some(held) = self.held_mut(&KEY_FILE) else {
            return;
        };
        match (&held.origin, given) {
            (Origin::Flag | Origin::Variable(_), _) => {}
            (_, Some(given)) => {
                held.texts = vec![given.path().display().to_string()];
                held.origin = Origin::Systemd(CREDENTIALS);
            }
            (Origin::File(..), None) => {}
            (Origin::Systemd(_) | Origin::Usual, None) => {
                held.texts = vec![own.path().display().to_string()];
            }
        }
    }

    /// The folder of whole backups where nobody names one: that of the others.
    fn place_backups(&mut self) {
        let own = Path::new(&self.text(&DATA_DIR)).join(FOLDER);
        if let Some(held) = self
            .held_mut(&BACKUP_DIR)
            .filter(|held| held.texts.is_empty())
        {
            held.texts = vec![own.display().to_string()];
        }
    }

    fn held_mut(&mut self, setting: &'static Setting) -> Option<&mut Held> {
        self.all.iter_mut().find(|held| held.setting == setting)
    }

    /// What holds of a setting.
    pub fn held(&self, setting: &'static Setting) -> Option<&Held> {
        self.all.iter().find(|held| held.setting == setting)
    }

    /// The text of a setting that has one.
    pub fn text(&self, setting: &'static Setting) -> String {
        self.held(setting)
            .and_then(|held| held.texts.first().cloned())
            .unwrap_or_default()
    }

    /// The value of a setting, as `read` reads it.
    ///
    /// # Errors
    /// What [`Settings::gather`] has told already.
    pub fn value<T>(
        &self,
        setting: &'static Setting,
        read: fn(&str) -> Result<T, String>,
    ) -> Result<T, SettingFault> {
        read(&self.text(setting)).map_err(|error| SettingFault::new(setting.key, error))
    }

    /// The values of a list.
    ///
    /// # Errors
    /// What [`Settings::gather`] has told already.
    pub fn values<T>(
        &self,
        setting: &'static Setting,
        read: fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, SettingFault> {
        let texts = self.held(setting).map(|held| held.texts.as_slice());
        let values = texts.unwrap_or_default().iter().map(|text| read(text));
        values
            .collect::<Result<_, _>>()
            .map_err(|error| SettingFault::new(setting.key, error))
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} = {} ({})",
            self.setting.key,
            self.shown(),
            self.told()
        )
    }
}

/// What a flag, else a variable says.
fn said(
    setting: &'static Setting,
    given: &Given,
    around: &Surroundings,
) -> Result<Option<Held>, Vec<SettingFault>> {
    let flag = given.flags.iter().find(|(named, _)| *named == setting);
    let (texts, origin, place) = if let Some((_, texts)) = flag {
        (texts.clone(), Origin::Flag, setting.flag())
    } else {
        let ours = setting.variable();
        let names = [Some(ours.as_str()), setting.also];
        let found = names
            .into_iter()
            .flatten()
            .find_map(|name| Some((name, around.get(name)?)));
        let Some((name, value)) = found else {
            return Ok(None);
        };
        let text = value.to_str().ok_or_else(|| {
            vec![SettingFault::new(
                name,
                "it holds bytes that are no text (UTF-8)",
            )]
        })?;
        let texts = setting.items(text).into_iter().map(str::to_owned).collect();
        (texts, Origin::Variable(name.to_owned()), name.to_owned())
    };
    let wrong: Vec<SettingFault> = texts
        .iter()
        .filter_map(|text| (setting.check)(text).err())
        .map(|message| SettingFault::new(&place, message))
        .collect();
    if wrong.is_empty() {
        Ok(Some(Held {
            setting,
            texts,
            origin,
        }))
    } else {
        Err(wrong)
    }
}

/// What holds where nobody says anything. `installed`: there is a settings file of the box.
fn usual(setting: &'static Setting, around: &Surroundings, installed: bool) -> Held {
    let held = |texts: Vec<String>, origin| Held {
        setting,
        texts,
        origin,
    };
    match setting.usual {
        Usual::Text(text) => held(vec![text.to_owned()], Origin::Usual),
        Usual::Depends(_) if *setting == DATA_DIR => match around.state() {
            Some(folder) => held(vec![folder], Origin::Systemd(STATE)),
            None if installed => held(vec![USUAL_DATA.to_owned()], Origin::Usual),
            None => held(vec!["data".to_owned()], Origin::Usual),
        },
        // The places of the key and of whole backups follow from the data folder's: see `place_key`, `place_backups`.
        Usual::Depends(_) | Usual::Nothing => held(Vec::new(), Origin::Usual),
    }
}

impl Held {
    /// Who says so, in words.
    pub fn told(&self) -> String {
        match &self.origin {
            Origin::Flag => format!("flag {}", self.setting.flag()),
            Origin::Variable(name) => format!("variable {name}"),
            Origin::File(path, line) => format!("{}:{line}", path.display()),
            Origin::Systemd(name) => format!("systemd, by {name}"),
            Origin::Usual => "default".to_owned(),
        }
    }

    /// The value in one line, for people; a secret one is not told.
    pub fn shown(&self) -> String {
        match (
            self.setting.secret,
            self.setting.form,
            self.texts.is_empty(),
        ) {
            (_, _, true) => "none".to_owned(),
            (true, _, false) => crate::domain::secret::Secret::HIDDEN.to_owned(),
            (false, Form::List, false) => self.texts.join(", "),
            (false, _, false) => self.texts.concat(),
        }
    }
}

#[cfg(test)]
#[path = "settings/tests.rs"]
mod tests;
