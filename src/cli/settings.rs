//! Settings as flags: each row of their table that a command takes, and `--config`.

use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};

use super::exit::Failure;
use crate::config::form::Form;
use crate::config::settings::{Given, SettingFault, Settings, Surroundings, USUAL_FILE};
use crate::config::table::{ALL, DATA_DIR, KEY_FILE, Setting};

/// The flag that names the settings file.
const FILE: &str = "config";

/// Which settings a command takes as flags.
pub trait Which: std::fmt::Debug + Clone + Send + Sync + 'static {
    /// These.
    const SETTINGS: &'static [&'static Setting];
}

/// All settings.
#[derive(Debug, Clone)]
pub struct All;

/// Where the data is.
#[derive(Debug, Clone)]
pub struct Data;

/// Where the data and the key are.
#[derive(Debug, Clone)]
pub struct DataAndKey;

impl Which for All {
    const SETTINGS: &'static [&'static Setting] = ALL;
}

impl Which for Data {
    const SETTINGS: &'static [&'static Setting] = &[&DATA_DIR];
}

impl Which for DataAndKey {
    const SETTINGS: &'static [&'static Setting] = &[&DATA_DIR, &KEY_FILE];
}

/// What the command line says of these settings.
#[derive(Debug, Clone)]
pub struct Flags<W> {
    given: Given,
    which: PhantomData<W>,
}

impl<W: Which> Flags<W> {
    /// What holds: by these flags, the environment and the settings file.
    ///
    /// # Errors
    /// Everything that is wrong in them.
    pub fn settings(&self) -> Result<Settings, Failure> {
        Settings::gather(&self.given, &Surroundings::of_process()).map_err(|faults| wrong(&faults))
    }
}

/// What is told where settings are not in order.
pub fn wrong(faults: &[SettingFault]) -> Failure {
    Failure::bad_input("the settings are not in order").since(faults)
}

/// The folder of the data.
///
/// # Errors
/// A value that is none.
pub fn data(settings: &Settings) -> Result<PathBuf, Failure> {
    let data = settings.value(&DATA_DIR, crate::config::form::path);
    data.map_err(|fault| wrong(&[fault]))
}

/// Refuses a data folder without this file in it, or without being there at all: a typing error must not make another.
pub fn is_there(data: &Path, file: &str) -> Result<(), Failure> {
    let path = data.join(file);
    match path.try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::bad_input(format!(
            "there is no {}: name the folder of the daemon by --data-dir (`hotspotd config show` tells where it is looked for)",
            path.display()
        ))),
        Err(error) => Err(Failure::failed(format!(
            "{} cannot be looked at ({error}): run it as root (sudo), or as the user to whom the folder belongs",
            path.display()
        ))),
    }
}

impl<W: Which> Args for Flags<W> {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .long(FILE)
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help(format!(
                "The settings file. Default: HOTSPOTD_CONFIG, else {USUAL_FILE} where it is there."
            ));
        let flags = W::SETTINGS.iter().map(|setting| flag(setting));
        command.args(flags).arg(file)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(setting: &Setting) -> Arg {
    let again = match setting.form {
        Form::List => " Again for each.",
        Form::Path | Form::Text | Form::Switch => "",
    };
    let help = format!("{}{again} Default: {}.", setting.about, setting.usually());
    let arg = Arg::new(setting.key)
        .long(setting.option())
        .value_name(setting.word)
        .value_parser(ValueParser::string())
        .help(help);
    match setting.form {
        Form::List => arg.action(ArgAction::Append),
        Form::Switch => arg
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        Form::Path | Form::Text => arg,
    }
}

impl<W: Which> FromArgMatches for Flags<W> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let said = |setting: &&'static Setting| {
            let texts: Vec<String> = matches.get_many(setting.key)?.cloned().collect();
            Some((*setting, texts))
        };
        Ok(Flags {
            given: Given {
                file: matches.get_one(FILE).cloned(),
                flags: W::SETTINGS.iter().filter_map(said).collect(),
            },
            which: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
