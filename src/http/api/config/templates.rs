//! `/api/config/templates/`: configuration templates.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{FileFormat, ImportRequest, Imported, Listing, Removal, list_file};
use crate::domain::kind::{Fault, Kind};
use crate::domain::routeros::lint::Severity;
use crate::http::body::{Asked, Document, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::rows::MenuRows;
use crate::service::templates::{self as service, Draft, Found, Listed, Place, Sample, bundle};

/// A template.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfigTemplate {
    /// By what sites choose it; never changes.
    name: String,
    /// RouterOS text with Tera tags.
    text: String,
    /// Whether it comes with the program and cannot be changed.
    builtin: bool,
    /// The board of the shop that it is tried with.
    sample_model: String,
    /// `basic`, `vlan` or `addon`: after whose needs that shop is laid out.
    sample_shape: String,
    /// Counts the savings, from 1; 0 for those of the program.
    version: i64,
    /// When it was last saved; null for those of the program.
    #[schema(format = DateTime)]
    changed_at: Option<String>,
    /// By whom.
    changed_by: Option<String>,
    /// Since when it is not offered any more; null while it is.
    #[schema(format = DateTime)]
    archived_at: Option<String>,
}

impl From<Listed> for ConfigTemplate {
    fn from(listed: Listed) -> Self {
        let (changed_at, changed_by) = listed.saved.unzip();
        ConfigTemplate {
            name: listed.name,
            text: listed.text,
            builtin: listed.builtin,
            sample_model: listed.sample.model,
            sample_shape: listed.sample.shape,
            version: listed.version,
            changed_at: changed_at.map(|at| at.to_string()),
            changed_by,
            archived_at: listed.archived_at.map(|at| at.to_string()),
        }
    }
}

/// A template to be made, changed or tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateRequest {
    /// By what sites choose it: 1 to 16 of a-z, 0-9 and -. Not with `PUT`, where the address says it.
    #[serde(default)]
    name: String,
    /// RouterOS text with Tera tags.
    text: String,
    /// The board of the shop to try it with; hAP ac² where it is left out.
    #[serde(default)]
    sample_model: Option<String>,
    /// `basic`, `vlan` or `addon`; `basic` where it is left out.
    #[serde(default)]
    sample_shape: Option<String>,
    /// With `PUT`: the version that was seen.
    #[serde(default)]
    version: i64,
}

impl TemplateRequest {
    fn draft(self) -> Draft {
        let usual = Sample::default();
        Draft {
            name: self.name,
            text: self.text,
            sample: Sample {
                model: self.sample_model.unwrap_or(usual.model),
                shape: self.sample_shape.unwrap_or(usual.shape),
            },
        }
    }
}

/// Which templates to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplateQuery {
    /// Archived ones too.
    #[serde(default)]
    #[param(required = false)]
    archived: bool,
}

/// Lists them.
#[utoipa::path(get, path = "/api/config/templates/", tag = "templates", params(TemplateQuery), responses(
    (status = 200, body = Listing<ConfigTemplate>),
))]
pub async fn list(
    State(web): State<Web>,
    Asked(query): Asked<TemplateQuery>,
) -> Result<Json<Listing<ConfigTemplate>>, Failure> {
    let listed = service::list(&web.appliance, query.archived).await?;
    Ok(Json(Listing::of(
        listed.into_iter().map(Into::into).collect(),
    )))
}

/// Makes one. It is tried first, and refused where no configuration can be made with it.
#[utoipa::path(post, path = "/api/config/templates/", tag = "templates", request_body = TemplateRequest, responses(
    (status = 201, body = ConfigTemplate),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn create(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<TemplateRequest>,
) -> Result<(StatusCode, Json<ConfigTemplate>), Failure> {
    let made = service::create(&web.appliance, &caller.actor(), request.draft()).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Tells of one.
#[utoipa::path(get, path = "/api/config/templates/{id}/", tag = "templates", params(("id" = String, Path, description = "Its name.")), responses(
    (status = 200, body = ConfigTemplate),
))]
pub async fn get(
    State(web): State<Web>,
    Named(name): Named<String>,
) -> Result<Json<ConfigTemplate>, Failure> {
    Ok(Json(service::get(&web.appliance, &name).await?.into()))
}

/// Saves one over the version that was seen. It is tried first.
#[utoipa::path(put, path = "/api/config/templates/{id}/", tag = "templates", request_body = TemplateRequest, params(("id" = String, Path, description = "Its name.")), responses(
    (status = 200, body = ConfigTemplate),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn replace(
    State(web): State<Web>,
    caller: Caller,
    Named(name): Named<String>,
    Document(request): Document<TemplateRequest>,
) -> Result<Json<ConfigTemplate>, Failure> {
    if !request.name.is_empty() && request.name != name {
        return Err(Failure {
            kind: Kind::Invalid,
            detail: "A template keeps its name, since sites choose it by that.".to_owned(),
            faults: vec![Fault::new("name", "leave it out")],
            retry_after: None,
        });
    }
    let over = request.version;
    let draft = Draft {
        name,
        ..request.draft()
    };
    let saved = service::edit(&web.appliance, &caller.actor(), draft, over).await?;
    Ok(Json(saved.into()))
}

