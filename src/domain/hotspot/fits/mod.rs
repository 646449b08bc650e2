//! Whether a site fits its router and holds together: every reason why not, each with what to do.

mod addresses;
mod identity;
mod misfit;
mod offers;
mod parts;
mod ports;
mod radios;
mod reach;
#[cfg(test)]
mod tests;

pub use misfit::Misfit;

use crate::domain::hotspot::site::{BandwidthProfile, Site, VoucherType};
use crate::domain::routeros::model::Model;
use misfit::Misfits;

/// Whether the site fits the model.
///
/// # Errors
/// All the reasons why not; at least one.
pub fn fits(site: &Site, model: &Model) -> Result<(), Vec<Misfit>> {
    let mut misfits = Misfits::default();
    identity::check_counts(site, &mut misfits);
    if !misfits.is_empty() {
        // The other rules compare everything with everything; they want short lists.
        return misfits.into_result();
    }
    identity::check(site, model, &mut misfits);
    parts::check(site, &mut misfits);
    ports::check(site, model, &mut misfits);
    radios::check(site, model, &mut misfits);
    addresses::check(site, &mut misfits);
    offers::check(site, &mut misfits);
    reach::check(site, &mut misfits);
    misfits.into_result()
}

/// What is wrong with a bandwidth profile, whatever site it may stand in.
pub fn profile_misfits(profile: &BandwidthProfile) -> Vec<Misfit> {
    let mut misfits = Misfits::default();
    offers::check_profile(profile, &mut misfits);
    misfits.into_result().err().unwrap_or_default()
}

/// What is wrong with a voucher type beside the profiles of these names.
pub fn voucher_type_misfits(kind: &VoucherType, profiles: &[&str]) -> Vec<Misfit> {
    let mut misfits = Misfits::default();
    offers::check_voucher_type(kind, profiles, &mut misfits);
    misfits.into_result().err().unwrap_or_default()
}
