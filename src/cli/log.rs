//! The log of the daemon.

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::form;
use crate::config::settings::{SettingFault, Settings};
use crate::config::table::LOG;

/// The log goes to standard error; how much of it, the setting `log` says.
///
/// # Errors
/// A filter that is none.
pub fn start(settings: &Settings) -> Result<(), SettingFault> {
    let filter = settings.value(&LOG, form::filter)?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    // A second set-up in one process (tests) keeps the first.
    let _ = tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .try_init();
    Ok(())
}
