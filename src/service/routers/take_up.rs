//! A router that is met at the address of one under care: the same after a reset, or another in its place. What its hotspot shall be, its
//! history and its name stay.

use crate::domain::id::{DraftId, RouterId};
use crate::routeros::{Endpoint, Security};
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::job;
use crate::store::router::{self, Router};
use crate::store::{Connection, StoreError};

use super::draft::{self, Draft, Itself};
use super::manage::{self, Wanted};
use super::{RouterError, meet};

/// The router under care at an address.
#[derive(Debug)]
pub struct Known {
    /// The router.
    pub router: Router,
    /// The one that was met shows another certificate than it is known by.
    pub other_certificate: bool,
}

/// The router under care at this address, at the API's port or at that of the secure API: asked before anything is made on it, since
/// hotspotd's account there gets another password. Ports that nobody named are the usual ones.
///
/// # Errors
/// [`RouterError::UnderWay`] where a job works on it, which would lose its login.
pub async fn before(
    appliance: &Appliance,
    host: &str,
    (tls, port): (bool, Option<u16>),
    secure: Option<u16>,
) -> Result<Option<Known>, RouterError> {
    let by_certificate = Security::Tls { pin: None };
    let security = if tls { by_certificate } else { Security::Plain };
    let ports = [
        port.unwrap_or_else(|| Endpoint::default_port(security)),
        secure.unwrap_or_else(|| Endpoint::default_port(by_certificate)),
    ];
    let (operator, host) = (appliance.operator, host.to_owned());
    appliance
        .state
        .read(move |connection| {
            for port in ports {
                if let Some(router) = router::at(connection, operator, &host, port, None)? {
                    idle(connection, router.id)?;
                    // It was not met yet.
                    let other_certificate = false;
                    return Ok(Some(Known {
                        router,
                        other_certificate,
                    }));
                }
            }
            Ok(None)
        })
        .await
}

fn idle(connection: &Connection, router: RouterId) -> Result<(), RouterError> {
    if job::is_open(connection, router)? {
        return Err(RouterError::UnderWay);
    }
    Ok(())
}

/// The router under care at the address of one that was met.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such draft.
pub async fn known(
    appliance: &Appliance,
    actor: &Actor,
    id: DraftId,
) -> Result<Option<Known>, RouterError> {
    let draft = draft::get(appliance, actor, id).await?;
    at_its_address(appliance, &draft).await
}

/// Has this router, which is under care at the address of one that was met, be reached from now on as that one.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such draft, it was not met yet, or the router is no longer at its address;
/// [`RouterError::UnderWay`].
pub async fn take_up(
    appliance: &Appliance,
    actor: &Actor,
    id: DraftId,
    router: RouterId,
) -> Result<(), RouterError> {
    let draft = draft::get(appliance, actor, id).await?;
    if draft.itself == Itself::default() {
        return Err(StoreError::Missing.into());
    }
    let known = at_its_address(appliance, &draft).await?;
    let known = known.filter(|known| known.router.id == router);
    let known = known.ok_or(StoreError::Missing)?;
    appliance
        .state
        .read(move |connection| idle(connection, router))
        .await?;
    let wanted = Wanted {
        name: known.router.name.to_string(),
        ..draft.wanted
    };
    let checked = manage::check(appliance, &wanted).await?;
    manage::edit(appliance, actor, router, checked).await?;
    meet::answered(appliance, router, draft.itself).await?;
    draft::forget(appliance, id).await
}

async fn at_its_address(
    appliance: &Appliance,
    draft: &Draft,
) -> Result<Option<Known>, RouterError> {
    let checked = meet::nameless(appliance, &draft.wanted).await?;
    let (operator, endpoint) = (appliance.operator, checked.endpoint);
    let pin = draft.wanted.pin.clone();
    let found = appliance
        .state
        .read(move |connection| {
            let found = router::at(
                connection,
                operator,
                &endpoint.host,
                endpoint.port,
                pin.as_deref(),
            )?;
            Ok::<_, RouterError>(found.map(|router| (router, pin)))
        })
        .await?;
    Ok(found.map(|(router, pin)| Known {
        other_certificate: router.pin.is_some() && router.pin != pin,
        router,
    }))
}
