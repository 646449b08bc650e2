//! What every answer says about itself, whatever it is.

use reqwest::Method;
use serde_json::json;

use crate::appliance::{Browser, Rig};
use crate::people::{browser, with_router};

const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

async fn check(browser: &Browser, method: Method, path: &str, status: u16) {
    let request = browser
        .request(method, path)
        .header("content-type", "application/json");
    let answer = request.body("{").send().await.unwrap();
    assert_eq!(answer.status().as_u16(), status, "{path}");
    let headers = answer.headers();
    for (name, value) in ALWAYS {
        assert_eq!(headers.get(name).unwrap(), value, "{path}: {name}");
    }
    let policy = headers["content-security-policy"].to_str().unwrap();
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{path}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{path}: {policy}");
    assert!(
        !headers.contains_key("server") && !headers.contains_key("x-powered-by"),
        "{path}"
    );
    let is_static =
        path.starts_with("/static/") || path == "/api/openapi.json" || path == "/api/docs";
    if status != 404 && status != 405 && !is_static && !path.contains("health") {
        let kept = headers
            .get("cache-control")
            .map(|value| value.to_str().unwrap());
        assert!(
            status == 303
                || kept.is_some_and(|kept| kept.contains("no-store") || kept.contains("no-cache")),
            "{path} may be kept: {kept:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_them() {
    let (at, owner) = Rig::owned().await;
    let (_simulator, id) = with_router(&at).await;
    let (amina, _) = browser(&at, "amina").await;
    let asset = amina.get("/login").await;
    let _ = asset;
    let page = at.browser().get("/login").await.text;
    let (_, rest) = page.split_once("/static/").unwrap();
    let file = format!("/static/{}", rest.split_once('"').unwrap().0);
    let (_, job) = {
        let actor = crate::people::actor(&at).await;
        let kind = hotspotd::store::job::JobKind::Verify;
        (
            (),
            hotspotd::service::jobs::ask(at.appliance(), &actor, id, kind)
                .await
                .unwrap(),
        )
    };
    let get = Method::GET;
    for (path, status) in [
        ("/", 200),
        ("/routers", 200),
        ("/login", 303),
        (file.as_str(), 200),
        ("/static/nothing.css", 404),
        ("/nothing", 404),
        ("/api/nothing/", 404),
        ("/routers/999", 404),
        ("/api/jobs/999/", 404),
        ("/api/jobs/", 200),
        ("/healthz", 200),
        ("/metrics", 200),
        (&format!("/jobs/{job}/events"), 200),
        (&format!("/jobs/{job}/log"), 200),
        (&format!("/routers/{id}/changes.rsc"), 200),
        ("/audit.csv", 200),
        ("/about/crates.txt", 200),
        ("/api/openapi.json", 200),
    ] {
        check(&amina, get.clone(), path, status).await;
    }
    let nobody = at.browser();
    for (method, path, status) in [
        (get.clone(), "/routers", 303),
        (get.clone(), "/api/jobs/", 401),
        (Method::POST, "/api/auth/login/", 422),
        (Method::PATCH, "/login", 405),
        (Method::DELETE, "/healthz", 405),
    ] {
        check(&nobody, method, path, status).await;
    }
    check(&amina, Method::POST, "/preferences", 403).await;
    let many = owner
        .post("/api/auth/login/", json!({"login": "x", "password": "y"}))
        .await;
    assert_eq!(many.headers["content-type"], "application/problem+json");
    let portal = format!("http://{}/", at.running.as_ref().unwrap().portal);
    for path in ["", "p", "nothing", "static/x"] {
        let answer = reqwest::get(format!("{portal}{path}")).await.unwrap();
        assert!(
            answer.headers().contains_key("content-security-policy"),
            "portal /{path}"
        );
        assert_eq!(
            answer.headers()["x-content-type-options"],
            "nosniff",
            "portal /{path}"
        );
    }
}
