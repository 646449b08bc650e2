//! `hotspotd bootstrap`: the script that a router's administrator runs once, and the password it gives hotspotd.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::configuration::read_site;
use super::exit::{Exit, Failure};
use super::secret_file::{self, SecretFileError};
use crate::domain::hotspot::bootstrap;
use crate::domain::hotspot::fits::fits;
use crate::domain::hotspot::site::{AccessService, Site};
use crate::domain::password;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::secret::Secret;

/// Arguments of `bootstrap`.
#[derive(Debug, Args)]
pub struct BootstrapArguments {
    /// The site file; `-` reads it from standard input.
    #[arg(value_name = "SITE.toml")]
    site: PathBuf,
    /// Where the password goes. A password that is there already is used again [default: SITE.password].
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Make another password, also for an account that exists.
    #[arg(long)]
    new_password: bool,
}

impl BootstrapArguments {
    /// Writes the password to its file, the script to standard output, and what to do with both to standard error.
    ///
    /// # Errors
    /// The site or the password file is at fault.
    pub fn run(self) -> Result<Exit, Failure> {
        let file = self.password_file()?;
        let site = read_site(&self.site)?;
        let model = Catalogue::builtin()
            .get(&site.router.model)
            .map_err(|error| Failure::bad_input(error.to_string()))?;
        fits(&site, model).map_err(|misfits| {
            Failure::bad_input("the site does not fit the router")
                .with(misfits.iter().map(ToString::to_string).collect())
        })?;
        let (password, fresh) = self.password(&file)?;
        let script = bootstrap::script(&site, &password, self.new_password);
        eprint!("{}", advice(&site, &self.site, &file, fresh));
        super::print(&script)
    }

    fn password_file(&self) -> Result<PathBuf, Failure> {
        match &self.password_file {
            Some(file) => Ok(file.clone()),
            None if self.site == Path::new("-") => Err(Failure::bad_input(
                "with the site file from standard input, say where the password goes: --password-file FILE",
            )),
            None => Ok(self.site.with_extension("password")),
        }
    }

    /// The password, and whether it is a fresh one.
    fn password(&self, file: &Path) -> Result<(Secret, bool), Failure> {
        let failed = |error: SecretFileError| Failure::bad_input(error.to_string());
        let fresh = draw()?;
        if self.new_password {
            return secret_file::replace(file, &fresh)
                .map(|()| (fresh, true))
                .map_err(failed);
        }
        match secret_file::create(file, &fresh) {
            Ok(()) => Ok((fresh, true)),
            Err(error) if error.source.kind() == ErrorKind::AlreadyExists => {
                secret_file::read(file)
                    .map(|password| (password, false))
                    .map_err(failed)
            }
            Err(error) => Err(failed(error)),
        }
    }
}

fn draw() -> Result<Secret, Failure> {
    loop {
        let mut bytes = [0; password::RANDOM];
        getrandom::fill(&mut bytes).map_err(|error| {
            Failure::failed(format!("the system gives no random numbers: {error}"))
        })?;
        if let Some(password) = password::from_random(&bytes) {
            return Ok(password);
        }
    }
}

/// What to do with the password and the script.
fn advice(site: &Site, file_of_site: &Path, password_file: &Path, fresh: bool) -> String {
    let (password, site_file) = (password_file.display(), file_of_site.display());
    let state = if fresh {
        "is new and stands"
    } else {
        "is the one that stood already"
    };
    let mut text = format!(
        "The password of the account {:?} {state} in {password}; give it to diff, apply and verify: --password-file {password}\n\
         Run the script once as administrator: paste it into a terminal of the router (WinBox: New Terminal),\n\
         or save it (hotspotd bootstrap {site_file} > bootstrap.rsc), upload it and run /import file-name=bootstrap.rsc\n",
        site.access.user
    );
    if !fresh {
        text.push_str(
            "An account that exists keeps the password it has; --new-password gives it another.\n",
        );
    }
    if site.access.service == AccessService::Api {
        text.push_str("warning: service = \"api\" sends the password and all else in the clear; leave the line out of [access] for TLS.\n");
    }
    text
}
