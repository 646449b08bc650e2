//! The box's key, and whether the database belongs to it.

use std::path::Path;

use super::StartError;
use crate::credentials::{KeyPlace, MasterKey};
use crate::domain::moment::Moment;
use crate::store::{Connection, Database, setting};

/// The setting that tells whether the database belongs to the key.
pub(in crate::service) const CHECK: &str = "key-check";

/// The box's key: the one that belongs to the database in this data folder, or a new one where nothing was sealed yet.
///
/// # Errors
/// The key file, a key that is lost or another's, the database.
pub async fn of(
    state: &Database,
    data: &Path,
    place: &KeyPlace,
    now: Moment,
) -> Result<MasterKey, StartError> {
    let found = MasterKey::find(place)?;
    let check = state
        .read(|connection: &Connection| setting::get(connection, CHECK))
        .await?;
    let lost = || StartError::KeyLost {
        data: data.to_owned(),
        key: place.path().to_owned(),
    };
    let key = match (found, &check) {
        (Some(key), _) => key,
        (None, None) => MasterKey::create(place)?,
        (None, Some(_)) => return Err(lost()),
    };
    let value = check_text(&key);
    match check {
        Some(check) if check == value => {}
        Some(_) => {
            return Err(StartError::OtherKey {
                data: data.to_owned(),
                key: place.path().to_owned(),
            });
        }
        None => {
            state
                .write(move |connection| setting::set(connection, CHECK, &value, now))
                .await?;
        }
    }
    Ok(key)
}

/// What the setting says where the database belongs to this key.
pub(in crate::service) fn check_text(key: &MasterKey) -> String {
    let value = key.check_value();
    value.iter().map(|byte| format!("{byte:02x}")).collect()
}
