//! The site of a router as a file: taken away and brought back.

use serde_json::Value;

use crate::domain::hotspot::site::Site;
use crate::domain::id::RouterId;
use crate::domain::kind::Fault;
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::service::site_file::{self, field};
use crate::service::site_form::{keep_secrets, without_secrets};
use crate::store::StoreError;

use super::manage::owned;
use super::{RouterError, site};

/// The site file of a router. Its secrets are empty unless they were asked for, which is noted.
///
/// # Errors
/// [`RouterError::NoSite`].
pub async fn export(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    with_secrets: bool,
) -> Result<String, RouterError> {
    let kept = site::get(appliance, id).await?.ok_or(RouterError::NoSite)?;
    let site = if with_secrets {
        let (operator, actor, now) = (appliance.operator, actor.clone(), appliance.clock.now());
        appliance
            .state
            .write(move |connection| {
                let router = owned(connection, operator, id)?;
                let subject = format!("router {}", router.name);
                let (account, device) = (&actor.account, &actor.device);
                note(
                    connection,
                    account,
                    device,
                    "take-site-with-secrets",
                    &subject,
                    "",
                    now,
                )?;
                Ok::<_, RouterError>(())
            })
            .await?;
        kept.site
    } else {
        without_secrets(kept.site)
    };
    Ok(site_file::write(&site).map_err(|_| StoreError::Damaged("a site"))?)
}

/// Saves a site file as the site of a router, over the version that the person had seen. Secrets that are empty in it are kept.
///
/// # Errors
/// [`RouterError::Faults`] with line and column; those of [`site::save`].
pub async fn import(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    text: &str,
    over: i64,
) -> Result<(), RouterError> {
    let wanted = site_file::read(text)
        .map_err(|error| RouterError::Faults(vec![Fault::new(&field(&error.path), error)]))?;
    save(appliance, actor, id, wanted, over).await
}

/// The same of a site as JSON.
///
/// # Errors
/// [`RouterError::Faults`]; those of [`site::save`].
pub async fn import_json(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    json: Value,
    over: i64,
) -> Result<(), RouterError> {
    let wanted = site_file::read_json(json).map_err(|fault| RouterError::Faults(vec![fault]))?;
    save(appliance, actor, id, wanted, over).await
}

/// A site as JSON, with empty secrets.
///
/// # Errors
/// It cannot be written.
pub fn to_json(site: Site) -> Result<Value, RouterError> {
    let mut json = serde_json::to_value(site).map_err(|_| StoreError::Damaged("a site"))?;
    // Serialising leaves a mark that is refused when it comes back.
    for place in ["/wan/password", "/wireguard/private_key"] {
        if let Some(secret) = json.pointer_mut(place) {
            *secret = Value::from("");
        }
    }
    Ok(json)
}

async fn save(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    mut wanted: Site,
    over: i64,
) -> Result<(), RouterError> {
    let former = site::get(appliance, id).await?;
    keep_secrets(&mut wanted, former.as_ref().map(|kept| &kept.site));
    site::save(appliance, actor, id, &wanted, over).await
}
