//! The document as the handlers and the table of routes say it.
//!
//! Handlers say what is theirs. What the table of routes decides (who may, how often, what cannot be read) is the same everywhere
//! and is written into the document from that table, here. All of this is 0.8 MB of code that says the same at every start, so the program
//! holds the text in its place, and this is compiled for tests only.

use axum::http::Method;
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, SecurityRequirement};

use crate::http::api::{
    audit, auth, backups, care, config, dashboard, health, jobs, metrics, openapi, own, people,
    routers, second_factor, settings,
};
use crate::http::routes::{Need, Route, routes};

/// The name of an access token's scheme in the document.
const BEARER: &str = "bearer";
/// The name of a browser session's scheme in the document.
const COOKIE: &str = "cookie";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "hotspotd",
        description = "Times are in UTC by RFC 3339. Failures are problem documents by RFC 9457. Each path is reached with and without the slash at its end. Pages of other sites are let in only where the operator names their origins (hotspotd serve --cors-origin), and only by access tokens."
    ),
    paths(
        health::alive,
        health::ready,
        metrics::show,
        openapi::document,
        auth::register,
        auth::login,
        auth::refresh,
        auth::logout,
        auth::user,
        backups::list,
        backups::make,
        backups::download,
        jobs::list,
        jobs::get,
        jobs::events,
        jobs::cancel,
        own::verify_email,
        own::password_reset,
        own::change_email,
        own::change_password,
        own::sessions,
        own::end_session,
        own::sign_out_everywhere,
        second_factor::state,
        second_factor::begin,
        second_factor::confirm,
        second_factor::remove,
        second_factor::renew,
        people::list,
        people::invite,
        people::withdraw,
        people::set_role,
        people::lock,
        people::unlock,
        people::sign_out,
        people::reset_link,
        audit::list,
        settings::business,
        settings::describe,
        settings::mail,
        settings::set_mail,
        settings::test_mail,
        care::get,
        care::set,
        config::models::list,
        config::models::create,
        config::models::get,
        config::models::replace,
        config::models::remove,
        config::models::restore,
        config::models::import,
        config::models::export,
        config::profiles::list,
        config::profiles::create,
        config::profiles::get,
        config::profiles::replace,
        config::profiles::remove,
        config::profiles::restore,
        config::profiles::import,
        config::profiles::export,
        config::voucher_types::list,
        config::voucher_types::create,
        config::voucher_types::get,
        config::voucher_types::replace,
        config::voucher_types::remove,
        config::voucher_types::restore,
        config::voucher_types::import,
        config::voucher_types::export,
        config::starter::add,
        config::templates::list,
        config::templates::create,
        config::templates::get,
        config::templates::replace,
        config::templates::remove,
        config::templates::restore,
        config::templates::render,
        config::templates::import,
        config::templates::export,
        config::configurations::generate,
        config::configurations::list,
        config::configurations::preview,
        config::configurations::download,
        config::configurations::remove,
        dashboard::stats,
        routers::list,
        routers::add,
        routers::near,
        routers::get,
        routers::edit,
        routers::remove,
        routers::test,
        routers::site::get,
        routers::site::save,
        routers::changes::diff,
        routers::changes::apply,
        routers::changes::verify,
        routers::changes::rollback,
        routers::changes::jobs,
        routers::drift::get,
        routers::drift::accept,
        routers::drift::put_back,
        routers::samples::list,
        routers::exports::make,
        routers::exports::list,
        routers::exports::get,
    )
)]
struct Written;

/// The document.
pub(super) fn whole() -> utoipa::openapi::OpenApi {
    let mut document = Written::openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    add_schemes(&mut document);
    complete(&mut document);
    document
}

fn add_schemes(document: &mut utoipa::openapi::OpenApi) {
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(
        BEARER,
        SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
    );
    let cookie = ApiKeyValue::with_description(
        crate::http::admit::SESSION_COOKIE,
        "A browser's session; over TLS it is called `__Host-session`. What changes something needs the header X-CSRF-Token too.",
    );
    components.add_security_scheme(COOKIE, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
}

/// Writes into every operation what the table of routes and the layers around handlers decide.
fn complete(document: &mut utoipa::openapi::OpenApi) {
    for route in routes() {
        let Some(item) = document.paths.paths.get_mut(route.path) else {
            continue;
        };
        let operation = match route.method {
            Method::GET => &mut item.get,
            Method::POST => &mut item.post,
            Method::PUT => &mut item.put,
            _ => &mut item.delete,
        };
        if let Some(operation) = operation {
            operation.operation_id = Some(name(&route.method, route.path));
            for (status, description) in statuses(operation, &route) {
                add(operation, status, description);
            }
            if !matches!(route.need, Need::Anyone | Need::HereOrToken | Need::SetUp) {
                operation.security = Some(vec![
                    SecurityRequirement::new(BEARER, [""; 0]),
                    SecurityRequirement::new(COOKIE, [""; 0]),
                ]);
            }
        }
    }
}

/// `post-config-voucher-types-id-restore`.
fn name(method: &Method, path: &str) -> String {
    let words = path
        .split(['/', '{', '}', '.'])
        .filter(|word| !word.is_empty() && *word != "api");
    let mut name = method.as_str().to_lowercase();
    for word in words {
        name.push('-');
        name.push_str(word);
    }
    name
}

fn statuses(operation: &Operation, route: &Route) -> Vec<(&'static str, &'static str)> {
    let mut statuses = vec![("429", "Too many requests."), ("503", "Occupied just now.")];
    // A wrong access token is refused where none is needed too.
    statuses.push(("401", "Nobody is signed in."));
    if matches!(route.need, Need::May(_) | Need::SetUp) || route.method != Method::GET {
        statuses.push(("403", "The role does not allow it."));
    }
    if route.path.contains('{') {
        statuses.push(("404", "There is no such thing."));
    }
    if operation.request_body.is_some() {
        statuses.push(("413", "Too large."));
    }
    if operation.request_body.is_some() || operation.parameters.is_some() {
        statuses.push(("422", "Something sent is wrong."));
    }
    statuses
}

fn add(operation: &mut Operation, status: &str, description: &str) {
    let problem = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let response = ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", problem)
        .build();
    operation
        .responses
        .responses
        .entry(status.to_owned())
        .or_insert_with(|| response.into());
}
