//! The starter set: what a hotspot in Kenya typically sells, to be changed afterwards.

use super::CatalogueError;
use super::item::Item;
use super::place::{add, everything};
use crate::domain::hotspot::site::{BandwidthProfile, VoucherType};
use crate::domain::hotspot::starter::starter_offer;
use crate::domain::id::OperatorId;
use crate::domain::moment::Moment;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::Connection;

/// What was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Bandwidth profiles.
    pub profiles: usize,
    /// Voucher types.
    pub voucher_types: usize,
}

/// Adds what is missing of the starter set. What is there stays as it is, also where it is archived.
///
/// # Errors
/// The database.
pub async fn add_starter_set(
    appliance: &Appliance,
    actor: &Actor,
) -> Result<Added, CatalogueError> {
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    appliance
        .state
        .write(move |connection| {
            let added = put(connection, operator, now)?;
            let detail = format!(
                "{} bandwidth profiles, {} voucher types",
                added.profiles, added.voucher_types
            );
            actor.note(connection, "add", "starter set", &detail, now)?;
            Ok(added)
        })
        .await
}

/// The same inside a transaction.
pub(in crate::service) fn put(
    connection: &Connection,
    operator: OperatorId,
    now: Moment,
) -> Result<Added, CatalogueError> {
    let (profiles, voucher_types) = starter_offer()?;
    Ok(Added {
        profiles: missing::<BandwidthProfile>(connection, operator, &profiles, now)?,
        voucher_types: missing::<VoucherType>(connection, operator, &voucher_types, now)?,
    })
}

fn missing<I: Item>(
    connection: &Connection,
    operator: OperatorId,
    items: &[I],
    now: Moment,
) -> Result<usize, CatalogueError> {
    let there = everything::<I>(connection, operator)?;
    let mut count = 0;
    for item in items {
        if there.iter().all(|kept| kept.item.key() != item.key()) {
            match add(connection, operator, item, &there, now) {
                // Its profile was archived by somebody who does not want it.
                Err(CatalogueError::Faults(_)) => {}
                added => {
                    added?;
                    count += 1;
                }
            }
        }
    }
    Ok(count)
}
