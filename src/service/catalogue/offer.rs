//! What a new site is given out of the catalogue: voucher types by their codes, and the bandwidth profiles they need.

use super::CatalogueError;
use super::shelf::{Query, list};
use crate::domain::hotspot::site::{BandwidthProfile, VoucherType};
use crate::domain::kind::Fault;
use crate::service::appliance::Appliance;

/// The voucher types of these codes and every bandwidth profile that one of them refers to, in the catalogue's order.
/// No code at all: everything that is offered.
///
/// # Errors
/// [`CatalogueError::Faults`] where a code is none of an offered voucher type.
pub async fn offer_for_site(
    appliance: &Appliance,
    codes: &[String],
) -> Result<(Vec<BandwidthProfile>, Vec<VoucherType>), CatalogueError> {
    let offered = list::<VoucherType>(appliance, Query::default()).await?;
    // An archived profile still serves the voucher types that refer to it.
    let all = Query {
        archived: true,
        ..Query::default()
    };
    let profiles = list::<BandwidthProfile>(appliance, all).await?;
    let unknown: Vec<Fault> = codes
        .iter()
        .filter(|code| offered.iter().all(|kept| kept.item.code != **code))
        .map(|code| {
            Fault::new(
                "voucher_types",
                format!("there is no voucher type {code} in the catalogue"),
            )
        })
        .collect();
    if !unknown.is_empty() {
        return Err(CatalogueError::Faults(unknown));
    }
    let types: Vec<VoucherType> = offered
        .into_iter()
        .map(|kept| kept.item)
        .filter(|kind| codes.is_empty() || codes.contains(&kind.code))
        .collect();
    let profiles = profiles
        .into_iter()
        .filter(|kept| {
            types.iter().any(|kind| kind.profile == kept.item.name)
                || (codes.is_empty() && kept.archived_at.is_none())
        })
        .map(|kept| kept.item)
        .collect();
    Ok((profiles, types))
}