/// Removes one: it is deleted, or archived where the site of a router chooses it.
#[utoipa::path(delete, path = "/api/config/templates/{id}/", tag = "templates", params(("id" = String, Path, description = "Its name.")), responses(
    (status = 200, body = Removal),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Named(name): Named<String>,
) -> Result<Json<Removal>, Failure> {
    let removed = service::remove(&web.appliance, &caller.actor(), &name).await?;
    Ok(Json(removed.into()))
}

/// Offers an archived one again.
#[utoipa::path(post, path = "/api/config/templates/{id}/restore/", tag = "templates", params(("id" = String, Path, description = "Its name.")), responses(
    (status = 200, body = ConfigTemplate),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn restore(
    State(web): State<Web>,
    caller: Caller,
    Named(name): Named<String>,
) -> Result<Json<ConfigTemplate>, Failure> {
    let restored = service::restore(&web.appliance, &caller.actor(), &name).await?;
    Ok(Json(restored.into()))
}

/// Something that a trial found.
#[derive(Debug, Serialize, ToSchema)]
pub struct TemplateFinding {
    /// `template`, or `made` for the text that it makes.
    place: &'static str,
    /// Line, from 1; null: it is about the whole.
    line: Option<usize>,
    /// Column in characters, from 1.
    column: Option<usize>,
    /// `error`, `warning` or `note`; with an error it cannot be saved.
    severity: &'static str,
    /// What is wrong and what to do.
    message: String,
}

impl From<&Found> for TemplateFinding {
    fn from(found: &Found) -> Self {
        TemplateFinding {
            place: match found.place {
                Place::Template => "template",
                Place::Made => "made",
            },
            line: found.at.map(|at| at.line),
            column: found.at.map(|at| at.column),
            severity: match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            message: found.message.clone(),
        }
    }
}

/// The rows of one menu.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowsOfMenu {
    /// The menu.
    menu: &'static str,
    /// Its rows; secrets are dots.
    rows: Vec<String>,
}

impl From<MenuRows> for RowsOfMenu {
    fn from(group: MenuRows) -> Self {
        RowsOfMenu {
            menu: group.menu,
            rows: group.rows,
        }
    }
}

/// What a template makes of the sample shop.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenderedTemplate {
    /// What is wrong or worth a look, errors first.
    findings: Vec<TemplateFinding>,
    /// The rows by menu.
    rows: Vec<RowsOfMenu>,
    /// The text.
    text: String,
}

/// Tries one with a sample shop. Nothing is saved.
#[utoipa::path(post, path = "/api/config/templates/render/", tag = "templates", request_body = TemplateRequest, responses(
    (status = 200, body = RenderedTemplate),
))]
pub async fn render(
    State(web): State<Web>,
    Document(request): Document<TemplateRequest>,
) -> Result<Json<RenderedTemplate>, Failure> {
    let trial = service::try_out(&web.appliance, &request.draft())?;
    Ok(Json(RenderedTemplate {
        findings: trial.found.iter().map(Into::into).collect(),
        rows: trial.rows.into_iter().map(Into::into).collect(),
        text: trial.text,
    }))
}

/// Takes over a file of templates: all of it or nothing. It is TOML.
#[utoipa::path(post, path = "/api/config/templates/import/", tag = "templates", request_body = ImportRequest, responses(
    (status = 200, body = Imported),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn import(
    State(web): State<Web>,
    caller: Caller,
    Document(file): Document<ImportRequest>,
) -> Result<Json<Imported>, Failure> {
    if matches!(file.format, FileFormat::Csv) {
        return Err(Failure {
            kind: Kind::Invalid,
            detail: "Templates have many lines, so their file is TOML.".to_owned(),
            faults: vec![Fault::new("format", "write toml")],
            retry_after: None,
        });
    }
    let (actor, dry_run) = (caller.actor(), file.dry_run);
    let planned = bundle::import(&web.appliance, &actor, &file.text, dry_run).await?;
    Ok(Imported::of(dry_run, planned))
}

/// The operator's own that are offered, as a TOML file that can be imported again.
#[utoipa::path(get, path = "/api/config/templates/export/", tag = "templates", responses(
    (status = 200, body = String, content_type = "application/toml"),
))]
pub async fn export(State(web): State<Web>) -> Result<Response, Failure> {
    let text = bundle::export(&web.appliance).await?;
    Ok(list_file("templates", FileFormat::Toml, text))
}
