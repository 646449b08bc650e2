//! Devices at which somebody has signed in before: strangers' guesses do not hold them up.

use crate::credentials::PasswordHash;
use crate::domain::id::AccountId;
use crate::domain::secret::Secret;
use crate::service::appliance::Appliance;
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
