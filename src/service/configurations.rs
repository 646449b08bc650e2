//! Generated configurations: made, kept, looked at, downloaded, deleted.
//!
//! What is kept is the site and the rows as they were when it was made. Templates may change afterwards; what was
//! downloaded yesterday is downloaded today.

use crate::domain::hotspot::check::Finding;
use crate::domain::hotspot::desired::Desired;
use crate::domain::hotspot::mark::SiteMark;
use crate::domain::hotspot::script;
use crate::domain::hotspot::site::Site;
use crate::domain::id::{ConfigurationId, RouterId};
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::domain::secret::Secret;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::service::disk::{self, NoRoom};
use crate::service::packed;
use crate::service::routers::change::{Keep, NewOwner, script_of, site_of};
use crate::service::routers::{RouterError, prepare, site as router_site};
use crate::service::rows::{MenuRows, by_menu};
use crate::service::site_file::{self, SiteFileError, field};
use crate::store::configuration::{self as store, Configuration};
use crate::store::{StoreError, router};

/// Most configurations on one page of the list.
pub const PAGE: u32 = 100;

/// Why something about a configuration was not done.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The site file cannot be read.
    #[error("the site cannot be read: {0}")]
    Site(#[from] SiteFileError),
    /// It is for nothing.
    #[error("name a router, or give a site: one of the two")]
    OneOfTwo,
    /// There is none.
    #[error("there is no such configuration")]
    Missing,
    /// The disk.
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    /// A job refers to it.
    #[error("a job refers to this configuration: it is kept as long as the job is on record")]
    Used,
    /// The router or its site.
    #[error(transparent)]
    Router(#[from] RouterError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its rows name one another in a circle.
    #[error(transparent)]
    Circle(#[from] crate::domain::hotspot::stage::Circle),
}

impl Kinded for ConfigurationError {
    fn kind(&self) -> Kind {
        match self {
            ConfigurationError::Site(_)
            | ConfigurationError::OneOfTwo
            | ConfigurationError::Circle(_) => Kind::Invalid,
            ConfigurationError::NoRoom(error) => error.kind(),
            ConfigurationError::Missing => Kind::NotFound,
            ConfigurationError::Used => Kind::Conflict,
            ConfigurationError::Router(error) => error.kind(),
            ConfigurationError::Store(error) => error.kind(),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            ConfigurationError::Site(error) => vec![Fault::new(&field(&error.path), error)],
            ConfigurationError::Router(error) => error.faults(),
            _ => Vec::new(),
        }
    }
}

/// From what a configuration is made.
#[derive(Debug, Clone)]
pub enum Source {
    /// The text of a site file.
    Site(Secret),
    /// The site of a router under care.
    Router(RouterId),
}

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// The configuration.
    pub configuration: Configuration,
    /// What the judge thinks worth a look.
    pub warnings: Vec<Finding>,
}

/// Makes a configuration and keeps it.
///
/// # Errors
/// [`ConfigurationError::Site`]; [`RouterError::Generate`], [`RouterError::NoSite`].
pub async fn generate(
    appliance: &Appliance,
    actor: &Actor,
    source: Source,
) -> Result<Made, ConfigurationError> {
    disk::ask(appliance)?;
    let (site, router) = match source {
        Source::Site(text) => (site_file::read(text.reveal())?, None),
        Source::Router(id) => {
            let kept = router_site::get(appliance, id)
                .await?
                .ok_or(RouterError::NoSite)?;
            (kept.site, Some(id))
        }
    };
    let generated = prepare::generate(appliance, &site)?;
    let keep = Keep::of(&site, &generated)?;
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let (sealer, actor) = (appliance.sealer.clone(), actor.clone());
    let configuration = appliance
        .state
        .write(move |connection| {
            let owner = NewOwner {
                operator,
                router,
                actor: &actor,
            };
            let id = keep.insert(connection, &sealer, &owner, now)?;
            let subject = format!("configuration {id}");
            actor.note(
                connection,
                "generate",
                &subject,
                site.site.slug.as_str(),
                now,
            )?;
            Ok::<_, ConfigurationError>(store::get(connection, id)?)
        })
        .await?;
    Ok(Made {
        configuration,
        warnings: generated.warnings,
    })
}

/// A page of the list, the latest first.
#[derive(Debug)]
pub struct Page {
    /// The configurations.
    pub items: Vec<Configuration>,
    /// What to ask for to get the next page; `None`: there is none.
    pub before: Option<ConfigurationId>,
}

/// Configurations before this one (or the latest), of one router or of all; at most [`PAGE`].
///
/// # Errors
/// The database.
pub async fn list(
    appliance: &Appliance,
    router: Option<RouterId>,
    before: Option<ConfigurationId>,
    limit: u32,
) -> Result<Page, ConfigurationError> {
    let (operator, limit) = (appliance.operator, limit.clamp(1, PAGE));
    let mut items = appliance
        .state
        // One more tells whether there is another page.
        .read(move |connection| store::page(connection, operator, router, before, limit + 1))
        .await?;
    let room = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > room;
    items.truncate(room);
    Ok(Page {
        before: items.last().filter(|_| more).map(|last| last.id),
        items,
    })
}

/// A configuration with everything that is kept of it.
pub struct Kept {
    /// The configuration.
    pub configuration: Configuration,
    /// The site it was made from.
    pub site: Site,
    /// Its rows.
    pub desired: Desired,
}

/// The configuration of this number, opened.
///
/// # Errors
/// [`ConfigurationError::Missing`]; it does not open.
pub async fn get(appliance: &Appliance, id: ConfigurationId) -> Result<Kept, ConfigurationError> {
    let operator = appliance.operator;
    let (configuration, site, script) = appliance
        .state
        .read(move |connection| {
            let configuration = store::get(connection, id).map_err(missing)?;
            if configuration.operator != operator {
                return Err(ConfigurationError::Missing);
            }
            let (site, script) = store::sealed(connection, id)?;
            Ok::<_, ConfigurationError>((configuration, site, script))
        })
        .await?;
    let open = |place: String, sealed| {
        packed::open(&appliance.sealer, &place, sealed).map_err(RouterError::from)
    };
    let site = open(site_of(id), site)?;
    let script = open(script_of(id), script)?;
    let damaged = || StoreError::Damaged("a configuration");
    let site = site_file::read(site.reveal()).map_err(|_| damaged())?;
    let statements = rsc::parse(script.reveal()).map_err(|_| damaged())?;
    let mark = SiteMark::of(site.site.slug.as_str());
    let desired = Desired::from_statements(mark, &statements, &site.router.routeros)
        .map_err(|_| damaged())?;
    Ok(Kept {
        configuration,
        site,
        desired,
    })
}

/// What is downloaded of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A script for `/import` that changes nothing the second time.
    Script,
    /// The plain rows, as `/export` prints them.
    Export,
    /// The site file it was made from.
    Site,
}

