//! How the box is, in figures that the database holds.

use crate::service::appliance::Appliance;
use crate::store::router::Counts;
use crate::store::{StoreError, job, mail, router};

/// The figures.
#[derive(Debug)]
pub struct Figures {
    /// Routers under care.
    pub routers: Counts,
    /// Jobs that wait for another on their router.
    pub waiting: u32,
    /// Jobs under way.
    pub running: u32,
    /// Mails that wait to be sent.
    pub mails_waiting: u32,
    /// Mails that were given up and are not forgotten yet.
    pub mails_given_up: u32,
}

/// Looks, all in one reading.
///
/// # Errors
/// The database.
pub async fn look(appliance: &Appliance) -> Result<Figures, StoreError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            let routers = router::counts(connection, operator)?;
            let (waiting, running) = job::line(connection, operator)?;
            let (mails_waiting, mails_given_up) = mail::counts(connection)?;
            Ok(Figures {
                routers,
                waiting,
                running,
                mails_waiting,
                mails_given_up,
            })
        })
        .await
}
