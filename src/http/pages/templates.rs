//! `/templates`: configuration templates, written and tried.

pub mod form;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::catalogue::done;
use super::catalogue::remove::Question;
use super::page;
use crate::domain::access::Permission;
use crate::domain::moment::Moment;
use crate::http::body::{Asked, Filled, Named};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::shelf::Removed;
use crate::service::catalogue::uses;
use crate::service::templates as service;
use form::{Typed, edit, refused, tried};

#[derive(Serialize)]
struct List {
    templates: Vec<Row>,
    edits: bool,
    archived: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    builtin: bool,
    changed: Option<i64>,
    by: String,
    used: u32,
    archived: bool,
}

/// What is listed.
#[derive(Debug, Deserialize)]
pub struct Which {
    /// `yes`: archived ones too.
    #[serde(default)]
    archived: String,
}

/// All templates.
pub async fn list(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(which): Asked<Which>,
) -> Result<Response, Failure> {
    let archived = which.archived == "yes";
    let listed = service::list(&web.appliance, archived).await?;
    let chosen = uses::of_templates(&web.appliance).await?;
    let templates = listed.into_iter().map(|template| {
        let (changed, by) = template.saved.unzip();
        Row {
            used: chosen.get(&template.name).copied().unwrap_or_default(),
            name: template.name,
            builtin: template.builtin,
            changed: changed.map(Moment::as_millis),
            by: by.unwrap_or_default(),
            archived: template.archived_at.is_some(),
        }
    });
    let list = List {
        templates: templates.collect(),
        edits: visitor.may(Permission::EditTemplates),
        archived,
    };
    Ok(page(
        &web,
        &visitor,
        "templates",
        "templates/list.html",
        list,
    ))
}

/// From which template a new one begins.
#[derive(Debug, Deserialize)]
pub struct Origin {
    /// Its name.
    #[serde(default)]
    from: String,
}

/// A new template: empty, or a clone.
pub async fn new(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(Origin { from }): Asked<Origin>,
) -> Result<Response, Failure> {
    let from = if from.is_empty() { "basic" } else { &from };
    let original = service::get(&web.appliance, from).await?;
    let form = Typed {
        name: String::new(),
        version: 0,
        ..Typed::of(&original)
    };
    Ok(edit(&web, &visitor, None, &form, None, None))
}

/// Makes one, or only tries it.
pub async fn create(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let draft = typed.draft();
    if typed.preview == "yes" {
        return Ok(tried(&web, &visitor, None, &typed));
    }
    match service::create(&web.appliance, &caller.actor(), draft).await {
        Ok(made) => Ok(done(
            &format!("/templates/{}", made.name),
            "templates.flash_saved",
        )),
        Err(error) => Ok(refused(&web, &visitor, None, &typed, error)),
    }
}

/// One template.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(name): Named<String>,
) -> Result<Response, Failure> {
    let template = service::get(&web.appliance, &name).await?;
    let form = Typed::of(&template);
    let trial = service::try_out(&web.appliance, &form.draft()).ok();
    Ok(edit(&web, &visitor, Some(&template), &form, trial, None))
}

/// Saves one, or only tries what was typed.
pub async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Named(name): Named<String>,
    Filled(typed): Filled<Typed>,
) -> Result<Response, Failure> {
    let template = service::get(&web.appliance, &name).await?;
    let typed = Typed { name, ..typed };
    if typed.preview == "yes" {
        return Ok(tried(&web, &visitor, Some(&template), &typed));
    }
    match service::edit(
        &web.appliance,
        &caller.actor(),
        typed.draft(),
        typed.version,
    )
    .await
    {
        Ok(saved) => Ok(done(
            &format!("/templates/{}", saved.name),
            "templates.flash_saved",
        )),
        Err(error) => Ok(refused(&web, &visitor, Some(&template), &typed, error)),
    }
}

/// The question before a template is removed, for browsers without scripts.
pub async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    Named(name): Named<String>,
) -> Result<Response, Failure> {
    let template = service::get(&web.appliance, &name).await?;
    let say =
        |key: &str, values: &[(&str, String)]| web.view.words().say(visitor.language, key, values);
    let question = Question {
        title: say("catalogue.remove_title", &[("name", template.name.clone())]),
        text: say("catalogue.remove_text", &[]),
        action: format!("/templates/{}/remove", template.name),
        button: say("catalogue.remove", &[]),
        back: format!("/templates/{}", template.name),
    };
    Ok(page(&web, &visitor, "templates", "confirm.html", question))
}

/// Removes one.
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Named(name): Named<String>,
) -> Result<Response, Failure> {
    let removed = service::remove(&web.appliance, &caller.actor(), &name).await?;
    Ok(done(
        "/templates",
        match removed {
            Removed::Deleted => "catalogue.flash_deleted",
            Removed::Archived(_) => "catalogue.flash_archived",
        },
    ))
}

/// Offers an archived one again.
pub async fn restore(
    State(web): State<Web>,
    caller: Caller,
    Named(name): Named<String>,
) -> Result<Response, Failure> {
    service::restore(&web.appliance, &caller.actor(), &name).await?;
    Ok(done(
        &format!("/templates/{name}"),
        "catalogue.flash_restored",
    ))
}