/// A file to be downloaded. It holds the secrets that the router is given.
pub struct File {
    /// Its name: letters, digits, a dash and a dot.
    pub name: String,
    /// Its text.
    pub text: Secret,
}

impl Kept {
    /// Its rows by menu, without secrets.
    pub fn rows(&self) -> Vec<MenuRows> {
        by_menu(&self.desired)
    }

    /// The file to be downloaded.
    ///
    /// # Errors
    /// The rows name one another in a circle.
    pub fn file(&self, form: Form) -> Result<File, ConfigurationError> {
        // The slug has small letters and digits only, whatever else the shop is called.
        let stem = format!("{}-{}", self.site.site.slug, self.configuration.id);
        let head = format!(
            "# {} ({}), template {}, for {} with RouterOS {}\n",
            self.site.site.name,
            self.site.site.slug,
            self.site.template,
            self.configuration.model,
            self.site.router.routeros
        );
        let (ending, text) = match form {
            Form::Script => ("rsc", head + &script::idempotent(&self.desired)?),
            Form::Export => ("export.rsc", head + &script::export(&self.desired)),
            Form::Site => (
                "toml",
                site_file::write(&self.site).map_err(|_| StoreError::Damaged("a site"))?,
            ),
        };
        Ok(File {
            name: format!("{stem}.{ending}"),
            text: Secret::new(text),
        })
    }
}

/// Notes that a file was downloaded: it holds secrets.
///
/// # Errors
/// The database.
pub async fn download(
    appliance: &Appliance,
    actor: &Actor,
    id: ConfigurationId,
    form: Form,
) -> Result<File, ConfigurationError> {
    let file = get(appliance, id).await?.file(form)?;
    let (now, actor, name) = (appliance.clock.now(), actor.clone(), file.name.clone());
    appliance
        .state
        .write(move |connection| {
            let subject = format!("configuration {id}");
            actor.note(connection, "download", &subject, &name, now)
        })
        .await?;
    Ok(file)
}

/// Deletes a configuration that no job refers to.
///
/// # Errors
/// [`ConfigurationError::Missing`], [`ConfigurationError::Used`].
pub async fn delete(
    appliance: &Appliance,
    actor: &Actor,
    id: ConfigurationId,
) -> Result<(), ConfigurationError> {
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    appliance
        .state
        .write(move |connection| {
            let found = store::get(connection, id).map_err(missing)?;
            if found.operator != operator {
                return Err(ConfigurationError::Missing);
            }
            store::delete(connection, id).map_err(|error| match error {
                StoreError::Conflict(_) => ConfigurationError::Used,
                error => missing(error),
            })?;
            let subject = format!("configuration {id}");
            actor.note(connection, "delete", &subject, &found.site_name, now)?;
            Ok(())
        })
        .await
}

/// The names of the routers by number, for a list.
///
/// # Errors
/// The database.
pub async fn router_names(
    appliance: &Appliance,
) -> Result<Vec<(RouterId, String)>, ConfigurationError> {
    let names = appliance
        .state
        .read(|connection| {
            let ids = router::ids(connection)?;
            ids.into_iter()
                .map(|id| Ok((id, router::get(connection, id)?.name)))
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
    Ok(names)
}

fn missing(error: StoreError) -> ConfigurationError {
    match error {
        StoreError::Missing => ConfigurationError::Missing,
        error => error.into(),
    }
}
