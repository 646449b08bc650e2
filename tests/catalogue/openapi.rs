//! The document of the API tells of every way in, and of nothing else.

use std::collections::BTreeSet;

use hotspotd::domain::access::Role;
use hotspotd::http::routes::{Need, routes};
use serde_json::Value;

use crate::support::office::Office;

/// A page for people below `/api/`.
const PAGE: &str = "/api/docs";

#[tokio::test]
async fn the_document_and_the_table_of_routes_say_the_same() {
    let office = Office::open(0, 0).await;
    let text = reqwest::get(office.url("/api/openapi.json")).await.unwrap();
    assert_eq!(text.headers()["content-type"], "application/json");
    let document: Value = text.json().await.unwrap();
    let mut written = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            written.insert((method.to_uppercase(), path.clone()));
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            assert!(
                operation["summary"]
                    .as_str()
                    .is_some_and(|it| !it.is_empty()),
                "{method} {path}"
            );
            for status in ["401", "429", "503"] {
                assert!(
                    operation["responses"][status].is_object(),
                    "{method} {path}: {status}"
                );
            }
        }
    }
    let is_api = |path: &str| {
        (path.starts_with("/api/") && path != PAGE)
            || matches!(path, "/healthz" | "/readyz" | "/metrics")
    };
    let known: BTreeSet<_> = routes()
        .into_iter()
        .filter(|route| is_api(route.path))
        .map(|route| (route.method.to_string(), route.path.to_owned()))
        .collect();
    assert_eq!(written, known);
    for route in routes().into_iter().filter(|route| is_api(route.path)) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let guarded = !matches!(route.need, Need::Anyone | Need::HereOrToken | Need::SetUp);
        assert_eq!(operation["security"].is_array(), guarded, "{}", route.path);
        assert!(operation["responses"]["404"].is_object() || !route.path.contains('{'));
    }
    // Every reference leads somewhere.
    let text = document.to_string();
    for part in text.split("\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{name}"
        );
    }
    for scheme in ["bearer", "cookie"] {
        assert!(document["components"]["securitySchemes"][scheme].is_object());
    }
}

#[tokio::test]
async fn people_read_it_without_anything_from_elsewhere() {
    let office = Office::open(0, 0).await;
    let browser = office.browser(Role::Viewer).await;
    let (status, html) = browser.page(PAGE).await;
    assert_eq!(status, 200);
    for word in [
        "/api/config/voucher-types/{id}/",
        "schema-VoucherType",
        "needs a sign-in",
    ] {
        assert!(html.contains(word), "{word}");
    }
    assert!(!html.contains("src=\"http") && !html.contains("href=\"http"));
}
