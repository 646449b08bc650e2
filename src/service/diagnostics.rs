//! What whoever helps wants to know. Nothing in it is secret: no password, no address of a customer, no name of a person.

use serde::Serialize;

use crate::domain::moment::Moment;
use crate::service::appliance::Appliance;
use crate::service::home;
use crate::service::network_check;
use crate::store::{STATE, StoreError, TELEMETRY};

/// The diagnostics.
#[derive(Debug, Serialize)]
pub struct Diagnostics {
    version: &'static str,
    system: &'static str,
    processor: &'static str,
    made_at: Moment,
    clock_trusted: bool,
    folder_writable: bool,
    free_bytes: Option<u64>,
    state_bytes: u64,
    telemetry_bytes: u64,
    resident: String,
    routers: u32,
    silent: u32,
    drifted: u32,
    open_jobs: u32,
    failed_today: u32,
    mails_waiting: u32,
    mails_given_up: u32,
    mail_trouble: Option<String>,
}

/// Looks.
///
/// # Errors
/// The database.
pub async fn look(appliance: &Appliance, version: &'static str) -> Result<Diagnostics, StoreError> {
    let home = home::look(appliance).await?;
    let network = network_check::look(appliance, false).await;
    let size =
        |file: &str| std::fs::metadata(appliance.data().join(file)).map_or(0, |found| found.len());
    Ok(Diagnostics {
        version,
        system: std::env::consts::OS,
        processor: std::env::consts::ARCH,
        made_at: network.now,
        clock_trusted: network.clock_trusted,
        folder_writable: network.writable,
        free_bytes: network.free,
        state_bytes: size(STATE.file),
        telemetry_bytes: size(TELEMETRY.file),
        resident: resident(),
        routers: home.routers.all,
        silent: home.routers.silent,
        drifted: home.routers.drifted,
        open_jobs: home.open_jobs,
        failed_today: home.failed,
        mails_waiting: home.mails.waiting,
        mails_given_up: home.mails.given_up,
        mail_trouble: home.mails.trouble,
    })
}

/// How much memory the program has, as Linux tells it.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.map(str::trim).unwrap_or_default().to_owned()
}
