//! What a router is to hold: its site rendered, judged, and hashed.

use sha2::{Digest, Sha256};

use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::script;
use crate::domain::hotspot::site::Site;
use crate::domain::id::RouterId;
use crate::service::appliance::Appliance;
use crate::service::apply::Target;
use crate::service::generate::{self, Generated};
use crate::store::router::Router;

use super::change::{Wish, earlier};
use super::{RouterError, manage, site};

/// A router, how to reach it, and what it is to hold.
#[derive(Debug)]
pub struct Prepared {
    /// The router.
    pub router: Router,
    /// How to reach it.
    pub target: Target,
    /// Its site.
    pub site: Site,
    /// Which version of the router's site it is; `None` where it is another.
    pub version: Option<i64>,
    /// The rows.
    pub generated: Generated,
}

/// A router with its own site, or with that of an earlier configuration.
///
/// # Errors
/// [`RouterError::NoSite`], [`RouterError::Generate`].
pub async fn prepare(
    appliance: &Appliance,
    id: RouterId,
    wish: Wish,
) -> Result<Prepared, RouterError> {
    let (router, target) = manage::target(appliance, id).await?;
    let (site, version) = match wish {
        Wish::Return(configuration) => {
            let (_, site) = earlier(appliance, id, configuration).await?;
            (site, None)
        }
        Wish::Apply | Wish::PutBack => {
            let kept = site::get(appliance, id).await?.ok_or(RouterError::NoSite)?;
            (kept.site, Some(kept.version))
        }
    };
    let generated = generate(appliance, &site)?;
    Ok(Prepared {
        router,
        target,
        site,
        version,
        generated,
    })
}

/// The rows of a site, by the catalogue and the templates of this box.
///
/// # Errors
/// [`RouterError::Generate`].
pub fn generate(appliance: &Appliance, site: &Site) -> Result<Generated, RouterError> {
    generate::generate(site, &appliance.boards(), &appliance.templates())
        .map_err(|error| RouterError::generate(site, error))
}

/// What tells two configurations apart: the SHA-256 of their rows, hexadecimal. Secrets enter it, and cannot be told from it.
pub fn rows_hash(desired: &Desired) -> String {
    Sha256::digest(script::export(desired).as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
