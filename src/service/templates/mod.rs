//! Configuration templates: those of the program are read only and can be cloned, those of the operator can be edited.
//!
//! A template is saved only when a sample shop can be made with it: what it makes must parse, hold rows that hotspotd
//! writes, and stand before the judge.

pub mod bundle;
mod trial;

use crate::domain::hotspot::render::{RenderError, Templates};
use crate::domain::hotspot::template::Shape;
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::domain::moment::Moment;
use crate::domain::name::Slug;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::service::builtin;
use crate::service::catalogue::shelf::Removed;
use crate::service::catalogue::uses;
use crate::store::template::{self as store, Saved, Template};
use crate::store::{Connection, StoreError};

pub use trial::{Found, Place, Trial, try_out};

/// The board of the sample shop where nobody chose one.
pub const SAMPLE_MODEL: &str = "hAP ac²";
/// Longest template, in bytes; the built-in ones have some thousand.
pub const LONGEST: usize = 128 * 1024;
/// Most templates of an operator.
const MOST: usize = 200;

/// A template as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// By what sites choose it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Whether it comes with the program.
    pub builtin: bool,
    /// The shop it is tried with.
    pub sample: Sample,
    /// Counts the savings, from 1; 0 for those of the program.
    pub version: i64,
    /// When it was last saved, and by whom; `None` for those of the program.
    pub saved: Option<(Moment, String)>,
    /// Since when it is not offered any more.
    pub archived_at: Option<Moment>,
}

/// The shop that a template is tried with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Name or product code of its board.
    pub model: String,
    /// After which built-in template's needs it is laid out: `basic`, `vlan` or `addon`.
    pub shape: String,
}

impl Default for Sample {
    fn default() -> Self {
        Sample {
            model: SAMPLE_MODEL.to_owned(),
            shape: Shape::Basic.word().to_owned(),
        }
    }
}

/// What somebody wants to try or save.
#[derive(Debug, Clone)]
pub struct Draft {
    /// By what sites shall choose it.
    pub name: String,
    /// The text.
    pub text: String,
    /// The shop to try it with.
    pub sample: Sample,
}

