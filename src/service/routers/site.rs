//! The site of a router: the description of its shop, as people edit it.

use crate::credentials::Sealed;
use crate::domain::hotspot::site::Site;
use crate::domain::id::RouterId;
use crate::domain::kind::Fault;
use crate::domain::secret::Secret;
use crate::service::accounts::{Actor, note};
use crate::service::appliance::{Appliance, Hotspot};
use crate::service::site_file;
use crate::store::StoreError;
use crate::store::router::{self, StoredSite};

use super::manage::owned;
use super::{RouterError, site_place};

/// A site, and which version of it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The site.
    pub site: Site,
    /// Its version; whoever saves says over which.
    pub version: i64,
}

/// The site of a router, where it has one.
///
/// # Errors
/// [`StoreError::Missing`]; it does not open.
pub async fn get(appliance: &Appliance, id: RouterId) -> Result<Option<Kept>, RouterError> {
    let operator = appliance.operator;
    let (version, sealed) = appliance
        .state
        .read(move |connection| {
            let router = owned(connection, operator, id)?;
            Ok::<_, RouterError>((router.site_version, router::sealed(connection, id)?.site))
        })
        .await?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let site = open(appliance, id, sealed)?;
    Ok(Some(Kept { site, version }))
}

fn open(appliance: &Appliance, id: RouterId, sealed: Vec<u8>) -> Result<Site, RouterError> {
    let text = appliance
        .sealer
        .open(&site_place(id), &Sealed::from_bytes(sealed))?;
    Ok(site_file::read(text.reveal()).map_err(|_| StoreError::Damaged("a site"))?)
}

/// The path of the short name, as faults name it.
const SLUG: &str = "site.site.slug";

/// Saves a site over the version that the person had seen (0: there was none). It must give a configuration.
///
/// # Errors
/// [`RouterError::Overtaken`], [`RouterError::Generate`], [`RouterError::Faults`].
pub async fn save(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    site: &Site,
    over: i64,
) -> Result<(), RouterError> {
    super::prepare::generate(appliance, site)?;
    store(appliance, actor, id, site, over, "save-site").await
}

/// Stores a site that is known to give a configuration.
pub(super) async fn store(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    site: &Site,
    over: i64,
    action: &'static str,
) -> Result<(), RouterError> {
    let stored = seal(appliance, id, site)?;
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    appliance
        .state
        .write(move |connection| {
            let router = owned(connection, operator, id)?;
            if router
                .slug
                .as_ref()
                .is_some_and(|former| *former != stored.slug)
            {
                return Err(RouterError::Faults(vec![Fault::new(
                    SLUG,
                    "the short name is part of every mark on the router and cannot change any more",
                )]));
            }
            router::set_site(connection, id, &stored, over).map_err(|error| match error {
                StoreError::Missing => RouterError::Overtaken,
                StoreError::Conflict(_) => RouterError::Faults(vec![Fault::new(
                    SLUG,
                    "another router's site has this short name: take another",
                )]),
                error => error.into(),
            })?;
            let subject = format!("router {}", router.name);
            note(
                connection,
                &actor.account,
                &actor.device,
                action,
                &subject,
                "",
                now,
            )?;
            Ok(())
        })
        .await?;
    learn_hotspots(appliance).await
}

/// The form in which a site is stored.
pub(in crate::service) fn seal(
    appliance: &Appliance,
    id: RouterId,
    site: &Site,
) -> Result<StoredSite, RouterError> {
    let text = site_file::write(site).map_err(|_| StoreError::Damaged("a site"))?;
    let sealed = appliance.sealer.seal(&site_place(id), &Secret::new(text))?;
    Ok(StoredSite {
        slug: site.site.slug.as_str().to_owned(),
        template: site.template.clone(),
        sealed: sealed.as_bytes().to_vec(),
    })
}

/// Learns anew which networks are customers': nobody in them sees the administration.
///
/// # Errors
/// The database.
pub async fn learn_hotspots(appliance: &Appliance) -> Result<(), RouterError> {
    let sealed = appliance
        .state
        .read(|connection| {
            let ids = router::ids(connection)?;
            let sealed = ids
                .into_iter()
                .map(|id| Ok((id, router::sealed(connection, id)?.site)))
                .collect::<Result<Vec<_>, StoreError>>()?;
            Ok::<_, RouterError>(sealed)
        })
        .await?;
    let mut hotspots: Vec<Hotspot> = Vec::new();
    for (id, sealed) in sealed {
        let Some(sealed) = sealed else { continue };
        let site = open(appliance, id, sealed)?;
        hotspots.extend(site.networks.iter().map(|network| Hotspot {
            network: network.address.network(),
            sign_in: network.dns_name.clone(),
        }));
    }
    *appliance
        .hotspots
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner) = hotspots;
    Ok(())
}
