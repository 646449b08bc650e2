//! Devices at which somebody has signed in before, and how often a password or a code may be tried from there and from elsewhere.

use crate::credentials::RandomError;
use crate::domain::id::AccountId;
use crate::domain::net::is_near;
use crate::domain::secret::Secret;
use crate::service::appliance::Appliance;
use crate::service::throttle::{Throttle, TooOften, network};

use super::Device;

/// What the device of whoever has just signed in keeps.
///
/// # Errors
/// The system gave no random bytes.
pub fn proof(appliance: &Appliance, account: AccountId) -> Result<Secret, RandomError> {
    appliance.known.proof(&account.to_string())
}

/// The limits of one kind of guessing.
pub(super) struct Limits<'a> {
    /// Of a device that is known, and of a network in which it is not.
    pub one: &'a Throttle,
    /// Of all devices together that are not known: those beside the box, and those of the internet.
    pub strange: &'a Throttle,
}

impl Limits<'_> {
    /// Counts one guess at what belongs to `name`; the account where there is one. A device that is known counts alone, so nobody
    /// else's guesses hold it up, from wherever it comes.
    pub(super) fn attempt(
        &self,
        appliance: &Appliance,
        device: &Device,
        account: Option<AccountId>,
        name: &str,
    ) -> Result<(), TooOften> {
        if let Some(known) = account.and_then(|account| of(appliance, device, account)) {
            return self.one.attempt(&format!("device {known}"));
        }
        self.one
            .attempt(&format!("{} {name}", network(device.address)))?;
        let side = if is_near(device.address) {
            "near"
        } else {
            "far"
        };
        self.strange.attempt(&format!("{side} {name}"))
    }
}

/// The known device that this one is, for an account.
pub(super) fn of<'d>(
    appliance: &Appliance,
    device: &'d Device,
    account: AccountId,
) -> Option<&'d str> {
    let account = account.to_string();
    device
        .proofs
        .iter()
        .find_map(|proof| appliance.known.device(&account, proof))
}
