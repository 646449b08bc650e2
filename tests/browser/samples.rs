//! A server of the pages with their samples, with the headers and files of the real one.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{self, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use hotspotd::domain::access::Role;
use hotspotd::domain::secret::Secret;
use hotspotd::http::assets::Assets;
use hotspotd::http::headers;
use hotspotd::http::view::{Frame, Framed, Person, Theme, View, ZONE};
use hotspotd::http::words::Language;
use serde_json::Value;

struct Samples {
    view: View,
    assets: Arc<Assets>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/pages")
}

/// The names of all samples that are whole pages.
pub fn names() -> Vec<String> {
    let mut names = Vec::new();
    collect(&folder(), &mut names);
    // Parts of pages; they are looked at within their pages.
    names.retain(|name| {
        !matches!(
            name.as_str(),
            "jobs/steps" | "people/sessions" | "routers/near" | "setup/checks"
        )
    });
    names.sort();
    names
}

fn collect(at: &Path, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, names);
        } else {
            let name = path.strip_prefix(folder()).unwrap().with_extension("");
            names.push(name.to_string_lossy().into_owned());
        }
    }
}

/// A page's sample within a frame.
fn sample(name: &str) -> Framed<BTreeMap<String, Value>> {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    let section = match name.split('/').next() {
        Some("routers") => "routers",
        Some("jobs") => "jobs",
        Some("people") => "people",
        Some("settings") => "settings",
        Some("catalogue") => "catalogue",
        Some("templates") => "templates",
        Some("configurations") => "configurations",
        Some("audit") => "audit",
        Some("help") => "help",
        _ => "home",
    };
    Framed {
        frame: Frame {
            section,
            business: "Umoja WiFi".to_owned(),
            person: Some(Person {
                name: "Achieng".to_owned(),
                role: "owner".to_owned(),
            }),
            csrf_token: Secret::new("token").into(),
            path: "/".to_owned(),
            flash: None,
            clock_doubted: false,
            disk_low: false,
            may: Role::Owner.permissions().collect(),
        },
        page: serde_json::from_str(&text).unwrap(),
    }
}

/// Starts the server on a free port of loopback; it ends with the test.
pub async fn serve() -> SocketAddr {
    let assets = Arc::new(Assets::new());
    let zone = jiff::tz::TimeZone::get(ZONE).unwrap();
    let view = View::new(Arc::clone(&assets), zone);
    let routes = Router::new()
        .route("/static/{*path}", get(file))
        .route("/sample/{language}/{theme}/{*name}", get(page))
        .route("/setup/network/checks", get(checks))
        .route("/jobs/{id}/events", get(events))
        .route("/jobs/{id}/steps", get(steps))
        .with_state(Arc::new(Samples { view, assets }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = axum::serve(listener, headers::admin(routes));
    tokio::spawn(async move { server.await.unwrap() });
    address
}

async fn file(State(it): State<Arc<Samples>>, uri: Uri, asked: HeaderMap) -> Response {
    it.assets.answer(uri.path(), &asked)
}

async fn page(
    State(it): State<Arc<Samples>>,
    extract::Path((language, theme, name)): extract::Path<(String, String, String)>,
) -> Response {
    let language = Language::from_code(&language).unwrap();
    let theme = Theme::pick(Some(&theme));
    // The same job, whose stream is broken.
    if name == "jobs/broken.html" {
        let mut context = sample("jobs/show");
        if let Some(job) = context.page.get_mut("job") {
            job["id"] = "broken".into();
        }
        return it.view.page("jobs/show.html", language, theme, &context);
    }
    let context = sample(name.trim_end_matches(".html"));
    it.view.page(&name, language, theme, &context)
}

/// The checks of the network ask for themselves while some run.
async fn checks(State(it): State<Arc<Samples>>) -> Response {
    let context = sample("setup/checks");
    it.view.page(
        "setup/checks.html",
        Language::English,
        Theme::Auto,
        &context,
    )
}

/// The end of the sample's job, as an event of a stream and as the answer to a question.
async fn steps(State(it): State<Arc<Samples>>) -> Response {
    let context = sample("jobs/steps");
    it.view
        .page("jobs/steps.html", Language::English, Theme::Auto, &context)
}

async fn events(
    State(it): State<Arc<Samples>>,
    extract::Path(id): extract::Path<String>,
) -> Response {
    if id == "broken" {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let render = |name: &str, context: &str| {
        it.view
            .render(name, Language::English, Theme::Auto, &sample(context))
            .unwrap()
    };
    let events = [
        Event::default()
            .event("steps")
            .id("3")
            .data(render("jobs/steps.html", "jobs/show")),
        Event::default()
            .event("steps")
            .id("6")
            .data(render("jobs/steps.html", "jobs/steps")),
        Event::default().event("end").data("end"),
    ];
    Sse::new(stream::iter(events.map(Ok::<_, Infallible>))).into_response()
}
