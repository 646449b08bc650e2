//! `/api/config/generate/`, `list/`, `preview/`, `download/`: generated configurations.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::attachment;
use super::templates::RowsOfMenu;
use crate::domain::id::{ConfigurationId, RouterId};
use crate::domain::kind::Kind;
use crate::domain::secret::Secret;
use crate::http::body::{Asked, Document, Named};
use crate::http::problem::{Failure, Problem};
use crate::http::visitor::Caller;
use crate::http::web::Web;
use crate::service::configurations::{self as service, ConfigurationError, Form, PAGE, Source};
use crate::store::configuration::Configuration;

/// A generated configuration.
#[derive(Debug, Serialize, ToSchema)]
pub struct GeneratedConfig {
    /// Its number.
    id: i64,
    /// The router it is for; null: none that is under care.
    router: Option<i64>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// By whom.
    author: String,
    /// From which template.
    template: String,
    /// For which board.
    model: String,
    /// For which RouterOS.
    routeros: String,
    /// The shop's name.
    site_name: String,
    /// How many rows it has.
    rows: u32,
    /// SHA-256 of its rows, hexadecimal.
    hash: String,
    /// `generated`, `applied`, `rolled-back`, `failed`, `unknown` or `replaced`.
    fate: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    fate_at: String,
}

impl From<Configuration> for GeneratedConfig {
    fn from(configuration: Configuration) -> Self {
        GeneratedConfig {
            id: configuration.id.get(),
            router: configuration.router.map(RouterId::get),
            created_at: configuration.created_at.to_string(),
            author: configuration.author,
            template: configuration.template,
            model: configuration.model,
            routeros: configuration.routeros,
            site_name: configuration.site_name,
            rows: configuration.rows,
            hash: configuration.hash,
            fate: configuration.fate.as_str(),
            fate_at: configuration.fate_at.to_string(),
        }
    }
}

/// From what to make a configuration: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GenerateRequest {
    /// The text of a site file (TOML).
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    site: Option<Secret>,
    /// The number of a router whose site to take.
    #[serde(default)]
    router: Option<i64>,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct GeneratedAnswer {
    /// The configuration, which is kept.
    configuration: GeneratedConfig,
    /// What is worth a look.
    warnings: Vec<String>,
}

/// Makes a configuration from a site, and keeps it.
#[utoipa::path(post, path = "/api/config/generate/", tag = "configurations", request_body = GenerateRequest, responses(
    (status = 201, body = GeneratedAnswer),
    (status = 404, body = Problem, content_type = "application/problem+json"),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn generate(
    State(web): State<Web>,
    caller: Caller,
    Document(request): Document<GenerateRequest>,
) -> Result<(StatusCode, Json<GeneratedAnswer>), Failure> {
    let source = match (request.site, request.router) {
        (Some(site), None) => Source::Site(site),
        (None, Some(router)) => Source::Router(router_id(router)?),
        _ => return Err(ConfigurationError::OneOfTwo.into()),
    };
    let made = service::generate(&web.appliance, &caller.actor(), source).await?;
    let answer = GeneratedAnswer {
        configuration: made.configuration.into(),
        warnings: made.warnings.iter().map(ToString::to_string).collect(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

fn router_id(number: i64) -> Result<RouterId, Failure> {
    RouterId::new(number).map_err(|_| Failure::new(Kind::NotFound, "There is no such router."))
}

/// Which configurations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Only those of this router.
    #[param(value_type = Option<i64>, minimum = 1)]
    router: Option<RouterNumber>,
    /// Only those before this one: `next` of the page before.
    #[param(value_type = Option<i64>, minimum = 1)]
    before: Option<ConfigurationNumber>,
    /// How many, 1 to 100; 50 where it is left out.
    #[param(minimum = 0)]
    limit: Option<u32>,
}

/// The number of a router.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub struct RouterNumber(RouterId);

/// The number of a configuration.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(transparent)]
pub struct ConfigurationNumber(ConfigurationId);

/// A page of the list, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// The configurations.
    items: Vec<GeneratedConfig>,
    /// What `before` is on the next page; null: there is none.
    next: Option<i64>,
}

/// Lists them, the latest first.
#[utoipa::path(get, path = "/api/config/list/", tag = "configurations", params(HistoryQuery), responses(
    (status = 200, body = History),
))]
pub async fn list(
    State(web): State<Web>,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Json<History>, Failure> {
    let page = service::list(
        &web.appliance,
        query.router.map(|number| number.0),
        query.before.map(|number| number.0),
        query.limit.unwrap_or(PAGE / 2),
    )
    .await?;
    Ok(Json(History {
        next: page.before.map(ConfigurationId::get),
        items: page.items.into_iter().map(Into::into).collect(),
    }))
}

/// A configuration with its rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConfigPreview {
    /// The configuration.
    configuration: GeneratedConfig,
    /// The rows by menu; secrets are dots.
    rows: Vec<RowsOfMenu>,
}

