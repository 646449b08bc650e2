//! Devices at which somebody has signed in before, and how often a password or a code may be tried from there and from elsewhere.

use crate::credentials::PasswordHash;
use crate::domain::id::AccountId;
use crate::domain::net::is_near;
use crate::domain::secret::Secret;
use crate::service::appliance::Appliance;
use crate::service::throttle::{Throttle, TooOften, network};
use crate::store::account::{self, Credentials};

use super::{AccountError, Device};

/// What the device of whoever has just signed in, or set a password, keeps.
///
/// # Errors
/// The database.
pub async fn proof(appliance: &Appliance, id: AccountId) -> Result<Secret, AccountError> {
    let found = appliance
        .state
        .read(move |connection| account::credentials_of(connection, id))
        .await?;
    let password = PasswordHash::from_stored(found.password_hash);
    Ok(appliance.known.proof(&id.to_string(), &password))
}

/// Whether the account has signed in at this device with the password that it has now.
pub(super) fn is_known(appliance: &Appliance, device: &Device, found: &Credentials) -> bool {
    let account = found.account.id.to_string();
    let password = PasswordHash::from_stored(found.password_hash.clone());
    device
        .proofs
        .iter()
        .filter(|(of, _)| *of == account)
        .any(|(_, proof)| appliance.known.is_right(&account, &password, proof))
}

/// The limits of one kind of guessing.
pub(super) struct Limits<'a> {
    /// At all devices together that are known for an account. Nobody else can use them up.
    pub known: &'a Throttle,
    /// From one network in which the device is not known.
    pub network: &'a Throttle,
    /// At all devices together that are not known: those beside the box apart from those of the internet.
    pub strange: &'a Throttle,
}

impl Limits<'_> {
    /// Counts one guess at what belongs to `name`; `known` is the account where the device is known for one.
    pub(super) fn attempt(
        &self,
        device: &Device,
        known: Option<AccountId>,
        name: &str,
    ) -> Result<(), TooOften> {
        if let Some(known) = known {
            return self.known.attempt(&known.to_string());
        }
        self.network
            .attempt(&format!("{} {name}", network(device.address)))?;
        let side = if is_near(device.address) {
            "near"
        } else {
            "far"
        };
        self.strange.attempt(&format!("{side} {name}"))
    }
}
