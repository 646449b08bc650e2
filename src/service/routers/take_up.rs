//! A router that was met at the address of one under care: the same after a reset, or another in its place. What its hotspot shall be, its
//! history and its name stay.

use crate::domain::id::{DraftId, RouterId};
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::StoreError;
use crate::store::router::{self, Router};

use super::draft::{self, Draft, Itself};
use super::manage::{self, Wanted};
use super::{RouterError, meet};

/// The router under care at the address of one that was met.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such draft.
pub async fn known(
    appliance: &Appliance,
    actor: &Actor,
    id: DraftId,
) -> Result<Option<Router>, RouterError> {
    let draft = draft::get(appliance, actor, id).await?;
    at_its_address(appliance, &draft).await
}

/// Has the router under care at that address be reached from now on as the one that was met.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such draft, it was not met yet, or none is at its address.
pub async fn take_up(
    appliance: &Appliance,
    actor: &Actor,
    id: DraftId,
) -> Result<RouterId, RouterError> {
    let draft = draft::get(appliance, actor, id).await?;
    if draft.itself == Itself::default() {
        return Err(StoreError::Missing.into());
    }
    let known = at_its_address(appliance, &draft).await?;
    let known = known.ok_or(StoreError::Missing)?;
    let wanted = Wanted {
        name: known.name.to_string(),
        ..draft.wanted
    };
    let checked = manage::check(appliance, &wanted).await?;
    manage::edit(appliance, actor, known.id, checked).await?;
    meet::answered(appliance, known.id, draft.itself).await?;
    draft::forget(appliance, id).await?;
    Ok(known.id)
}

async fn at_its_address(
    appliance: &Appliance,
    draft: &Draft,
) -> Result<Option<Router>, RouterError> {
    let checked = meet::nameless(appliance, &draft.wanted).await?;
    let operator = appliance.operator;
    let endpoint = checked.endpoint;
    appliance
        .state
        .read(move |connection| {
            Ok(router::at(
                connection,
                operator,
                &endpoint.host,
                endpoint.port,
            )?)
        })
        .await
}
