//! Who may do what.

use hotspotd::domain::access::Role;
use reqwest::{Client, Method};
use serde_json::json;

use crate::support::office::Office;

/// Method, path, and who may: owner, technician, cashier, viewer.
const TABLE: [(&str, &str, [bool; 4]); 22] = [
    ("GET", "/api/config/models/", [true, true, false, true]),
    (
        "GET",
        "/api/config/models/export/",
        [true, true, false, true],
    ),
    ("POST", "/api/config/models/", [true, true, false, false]),
    ("PUT", "/api/config/models/x/", [true, true, false, false]),
    (
        "DELETE",
        "/api/config/models/x/",
        [true, true, false, false],
    ),
    (
        "GET",
        "/api/config/bandwidth-profiles/",
        [true, true, false, true],
    ),
    (
        "POST",
        "/api/config/bandwidth-profiles/import/",
        [true, true, false, false],
    ),
    (
        "GET",
        "/api/config/voucher-types/",
        [true, true, true, true],
    ),
    (
        "GET",
        "/api/config/voucher-types/SIKU/",
        [true, true, true, true],
    ),
    (
        "POST",
        "/api/config/voucher-types/",
        [true, true, false, false],
    ),
    (
        "POST",
        "/api/config/starter-set/",
        [true, true, false, false],
    ),
    ("GET", "/api/config/templates/", [true, true, false, true]),
    (
        "POST",
        "/api/config/templates/render/",
        [true, true, false, false],
    ),
    (
        "PUT",
        "/api/config/templates/basic/",
        [true, true, false, false],
    ),
    (
        "DELETE",
        "/api/config/templates/basic/",
        [true, true, false, false],
    ),
    ("POST", "/api/config/generate/", [true, true, false, false]),
    ("GET", "/api/config/list/", [true, true, true, true]),
    ("GET", "/api/config/preview/1/", [true, true, true, true]),
    ("GET", "/api/config/download/1/", [true, true, false, false]),
    ("DELETE", "/api/config/99/", [true, true, false, false]),
    ("GET", "/api/openapi.json", [true, true, true, true]),
    ("GET", "/api/docs", [true, true, true, true]),
];

const PAGES: [(&str, [bool; 4]); 12] = [
    ("/catalogue/plans", [true, true, true, true]),
    ("/catalogue/plans/new", [true, true, false, false]),
    ("/catalogue/plans/import", [true, true, false, false]),
    ("/catalogue/speeds", [true, true, false, true]),
    ("/catalogue/boards", [true, true, false, true]),
    ("/templates", [true, true, false, true]),
    ("/templates/basic", [true, true, false, true]),
    ("/templates/new", [true, true, false, false]),
    ("/configurations", [true, true, true, true]),
    ("/configurations/1", [true, true, true, true]),
    ("/configurations/1/download", [true, true, false, false]),
    ("/configurations/new", [true, true, false, false]),
];

#[tokio::test]
async fn everybody_may_what_the_table_of_permissions_says() {
    let office = Office::open(1, 2).await;
    for (at, role) in Role::ALL.into_iter().enumerate() {
        let program = office.program(role).await;
        for (method, path, may) in TABLE {
            let method: Method = method.parse().unwrap();
            let body = (method != Method::GET && method != Method::DELETE).then(|| json!({}));
            let status = program
                .ask(method.clone(), path, body.as_ref())
                .await
                .status();
            assert_eq!(status != 403, may[at], "{role} {method} {path}: {status}");
            assert!(
                status != 401 && !status.is_server_error(),
                "{role} {method} {path}: {status}"
            );
        }
        let browser = office.browser(role).await;
        for (path, may) in PAGES {
            let (status, _) = browser.page(path).await;
            assert_eq!(status, if may[at] { 200 } else { 403 }, "{role} {path}");
        }
    }
    let stranger = Client::new();
    for (method, path, _) in TABLE
        .into_iter()
        .filter(|(_, path, _)| path.contains("config"))
    {
        let request = stranger.request(method.parse().unwrap(), office.url(path));
        assert_eq!(
            request.send().await.unwrap().status(),
            401,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_page_without_the_right_hides_what_cannot_be_done() {
    let office = Office::open(0, 0).await;
    let viewer = office.browser(Role::Viewer).await;
    for path in [
        "/catalogue/plans",
        "/catalogue/plans/SIKU",
        "/templates",
        "/templates/basic",
    ] {
        let (_, html) = viewer.page(path).await;
        for word in ["Save", "Remove", "/new", "/import", "starter"] {
            assert!(!html.contains(word), "{path}: {word}");
        }
    }
    let cashier = office.browser(Role::Cashier).await;
    let (_, html) = cashier.page("/catalogue/plans").await;
    assert!(html.contains("Siku moja") && !html.contains("/catalogue/speeds\""));
    let (status, ..) = viewer.send("/catalogue/plans/SIKU/remove", &[]).await;
    assert_eq!(status, 403);
}
