//! `hotspotd serve`: the appliance.

use std::pin::pin;

use clap::Args;

use super::exit::{Exit, Failure};
use super::found_at::{FoundAt, Shown};
use super::settings::{All, Flags, wrong};
use super::{log, runtime, stop};
use crate::app::{AppError, Running};
use crate::config::Config;
use crate::config::check::{IN_VAIN, names_backups_in_vain};
use crate::service::accounts::register::is_open;

/// Threads that answer; the disk and hashing have threads of their own.
const WORKERS: usize = 2;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    #[command(flatten)]
    flags: Flags<All>,
}

impl ServeArguments {
    /// Runs until somebody wants it to end.
    ///
    /// # Errors
    /// The settings are not in order, it cannot start, or the disk fails.
    pub fn run(self) -> Result<Exit, Failure> {
        let settings = self.flags.settings()?;
        log::start(&settings).map_err(|fault| wrong(&[fault]))?;
        let config = Config::of(&settings).map_err(|fault| wrong(&[fault]))?;
        if names_backups_in_vain(&settings) {
            tracing::warn!("backup_dir: {IN_VAIN}");
        }
        let runtime = runtime::on_threads(WORKERS)?;
        // On a thread that goes on to answer requests: what the start leaves free in its memory is used by them.
        runtime
            .block_on(async { tokio::spawn(serve(config)).await })
            .map_err(|error| Failure::failed(format!("the appliance broke off: {error}")))?
    }
}

async fn serve(config: Config) -> Result<Exit, Failure> {
    // Listened for from the first moment on: who stops it while it starts, or as soon as it answers, has it end in order.
    let mut asked = pin!(stop::asked_for());
    let running = tokio::select! {
        biased;
        () = &mut asked => return Ok(Exit::Done),
        running = Running::start(config) => running.map_err(failure)?,
    };
    super::print(&welcome(&running).await?)?;
    running.until(asked).await.map_err(failure)?;
    Ok(Exit::Done)
}

/// What a person needs to begin.
async fn welcome(running: &Running) -> Result<String, Failure> {
    let certificate = running.appliance.tls.get().map(|tls| Shown {
        fingerprint: tls.fingerprint(),
        own: tls.is_own(),
    });
    let mut text = FoundAt::of(running.listen, running.portal, certificate).told();
    // A log is read by others, and kept. So none is drawn there, and the one that the package printed works on after a power cut.
    if log::leads_to_journal(std::io::stdout()) {
        let open = is_open(&running.appliance).await;
        if open.map_err(|error| failure(error.into()))? {
            text.push_str("There is no owner yet: `hotspotd account set-up-code` prints the code that makes one.\n");
        }
    } else if let Some(code) = running.set_up_code().await.map_err(failure)? {
        text.push_str(&format!(
            "Set-up code: {}   (works once, within 24 hours and until hotspotd starts again)\n",
            code.reveal()
        ));
    }
    Ok(text)
}

/// Why the appliance does not run, as the command line tells it.
pub fn failure(error: AppError) -> Failure {
    let message = error.to_string();
    Failure::failed(message).caused_by(&error)
}
