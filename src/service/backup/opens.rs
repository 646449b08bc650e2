//! Whether a key is the one that sealed what is in a copy of the database.

use crate::credentials::{MasterKey, Purpose, Sealed, Sealer};
use crate::service::accounts::sign_in::totp_place;
use crate::service::appliance::key::{CHECK, check_text};
use crate::service::mail_settings;
use crate::service::routers::{password_place, site_place};
use crate::store::{Connection, StoreError, router, second_factor, setting};

/// What a key does for a copy of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// It is the one.
    Yes {
        /// How many sealed secrets were tried: those of routers, of mail, and second factors.
        tried: usize,
        /// How many of them opened. The others were damaged before they were backed up.
        opened: usize,
    },
    /// Another key sealed them.
    No,
}

/// Tries a key on a copy that has the newest schema that this program knows (`newest`), or an earlier one.
///
/// # Errors
/// The database.
pub fn opens(connection: &Connection, key: &MasterKey, newest: bool) -> Result<Opens, StoreError> {
    let check = setting::get(connection, CHECK)?;
    if check
        .as_ref()
        .is_some_and(|check| *check != check_text(key))
    {
        return Ok(Opens::No);
    }
    // An earlier schema may lack what is asked for here; the check value was there from the first on.
    let sealed = if newest {
        sealed(connection)?
    } else {
        Vec::new()
    };
    let sealer = Sealer::new(&key.derive(Purpose::Seal));
    let opened = sealed
        .iter()
        .filter(|(place, sealed)| sealer.open(place, sealed).is_ok())
        .count();
    Ok(match (check, sealed.len(), opened) {
        (None, 1.., 0) => Opens::No,
        (_, tried, opened) => Opens::Yes { tried, opened },
    })
}

/// What is sealed, with the place of each.
fn sealed(connection: &Connection) -> Result<Vec<(String, Sealed)>, StoreError> {
    let mut all = Vec::new();
    for id in router::ids(connection)? {
        let sealed = router::sealed(connection, id)?;
        all.push((password_place(id), sealed.password));
        all.extend(sealed.site.map(|site| (site_place(id), site)));
    }
    let mail = setting::get_sealed(connection, mail_settings::PASSWORD)?;
    all.extend(mail.map(|(sealed, _)| (mail_settings::PASSWORD.to_owned(), sealed)));
    for (id, sealed) in second_factor::sealed(connection)? {
        all.push((totp_place(id), sealed));
    }
    let sealed = |(place, bytes)| (place, Sealed::from_bytes(bytes));
    Ok(all.into_iter().map(sealed).collect())
}
