//! `/configurations`: what was generated, when, and what became of it.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::catalogue::done;
use super::catalogue::remove::Question;
use super::page;
use super::templates::form::{Group, groups};
use crate::domain::access::Permission;
use crate::domain::id::{ConfigurationId, RouterId};
use crate::domain::secret::Secret;
use crate::http::api::config::configurations::{DownloadQuery, file, number};
use crate::http::body::{Asked, Filled, Named};
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::configurations::{self as service, Source};
use crate::store::configuration::{Configuration, Fate};

/// Configurations on a page.
const LENGTH: u32 = 50;

/// What is listed.
#[derive(Debug, Deserialize)]
pub struct Which {
    /// Only those before this one.
    #[serde(default)]
    before: String,
    /// Only those of this router.
    #[serde(default)]
    router: String,
}

#[derive(Serialize)]
struct List {
    configurations: Vec<Row>,
    next: Option<String>,
    first: bool,
    edits: bool,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    site: String,
    router: Option<i64>,
    router_name: String,
    template: String,
    model: String,
    routeros: String,
    rows: u32,
    by: String,
    at: i64,
    state: &'static str,
    hash: String,
}

fn row(configuration: Configuration, names: &[(RouterId, String)]) -> Row {
    let name = names
        .iter()
        .find(|(id, _)| Some(*id) == configuration.router);
    Row {
        id: configuration.id.get(),
        site: configuration.site_name,
        // A router that is gone has no page.
        router: name.map(|(id, _)| id.get()),
        router_name: name.map(|(_, name)| name.clone()).unwrap_or_default(),
        template: configuration.template,
        model: configuration.model,
        routeros: configuration.routeros,
        rows: configuration.rows,
        by: configuration.author,
        at: configuration.created_at.as_millis(),
        state: state(configuration.fate),
        hash: configuration.hash,
    }
}

/// The word of pages for what became of it.
fn state(fate: Fate) -> &'static str {
    match fate {
        Fate::Generated => "generated",
        Fate::Applied => "applied",
        Fate::RolledBack => "rolled_back",
        Fate::Failed => "failed",
        Fate::Unknown => "unknown_outcome",
        Fate::Replaced => "replaced",
    }
}

/// The list.
pub async fn list(
    State(web): State<Web>,
    visitor: Visitor,
    Asked(which): Asked<Which>,
) -> Result<Response, Failure> {
    // What is no number asks for nothing.
    let before: Option<ConfigurationId> = which.before.parse().ok();
    let router: Option<RouterId> = which.router.parse().ok();
    let found = service::list(&web.appliance, router, before, LENGTH).await?;
    let names = service::router_names(&web.appliance).await?;
    let of_router = router.map(|id| format!("&router={id}")).unwrap_or_default();
    let list = List {
        next: found
            .before
            .map(|id| format!("/configurations?before={id}{of_router}")),
        configurations: found
            .items
            .into_iter()
            .map(|configuration| row(configuration, &names))
            .collect(),
        first: before.is_none(),
        edits: visitor.may(Permission::ManageRouters),
    };
    Ok(page(
        &web,
        &visitor,
        "configurations",
        "configurations/list.html",
        list,
    ))
}

#[derive(Serialize)]
struct Show {
    configuration: Row,
    slug: String,
    groups: Vec<Group>,
    downloads: bool,
    edits: bool,
}

/// One with its rows.
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<String>,
) -> Result<Response, Failure> {
    let kept = service::get(&web.appliance, number(&id)?).await?;
    let names = service::router_names(&web.appliance).await?;
    let show = Show {
        slug: kept.site.site.slug.as_str().to_owned(),
        groups: groups(kept.rows()),
        configuration: row(kept.configuration, &names),
        downloads: visitor.may(Permission::DownloadConfigurations),
        edits: visitor.may(Permission::ManageRouters),
    };
    Ok(page(
        &web,
        &visitor,
        "configurations",
        "configurations/show.html",
        show,
    ))
}

/// One as a file.
pub async fn download(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<String>,
    Asked(query): Asked<DownloadQuery>,
) -> Result<Response, Failure> {
    file(&web, &caller, &id, query.form()).await
}

#[derive(Serialize)]
struct Make<'a> {
    site: &'a str,
    errors: std::collections::BTreeMap<String, String>,
    problems: Vec<String>,
}

/// The form for a site file.
pub async fn new(State(web): State<Web>, visitor: Visitor) -> Response {
    make(&web, &visitor, "", None)
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(default)]
    site: String,
}

/// Makes one of a site file.
pub async fn create(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<Typed>,
) -> Response {
    let source = Source::Site(Secret::new(typed.site.clone()));
    match service::generate(&web.appliance, &caller.actor(), source).await {
        Ok(made) => done(
            &format!("/configurations/{}", made.configuration.id),
            "configurations.flash_made",
        ),
        Err(error) => make(&web, &visitor, &typed.site, Some(error.into())),
    }
}

fn make(web: &Web, visitor: &Visitor, site: &str, failure: Option<Failure>) -> Response {
    let status = failure.as_ref().map(Failure::status);
    let mut errors = std::collections::BTreeMap::new();
    let mut problems = Vec::new();
    if let Some(failure) = failure {
        problems = failure
            .faults
            .into_iter()
            .map(|fault| match fault.field.strip_prefix("site.") {
                Some(path) => format!("{path}: {}", fault.message),
                None => fault.message,
            })
            .collect();
        if problems.is_empty() {
            errors.insert("form".to_owned(), failure.detail);
        }
    }
    let context = Make {
        site,
        errors,
        problems,
    };
    let mut response = page(
        web,
        visitor,
        "configurations",
        "configurations/new.html",
        context,
    );
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    response
}

/// The question before one is deleted, for browsers without scripts.
pub async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    Named(id): Named<String>,
) -> Result<Response, Failure> {
    let kept = service::get(&web.appliance, number(&id)?).await?;
    let (id, name) = (kept.configuration.id, kept.configuration.site_name);
    let say =
        |key: &str, values: &[(&str, String)]| web.view.words().say(visitor.language, key, values);
    let question = Question {
        title: say(
            "catalogue.remove_title",
            &[("name", format!("{name} {id}"))],
        ),
        text: say("configurations.delete_text", &[]),
        action: format!("/configurations/{id}/delete"),
        button: say("catalogue.remove", &[]),
        back: format!("/configurations/{id}"),
    };
    Ok(page(
        &web,
        &visitor,
        "configurations",
        "confirm.html",
        question,
    ))
}

/// Deletes one.
pub async fn delete(
    State(web): State<Web>,
    caller: Caller,
    Named(id): Named<String>,
) -> Result<Response, Failure> {
    service::delete(&web.appliance, &caller.actor(), number(&id)?).await?;
    Ok(done("/configurations", "catalogue.flash_deleted"))
}
