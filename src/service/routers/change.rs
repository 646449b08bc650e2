//! A change of a router asked for: what is to be applied is kept as a configuration, and a job is put in line.

use serde::{Deserialize, Serialize};

use crate::domain::hotspot::site::Site;
use crate::domain::id::{ConfigurationId, JobId, RouterId};
use crate::domain::secret::Secret;
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::service::generate::Generated;
use crate::service::{disk, packed, site_file};
use crate::store::configuration::{self, Configuration, NewConfiguration};
use crate::store::job::{self, JobKind, NewJob};
use crate::store::{Connection, StoreError};

use super::RouterError;
use super::prepare::{prepare, rows_hash};

/// On which terms somebody agreed to a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Rows that are not ours yet may be changed.
    #[serde(default)]
    pub take_over: bool,
    /// Passwords and keys are written again.
    #[serde(default)]
    pub rotate_secrets: bool,
    /// How long the guard waits at least, in seconds; `None`: as usual.
    #[serde(default)]
    pub guard_seconds: Option<u64>,
    /// The version that the router's site had; [`ask`] notes it.
    #[serde(default)]
    pub site_version: Option<i64>,
}

/// What is to be done to a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Bring it to its site.
    Apply,
    /// Put back what somebody changed.
    PutBack,
    /// Bring it to an earlier configuration, whose site becomes its site when it is there.
    Return(ConfigurationId),
}

/// Asks for a change. `change` is the hash that was shown: the router is changed only if the difference is still that one.
///
/// # Errors
/// See [`RouterError`].
pub async fn ask(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    wish: Wish,
    change: &str,
    agreed: &Agreed,
) -> Result<JobId, RouterError> {
    // Jobs under way go on: a router that was begun with is not left half done for want of room for another.
    disk::ask(appliance)?;
    let kind = match wish {
        Wish::Apply => JobKind::Apply,
        Wish::PutBack => JobKind::PutBack,
        Wish::Return(_) => JobKind::Return,
    };
    let prepared = prepare(appliance, id, wish).await?;
    let router = prepared.router;
    let keep = Keep::of(&prepared.site, &prepared.generated)?;
    let agreed = Agreed {
        site_version: prepared.version.or(Some(router.site_version)),
        ..agreed.clone()
    };
    let terms = serde_json::to_string(&agreed).unwrap_or_default();
    let now = appliance.clock.now();
    let (operator, actor, change) = (appliance.operator, actor.clone(), change.to_owned());
    let sealer = std::sync::Arc::clone(&appliance.sealer);
    let job = appliance
        .state
        .write(move |connection| {
            let configuration = keep.insert(
                connection,
                &sealer,
                &NewOwner {
                    operator,
                    router: Some(id),
                    actor: &actor,
                },
                now,
            )?;
            let job = job::insert(
                connection,
                &NewJob {
                    operator,
                    router: id,
                    kind,
                    configuration: Some(configuration),
                    change: Some(&change),
                    terms: &terms,
                    account: Some(actor.id()),
                    author: actor.account.login.as_str(),
                },
                now,
            )?;
            let subject = format!("router {}", router.name);
            let detail = format!("job {job}, change {change}");
            note(
                connection,
                &actor.account,
                &actor.device,
                kind.as_str(),
                &subject,
                &detail,
                now,
            )?;
            Ok::<_, RouterError>(job)
        })
        .await?;
    appliance.wake(id);
    Ok(job)
}

/// An earlier configuration of a router, with its site.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn earlier(
    appliance: &Appliance,
    router: RouterId,
    id: ConfigurationId,
) -> Result<(Configuration, Site), RouterError> {
    let operator = appliance.operator;
    let (found, sealed) = appliance
        .state
        .read(move |connection| {
            let found = configuration::get(connection, id)?;
            if found.operator != operator || found.router != Some(router) {
                return Err(StoreError::Missing.into());
            }
            let (site, _) = configuration::sealed(connection, id)?;
            Ok::<_, RouterError>((found, site))
        })
        .await?;
    let text = packed::open(&appliance.sealer, &site_of(id), sealed)?;
    let site = site_file::read(text.reveal()).map_err(|_| StoreError::Damaged("a site"))?;
    Ok((found, site))
}

/// The configurations that were made for a router before a number, the latest first.
///
/// # Errors
/// The database.
pub async fn history(
    appliance: &Appliance,
    router: RouterId,
    before: Option<ConfigurationId>,
    limit: u32,
) -> Result<Vec<Configuration>, RouterError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            Ok(configuration::page(
                connection,
                operator,
                Some(router),
                before,
                limit,
            )?)
        })
        .await
}

/// Where the site of a configuration is sealed.
pub fn site_of(id: ConfigurationId) -> String {
    format!("configuration/{id}/site")
}

/// Where the script of a configuration is sealed.
pub fn script_of(id: ConfigurationId) -> String {
    format!("configuration/{id}/script")
}

/// A configuration about to be kept.
pub struct Keep {
    template: String,
    model: String,
    routeros: String,
    site_name: String,
    rows: u32,
    hash: String,
    site: Secret,
    script: Secret,
}

/// Whose it is.
pub struct NewOwner<'a> {
    /// The operator.
    pub operator: crate::domain::id::OperatorId,
    /// The router, where it is for one under care.
    pub router: Option<RouterId>,
    /// Who made it.
    pub actor: &'a Actor,
}

impl Keep {
    /// What is kept of a site and what was generated from it.
    ///
    /// # Errors
    /// It cannot be written as text.
    pub fn of(site: &Site, generated: &Generated) -> Result<Self, RouterError> {
        let text = site_file::write(site).map_err(|_| StoreError::Damaged("a site"))?;
        let script = crate::domain::hotspot::script::export(&generated.desired);
        Ok(Keep {
            template: site.template.clone(),
            model: generated.model.name.clone(),
            routeros: site.router.routeros.to_string(),
            site_name: site.site.name.as_str().to_owned(),
            rows: u32::try_from(generated.desired.rows.len()).unwrap_or(u32::MAX),
            hash: rows_hash(&generated.desired),
            site: packed::pack(&text),
            script: packed::pack(&script),
        })
    }

    /// Keeps it.
    ///
    /// # Errors
    /// The database; sealing.
    pub fn insert(
        &self,
        connection: &Connection,
        sealer: &crate::credentials::Sealer,
        owner: &NewOwner<'_>,
        now: crate::domain::moment::Moment,
    ) -> Result<ConfigurationId, RouterError> {
        let id = configuration::insert(
            connection,
            &NewConfiguration {
                operator: owner.operator,
                router: owner.router,
                account: Some(owner.actor.id()),
                author: owner.actor.account.login.as_str(),
                template: &self.template,
                model: &self.model,
                routeros: &self.routeros,
                site_name: &self.site_name,
                rows: self.rows,
                hash: &self.hash,
            },
            now,
        )?;
        // Sealed for the row that they stand in, so they cannot be moved to another; its number is known only now.
        let site = sealer.seal(&site_of(id), &self.site)?;
        let script = sealer.seal(&script_of(id), &self.script)?;
        configuration::set_sealed(connection, id, site.as_bytes(), script.as_bytes())?;
        Ok(id)
    }
}