/// Shows the rows of one, without secrets.
#[utoipa::path(get, path = "/api/config/preview/{id}/", tag = "configurations", params(("id" = i64, Path, description = "Its number.")), responses(
    (status = 200, body = ConfigPreview),
))]
pub async fn preview(
    State(web): State<Web>,
    Named(id): Named<String>,
) -> Result<Json<ConfigPreview>, Failure> {
    let kept = service::get(&web.appliance, number(&id)?).await?;
    Ok(Json(ConfigPreview {
        rows: kept.rows().into_iter().map(Into::into).collect(),
        configuration: kept.configuration.into(),
    }))
}

/// What is downloaded.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DownloadFormat {
    /// A script for `/import` that changes nothing the second time.
    #[default]
    Rsc,
    /// The plain rows, as `/export` prints them.
    Export,
    /// The site file it was made from (TOML).
    Site,
}

impl From<DownloadFormat> for Form {
    fn from(format: DownloadFormat) -> Self {
        match format {
            DownloadFormat::Rsc => Form::Script,
            DownloadFormat::Export => Form::Export,
            DownloadFormat::Site => Form::Site,
        }
    }
}

/// In which form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DownloadQuery {
    /// `rsc`, `export` or `site`.
    #[serde(default)]
    #[param(inline, required = false)]
    format: DownloadFormat,
}

impl DownloadQuery {
    /// The form that is asked for.
    pub fn form(&self) -> Form {
        self.format.into()
    }
}

/// One as a file. It holds the secrets that the router is given.
#[utoipa::path(get, path = "/api/config/download/{id}/", tag = "configurations", params(("id" = i64, Path, description = "Its number."), DownloadQuery), responses(
    (status = 200, content((String = "text/plain"), (String = "application/toml"))),
))]
pub async fn download(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<String>,
    Asked(query): Asked<DownloadQuery>,
) -> Result<Response, Failure> {
    file(&web, &caller, &id, query.form()).await
}

/// The same for a page.
pub async fn file(web: &Web, caller: &Caller, id: &str, form: Form) -> Result<Response, Failure> {
    let file = service::download(&web.appliance, &caller.actor(), number(id)?, form).await?;
    let kind = match form {
        Form::Script | Form::Export => "text/plain; charset=utf-8",
        Form::Site => "application/toml; charset=utf-8",
    };
    Ok(attachment(&file.name, kind, file.text.reveal().to_owned()))
}

/// Deletes one. As long as a job refers to it, it stays.
#[utoipa::path(delete, path = "/api/config/{id}/", tag = "configurations", params(("id" = i64, Path, description = "Its number.")), responses(
    (status = 204),
    (status = 409, body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<String>,
) -> Result<StatusCode, Failure> {
    service::delete(&web.appliance, &caller.actor(), number(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A number has one way of writing; whatever is written otherwise names nothing.
pub fn number(text: &str) -> Result<ConfigurationId, Failure> {
    text.parse().map_err(|_| ConfigurationError::Missing.into())
}
