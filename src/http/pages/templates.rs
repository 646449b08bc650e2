//! `/templates`: configuration templates, written and tried.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::catalogue::done;
use super::catalogue::remove::Question;
use super::page;
use crate::domain::access::Permission;
use crate::domain::hotspot::template::Shape;
use crate::domain::moment::Moment;
use crate::domain::routeros::lint::Severity;
use crate::http::body::{Asked, Filled, Named};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::catalogue::shelf::Removed;
use crate::service::catalogue::uses;
use crate::service::templates::{
    self as service, Draft, Listed, Place, Sample, TemplateError, Trial,
};

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
    used: usize,
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
    let chosen = std::sync::Mutex::new(BTreeMap::<String, usize>::new());
    uses::routers_with(&web.appliance, |site| {
        let mut chosen = chosen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *chosen.entry(site.template.clone()).or_default() += 1;
        true
    })
    .await
    .map_err(TemplateError::from)?;
    let chosen = chosen
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
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

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    sample_model: String,
    #[serde(default)]
    sample_shape: String,
    #[serde(default)]
    version: i64,
    /// `yes`: only try it.
    #[serde(default, skip_serializing)]
    preview: String,
}

impl Typed {
    fn of(template: &Listed) -> Self {
        Typed {
            name: template.name.clone(),
            text: template.text.clone(),
            sample_model: template.sample.model.clone(),
            sample_shape: template.sample.shape.clone(),
            version: template.version,
            preview: String::new(),
        }
    }

    /// Browsers send lines that end as in letters; a template has plain ones.
    fn draft(&self) -> Draft {
        Draft {
            name: self.name.trim().to_owned(),
            text: self.text.replace("\r\n", "\n"),
            sample: Sample {
                model: self.sample_model.clone(),
                shape: self.sample_shape.clone(),
            },
        }
    }
}

#[derive(Serialize)]
struct Edit<'a> {
    /// Empty for a new one.
    name: &'a str,
    builtin: bool,
    archived: Option<i64>,
    edits: bool,
    form: &'a Typed,
    errors: BTreeMap<String, String>,
    findings: Vec<Finding>,
    shapes: Vec<Choice>,
    boards: Vec<String>,
    tried: bool,
    groups: Vec<Group>,
    made: String,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct Finding {
    severity: &'static str,
    place: &'static str,
    line: Option<usize>,
    column: Option<usize>,
    text: String,
}

/// Rows of a menu, as the part of pages that shows differences takes them.
#[derive(Serialize)]
pub struct Group {
    menu: &'static str,
    risks: Vec<String>,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    sign: &'static str,
    text: String,
}

/// Rows as pages show them.
pub fn groups(rows: Vec<crate::service::rows::MenuRows>) -> Vec<Group> {
    rows.into_iter()
        .map(|group| Group {
            menu: group.menu,
            risks: Vec::new(),
            lines: group
                .rows
                .into_iter()
                .map(|text| Line { sign: " ", text })
                .collect(),
        })
        .collect()
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

fn tried(web: &Web, visitor: &Visitor, template: Option<&Listed>, typed: &Typed) -> Response {
    match service::try_out(&web.appliance, &typed.draft()) {
        Ok(trial) => edit(web, visitor, template, typed, Some(trial), None),
        Err(error) => refused(web, visitor, template, typed, error),
    }
}

/// The form again, with what was typed and what is wrong with it.
fn refused(
    web: &Web,
    visitor: &Visitor,
    template: Option<&Listed>,
    typed: &Typed,
    error: TemplateError,
) -> Response {
    let trial = match &error {
        TemplateError::Refused(found) => Some(Trial {
            found: found.clone(),
            rows: Vec::new(),
            text: service::try_out(&web.appliance, &typed.draft())
                .map(|trial| trial.text)
                .unwrap_or_default(),
        }),
        _ => None,
    };
    edit(web, visitor, template, typed, trial, Some(error.into()))
}

fn edit(
    web: &Web,
    visitor: &Visitor,
    template: Option<&Listed>,
    form: &Typed,
    trial: Option<Trial>,
    failure: Option<Failure>,
) -> Response {
    let status = failure.as_ref().map(Failure::status);
    let mut errors = BTreeMap::new();
    if let Some(failure) = failure {
        let fields: Vec<_> = failure
            .faults
            .into_iter()
            // What the trial found stands in a list of its own.
            .filter(|fault| trial.is_none() || fault.field != "text")
            .collect();
        if fields.is_empty() {
            errors.insert("form".to_owned(), failure.detail);
        }
        errors.extend(fields.into_iter().map(|fault| (fault.field, fault.message)));
    }
    let tried = trial.is_some();
    let (found, rows, made) = trial
        .map(|trial| (trial.found, trial.rows, trial.text))
        .unwrap_or_default();
    let findings = found.into_iter().map(|found| Finding {
        severity: match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        place: match found.place {
            Place::Template => "template",
            Place::Made => "made",
        },
        line: found.at.map(|at| at.line),
        column: found.at.map(|at| at.column),
        text: found.message,
    });
    let builtin = template.is_some_and(|template| template.builtin);
    let archived = template.and_then(|template| template.archived_at);
    let context = Edit {
        name: template
            .map(|template| template.name.as_str())
            .unwrap_or_default(),
        builtin,
        archived: archived.map(Moment::as_millis),
        edits: visitor.may(Permission::EditTemplates) && !builtin && archived.is_none(),
        form,
        errors,
        findings: findings.collect(),
        shapes: Shape::ALL
            .into_iter()
            .map(|shape| Choice {
                value: shape.word(),
                text: shape.word(),
            })
            .collect(),
        boards: web
            .appliance
            .boards()
            .models()
            .iter()
            .map(|model| model.name.clone())
            .collect(),
        tried,
        groups: groups(rows),
        made,
    };
    let mut response = page(web, visitor, "templates", "templates/edit.html", context);
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    response
}
