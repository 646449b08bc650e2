//! How all routers are cared for: what the owner decides once for all of them.

use super::{RouterError, drift, reach};
use crate::domain::kind::Fault;
use crate::domain::time::Span;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::setting;

/// What the owner decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// How often each router is read: within [`drift::LIMITS`], in whole minutes.
    pub every: Span,
    /// Routers may have addresses of the internet.
    pub public: bool,
}

/// What is decided now.
///
/// # Errors
/// The database.
pub async fn get(appliance: &Appliance) -> Result<Care, RouterError> {
    Ok(Care {
        every: drift::every(appliance).await?,
        public: reach::allowed(appliance).await?.public,
    })
}

/// Decides otherwise. Only what changes is written and noted in the audit log.
///
/// # Errors
/// [`RouterError::Faults`] beyond the limits.
pub async fn set(appliance: &Appliance, actor: &Actor, care: Care) -> Result<(), RouterError> {
    let (least, most) = drift::LIMITS;
    if care.every < least || care.every > most {
        let (least, most) = (least.as_secs() / 60, most.as_secs() / 60);
        return Err(RouterError::Faults(vec![Fault::new(
            "every_minutes",
            format!("write a number of minutes from {least} to {most}, which is a day"),
        )]));
    }
    let (actor, now) = (actor.clone(), appliance.clock.now());
    let former = get(appliance).await?;
    appliance
        .state
        .write(move |connection| {
            if care.every != former.every {
                let value = care.every.as_secs().to_string();
                setting::set(connection, drift::SETTING, &value, now)?;
                let detail = format!("every {}", care.every);
                actor.note(connection, "settings", "drift", &detail, now)?;
            }
            if care.public != former.public {
                let (value, detail) = if care.public {
                    (reach::YES, "addresses of the internet are allowed")
                } else {
                    ("no", "only private addresses are allowed")
                };
                setting::set(connection, reach::PUBLIC, value, now)?;
                actor.note(connection, "settings", "router addresses", detail, now)?;
            }
            Ok(())
        })
        .await
}
