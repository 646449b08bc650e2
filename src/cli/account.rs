//! `hotspotd account`: accounts of the appliance from the box itself. The daemon may run meanwhile.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure};
use super::settings::{Data, DataAndKey, Flags, data, is_there, wrong};
use super::{runtime, secret_file, typed};
use crate::app::memory;
use crate::credentials::MasterKey;
use crate::domain::kind::Kinded;
use crate::service::accounts::AccountError;
use crate::service::accounts::console::Console;
use crate::service::clock::Clock;
use crate::store::{STATE, StoreError};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Lists the accounts.
    List(ListArguments),
    /// Prints a code that makes the first owner, as long as there is none. Codes that were printed before stop working.
    SetUpCode(SetUpCodeArguments),
    /// Sets another password for an account, and ends all its sessions.
    ResetPassword(ResetArguments),
}

/// Arguments of `account list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    #[command(flatten)]
    flags: Flags<Data>,
}

/// Arguments of `account set-up-code`.
#[derive(Debug, Args)]
pub struct SetUpCodeArguments {
    #[command(flatten)]
    flags: Flags<DataAndKey>,
}

/// Arguments of `account reset-password`.
#[derive(Debug, Args)]
pub struct ResetArguments {
    /// By what the account signs in.
    #[arg(value_name = "NAME")]
    login: String,
    #[command(flatten)]
    flags: Flags<Data>,
    /// File with the new password; without it, the terminal asks.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Take the second step away too: the phone and the recovery codes are lost.
    #[arg(long)]
    remove_totp: bool,
}

impl AccountCommand {
    /// Does it.
    ///
    /// # Errors
    /// There is no data, nobody has the name, or the password cannot be chosen.
    pub fn run(self) -> Result<Exit, Failure> {
        let runtime = runtime::on_this_thread()?;
        match self {
            AccountCommand::List(arguments) => runtime.block_on(list(arguments)),
            AccountCommand::SetUpCode(arguments) => runtime.block_on(set_up_code(arguments)),
            AccountCommand::ResetPassword(arguments) => runtime.block_on(reset(arguments)),
        }
    }
}

/// The accounts of a folder that holds some already: a typing error must not make another.
fn open(data: &Path) -> Result<Console, Failure> {
    is_there(data, STATE.file)?;
    Console::open(data, Clock::system(), memory())
        .map_err(|error| Failure::failed(error.to_string()).caused_by(&error))
}

async fn list(arguments: ListArguments) -> Result<Exit, Failure> {
    let console = open(&data(&arguments.flags.settings()?)?)?;
    let all = console.accounts().await;
    let all = all.map_err(|error| Failure::failed(error.to_string()).caused_by(&error))?;
    let mut text = String::new();
    for account in all {
        let locked = if account.locked_at.is_some() {
            "  locked"
        } else {
            ""
        };
        let totp = if account.totp { "  second step" } else { "" };
        text.push_str(&format!(
            "{:<20}  {:<10}  {}{totp}{locked}\n",
            account.login.as_str(),
            account.role,
            account.name
        ));
    }
    super::print(&text)
}

async fn set_up_code(arguments: SetUpCodeArguments) -> Result<Exit, Failure> {
    let settings = arguments.flags.settings()?;
    let place = crate::config::key(&settings).map_err(|fault| wrong(&[fault]))?;
    let console = open(&data(&settings)?)?;
    let key = MasterKey::find(&place)
        .map_err(|error| Failure::failed(error.to_string()).caused_by(&error))?;
    let key = key.ok_or_else(|| {
        let place = place.path().display();
        Failure::failed(format!(
            "there is no key in {place}: name the key of the daemon by --key-file"
        ))
    })?;
    match console.set_up_code(&key).await.map_err(failure)? {
        Some(code) => super::print(&format!("{}\n", code.reveal())),
        None => Err(Failure::failed(
            "there is an owner already: owners invite others, and `hotspotd account reset-password` lets one in again",
        )),
    }
}

async fn reset(arguments: ResetArguments) -> Result<Exit, Failure> {
    let console = open(&data(&arguments.flags.settings()?)?)?;
    let new = match &arguments.password_file {
        Some(file) => {
            secret_file::read(file).map_err(|error| Failure::bad_input(error.to_string()))?
        }
        None => typed::twice("New password: ", "--password-file")?,
    };
    let login = &arguments.login;
    let account = console
        .set_password(login, &new, arguments.remove_totp)
        .await
        .map_err(|error| match error {
            AccountError::Store(StoreError::Missing) => Failure::bad_input(format!(
                "nobody signs in as {login}: `hotspotd account list` shows the names"
            )),
            error => failure(error),
        })?;
    let name = account.login.as_str();
    super::print(&format!(
        "The password of {name} is set; all sessions of {name} have ended.\n"
    ))
}

fn failure(error: AccountError) -> Failure {
    let faults: Vec<String> = error
        .faults()
        .into_iter()
        .map(|fault| fault.message)
        .collect();
    if faults.is_empty() {
        Failure::failed(error.to_string()).caused_by(&error)
    } else {
        Failure::bad_input("the password was not set").since(&faults)
    }
}
