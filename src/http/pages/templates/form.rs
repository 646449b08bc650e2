//! The form of a template, and what came of trying it.

use std::collections::BTreeMap;

use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::domain::access::Permission;
use crate::domain::hotspot::template::Shape;
use crate::domain::moment::Moment;
use crate::domain::routeros::lint::Severity;
use crate::http::pages::page;
use crate::http::problem::Failure;
use crate::http::visitor::Visitor;
use crate::http::web::Web;
use crate::service::rows::MenuRows;
use crate::service::templates::{
    self as service, Draft, Listed, Place, Sample, TemplateError, Trial,
};

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Typed {
    /// By what sites shall choose it.
    #[serde(default)]
    pub name: String,
    /// The template.
    #[serde(default)]
    pub text: String,
    /// The board of the shop to try it with.
    #[serde(default)]
    pub sample_model: String,
    /// After which built-in template's needs that shop is laid out.
    #[serde(default)]
    pub sample_shape: String,
    /// The version that the person had seen.
    #[serde(default)]
    pub version: i64,
    /// `yes`: only try it.
    #[serde(default, skip_serializing)]
    pub preview: String,
}

impl Typed {
    /// As it is stored.
    pub fn of(template: &Listed) -> Self {
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
    pub fn draft(&self) -> Draft {
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
pub fn groups(rows: Vec<MenuRows>) -> Vec<Group> {
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

/// The form with what came of trying it.
pub fn tried(web: &Web, visitor: &Visitor, template: Option<&Listed>, typed: &Typed) -> Response {
    match service::try_out(&web.appliance, &typed.draft()) {
        Ok(trial) => edit(web, visitor, template, typed, Some(trial), None),
        Err(error) => refused(web, visitor, template, typed, error),
    }
}

/// The form again, with what was typed and what is wrong with it.
pub fn refused(
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

/// The form.
pub fn edit(
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
