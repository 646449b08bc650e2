//! Which routers' sites name something.

use std::collections::BTreeMap;

use crate::credentials::Sealed;
use crate::domain::hotspot::site::Site;
use crate::domain::id::RouterId;
use crate::service::appliance::Appliance;
use crate::service::routers::site_place;
use crate::service::site_file;
use crate::store::{StoreError, router};

/// The names of the routers whose site is so. One whose site cannot be read counts too: nobody can say that it is not.
///
/// # Errors
/// The database.
pub async fn routers_with(
    appliance: &Appliance,
    is_so: impl Fn(&Site) -> bool,
) -> Result<Vec<String>, StoreError> {
    let sealed = appliance
        .state
        .read(|connection| {
            let mut found: Vec<(RouterId, String, Vec<u8>)> = Vec::new();
            for id in router::ids(connection)? {
                if let Some(site) = router::sealed(connection, id)?.site {
                    found.push((id, router::get(connection, id)?.name, site));
                }
            }
            Ok::<_, StoreError>(found)
        })
        .await?;
    let named = |(id, name, site): (RouterId, String, Vec<u8>)| {
        let opened = appliance
            .sealer
            .open(&site_place(id), &Sealed::from_bytes(site))
            .ok()
            .and_then(|text| site_file::read(text.reveal()).ok());
        opened.is_none_or(|site| is_so(&site)).then_some(name)
    };
    Ok(sealed.into_iter().filter_map(named).collect())
}

/// How many routers' sites are generated with each template, by its name.
///
/// # Errors
/// The database.
pub async fn of_templates(appliance: &Appliance) -> Result<BTreeMap<String, u32>, StoreError> {
    appliance.state.read(router::templates).await
}
