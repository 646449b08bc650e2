//! The log of the daemon.

use tracing_journald::Layer;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::form;
use crate::config::settings::{SettingFault, Settings};
use crate::config::table::LOG;

/// The log goes to the journal, with its fields, where standard error leads there anyway, and to standard error as text elsewhere; how much
/// of it, the setting `log` says.
///
/// # Errors
/// A filter that is none.
pub fn start(settings: &Settings) -> Result<(), SettingFault> {
    let filter = settings.value(&LOG, form::filter)?;
    let log = tracing_subscriber::registry().with(filter);
    // A second set-up in one process (tests) keeps the first.
    let _ = match journal() {
        Some(journal) => log.with(journal).try_init(),
        None => {
            let lines = tracing_subscriber::fmt::layer()
                .with_writer(std::io::stderr)
                .with_target(false);
            log.with(lines).try_init()
        }
    };
    Ok(())
}

/// The journal, where systemd has tied standard error to it and it can be reached.
fn journal() -> Option<Layer> {
    if !leads_to_journal(std::io::stderr()) {
        return None;
    }
    // Prefixed, so that no field of ours takes the name of one of the journal itself.
    let layer = Layer::new().ok()?;
    Some(
        layer
            .with_field_prefix(Some("HOTSPOTD".to_owned()))
            .with_syslog_identifier("hotspotd".to_owned()),
    )
}

/// Whether what is written here goes to the journal: systemd names the device and file of that in JOURNAL_STREAM (systemd.exec(5)).
pub fn leads_to_journal(stream: impl std::os::fd::AsFd) -> bool {
    let named = std::env::var("JOURNAL_STREAM").unwrap_or_default();
    let Ok(found) = rustix::fs::fstat(stream) else {
        return false;
    };
    named == format!("{}:{}", found.st_dev, found.st_ino)
}