/// Why something about a template was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Fields are wrong.
    #[error("some of the fields need another look")]
    Faults(Vec<Fault>),
    /// There is none.
    #[error("there is no such template")]
    Missing,
    /// The name is taken.
    #[error("there is a template {0} already: take another name")]
    Taken(String),
    /// It comes with the program.
    #[error("the template {0} comes with hotspotd and stays as it is: clone it under another name")]
    BuiltIn(String),
    /// It is archived.
    #[error("the template {0} is archived: restore it first")]
    Archived(String),
    /// Somebody else has saved it.
    #[error(
        "somebody else has saved the template {0} meanwhile: look at theirs, then save yours again"
    )]
    Moved(String),
    /// It is archived or offered already.
    #[error("it is so already: load the page anew")]
    Already,
    /// Too many.
    #[error("there is room for {MOST} templates: delete some that are not used any more")]
    Full,
    /// No configuration can be made with it.
    #[error("the template was not saved: no configuration can be made with it")]
    Refused(Vec<Found>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for TemplateError {
    fn kind(&self) -> Kind {
        match self {
            TemplateError::Faults(_) | TemplateError::Refused(_) => Kind::Invalid,
            TemplateError::Missing => Kind::NotFound,
            TemplateError::Store(error) => error.kind(),
            _ => Kind::Conflict,
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            TemplateError::Faults(faults) => faults.clone(),
            TemplateError::Refused(found) => found
                .iter()
                .filter(|found| found.is_error())
                .map(|found| Fault::new("text", found))
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// The templates of the program with those of the operator. One that a newer program cannot read any more is left out:
/// then the sites that choose it say so, and all others go on.
///
/// # Errors
/// The built-in ones are wrong; a test keeps that from happening.
pub fn engine(own: &[Template]) -> Result<Templates, RenderError> {
    let files: Vec<(String, String)> = own
        .iter()
        .map(|template| (format!("{}.rsc", template.name), template.text.clone()))
        .collect();
    if let Ok(templates) = builtin::templates(&files) {
        return Ok(templates);
    }
    let readable: Vec<(String, String)> = files
        .into_iter()
        .filter(|file| match builtin::templates(std::slice::from_ref(file)) {
            Ok(_) => true,
            Err(error) => {
                tracing::warn!(template = file.0, %error, "a template cannot be read and is left out");
                false
            }
        })
        .collect();
    builtin::templates(&readable)
}

/// The templates of the program, then those of the operator by name.
///
/// # Errors
/// The database.
pub async fn list(appliance: &Appliance, archived: bool) -> Result<Vec<Listed>, TemplateError> {
    let operator = appliance.operator;
    let own = appliance
        .state
        .read(move |connection| store::all(connection, operator))
        .await?;
    let builtin = builtin::texts().into_iter().map(|(name, text)| Listed {
        sample: Sample {
            shape: name.clone(),
            ..Sample::default()
        },
        name,
        text,
        builtin: true,
        version: 0,
        saved: None,
        archived_at: None,
    });
    let own = own
        .into_iter()
        .filter(|template| archived || template.archived_at.is_none())
        .map(listed);
    Ok(builtin.chain(own).collect())
}

fn listed(template: Template) -> Listed {
    Listed {
        name: template.name,
        text: template.text,
        builtin: false,
        sample: Sample {
            model: template.sample_model,
            shape: template.sample_shape,
        },
        version: template.version,
        saved: Some((template.changed_at, template.changed_by)),
        archived_at: template.archived_at,
    }
}

/// The template of this name.
///
/// # Errors
/// [`TemplateError::Missing`].
pub async fn get(appliance: &Appliance, name: &str) -> Result<Listed, TemplateError> {
    let all = list(appliance, true).await?;
    all.into_iter()
        .find(|template| template.name == name)
        .ok_or(TemplateError::Missing)
}

/// Makes a template.
///
/// # Errors
/// [`TemplateError::Faults`], [`TemplateError::Taken`], [`TemplateError::Refused`], [`TemplateError::Full`].
pub async fn create(
    appliance: &Appliance,
    actor: &Actor,
    draft: Draft,
) -> Result<Listed, TemplateError> {
    good_name(&draft.name).map_err(|fault| TemplateError::Faults(vec![fault]))?;
    not_builtin(&draft.name)?;
    sound(appliance, &draft)?;
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let name = draft.name.clone();
    appliance
        .state
        .write(move |connection| {
            if store::all(connection, operator)?.len() >= MOST {
                return Err(TemplateError::Full);
            }
            let author = actor.account.login.as_str();
            store::insert(connection, operator, &saved(&draft, author), now).map_err(|error| {
                match error {
                    StoreError::Conflict(_) => TemplateError::Taken(draft.name.clone()),
                    error => error.into(),
                }
            })?;
            note(connection, &actor, "create", &draft.name, now)
        })
        .await?;
    appliance.refresh_templates().await?;
    get(appliance, &name).await
}

/// Saves a template over the version that the person had seen.
///
/// # Errors
/// [`TemplateError::Missing`], [`TemplateError::BuiltIn`], [`TemplateError::Archived`], [`TemplateError::Moved`],
/// [`TemplateError::Faults`], [`TemplateError::Refused`].
pub async fn edit(
    appliance: &Appliance,
    actor: &Actor,
    draft: Draft,
    over: i64,
) -> Result<Listed, TemplateError> {
    not_builtin(&draft.name)?;
    let before = get(appliance, &draft.name).await?;
    if before.archived_at.is_some() {
        return Err(TemplateError::Archived(draft.name));
    }
    sound(appliance, &draft)?;
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let name = draft.name.clone();
    appliance
        .state
        .write(move |connection| {
            let author = actor.account.login.as_str();
            store::set(connection, operator, &saved(&draft, author), over, now).map_err(
                |error| match error {
                    StoreError::Missing => TemplateError::Moved(draft.name.clone()),
                    error => error.into(),
                },
            )?;
            note(connection, &actor, "edit", &draft.name, now)
        })
        .await?;
    appliance.refresh_templates().await?;
    get(appliance, &name).await
}

/// Removes a template: it is deleted, or archived where the site of a router chooses it.
///
/// # Errors
/// [`TemplateError::Missing`], [`TemplateError::BuiltIn`].
pub async fn remove(
    appliance: &Appliance,
    actor: &Actor,
    name: &str,
) -> Result<Removed, TemplateError> {
    not_builtin(name)?;
    let template = get(appliance, name).await?;
    let users = uses::routers_with(appliance, |site| site.template == name).await?;
    let users: Vec<String> = users.iter().map(|name| format!("router {name}")).collect();
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let (name, archived) = (name.to_owned(), template.archived_at.is_some());
    let removed = appliance
        .state
        .write(move |connection| {
            if users.is_empty() {
                store::delete(connection, operator, &name)?;
                note(connection, &actor, "delete", &name, now)?;
                return Ok::<_, TemplateError>(Removed::Deleted);
            }
            if !archived {
                store::set_archived(connection, operator, &name, Some(now))?;
                note(connection, &actor, "archive", &name, now)?;
            }
            Ok(Removed::Archived(users))
        })
        .await?;
    appliance.refresh_templates().await?;
    Ok(removed)
}

/// Offers an archived template again.
///
/// # Errors
/// [`TemplateError::Missing`], [`TemplateError::Already`].
pub async fn restore(
    appliance: &Appliance,
    actor: &Actor,
    name: &str,
) -> Result<Listed, TemplateError> {
    not_builtin(name)?;
    get(appliance, name).await?;
    let (operator, now, actor) = (appliance.operator, appliance.clock.now(), actor.clone());
    let wanted = name.to_owned();
    appliance
        .state
        .write(move |connection| {
            store::set_archived(connection, operator, &wanted, None).map_err(
                |error| match error {
                    StoreError::Missing => TemplateError::Already,
                    error => error.into(),
                },
            )?;
            note(connection, &actor, "restore", &wanted, now)
        })
        .await?;
    get(appliance, name).await
}

/// Whether sites can choose it by this name, and it hides no address of a page or of the API.
fn good_name(name: &str) -> Result<(), Fault> {
    if ["new", "render", "import", "export"].contains(&name) {
        return Err(Fault::new(
            "name",
            "this word stands for something else in addresses: take another name",
        ));
    }
    name.parse::<Slug>()
        .map(|_| ())
        .map_err(|error| Fault::new("name", error))
}

fn sound(appliance: &Appliance, draft: &Draft) -> Result<(), TemplateError> {
    let trial = try_out(appliance, draft)?;
    if trial.found.iter().any(Found::is_error) {
        return Err(TemplateError::Refused(trial.found));
    }
    Ok(())
}

fn saved<'a>(draft: &'a Draft, author: &'a str) -> Saved<'a> {
    Saved {
        name: &draft.name,
        text: &draft.text,
        sample_model: &draft.sample.model,
        sample_shape: &draft.sample.shape,
        author,
    }
}

fn not_builtin(name: &str) -> Result<(), TemplateError> {
    if builtin::texts().iter().any(|(known, _)| known == name) {
        return Err(TemplateError::BuiltIn(name.to_owned()));
    }
    Ok(())
}

fn note(
    connection: &Connection,
    actor: &Actor,
    action: &str,
    name: &str,
    now: Moment,
) -> Result<(), TemplateError> {
    actor.note(connection, action, &format!("template {name}"), "", now)?;
    Ok(())
}
