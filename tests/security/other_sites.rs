//! Pages of other sites at the API: let in where the operator named their origin, with access tokens and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use hotspotd::http::routes::routes;
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::appliance::{PASSWORD, Rig};
use crate::people::browser;

const NAMED: &str = "https://panel.example";
const OTHER: &str = "https://evil.example";
const ALLOWED: &str = "access-control-allow-origin";

async fn opened() -> (Rig, crate::appliance::Api) {
    let origins = vec![NAMED.parse().unwrap()];
    Rig::open_to(origins).await.taken().await
}

fn header(answer: &Response, name: &str) -> Option<String> {
    let value = answer.headers().get(name)?;
    Some(value.to_str().unwrap().to_ascii_lowercase())
}

fn list(answer: &Response, name: &str) -> BTreeSet<String> {
    let text = header(answer, name).unwrap_or_default();
    text.split(',').map(|it| it.trim().to_owned()).collect()
}

/// Asks as a browser does before it lets a page send what only this method or these headers make.
async fn preflight(at: &Rig, path: &str, origin: &str, method: &Method) -> Response {
    let request = at.api().request(Method::OPTIONS, path);
    request
        .header("origin", origin)
        .header("access-control-request-method", method.as_str())
        .header("access-control-request-headers", "authorization")
        .send()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preflight_tells_the_methods_of_the_route_and_the_headers_in_use() {
    let (at, _) = opened().await;
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for route in routes() {
        if route.path.starts_with("/api/") {
            let path = route.path.replace(['{', '}'], "");
            let method = route.method.as_str().to_lowercase();
            known.entry(path).or_default().insert(method);
        }
    }
    let headers = [
        "authorization",
        "content-type",
        "idempotency-key",
        "last-event-id",
    ];
    let headers = BTreeSet::from(headers.map(str::to_owned));
    for (path, methods) in &known {
        let answer = preflight(&at, path, NAMED, &Method::GET).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(header(&answer, ALLOWED).as_deref(), Some(NAMED), "{path}");
        assert_eq!(
            &list(&answer, "access-control-allow-methods"),
            methods,
            "{path}"
        );
        assert_eq!(list(&answer, "access-control-allow-headers"), headers);
        assert!(list(&answer, "vary").contains("origin"), "{path}");
        assert_eq!(header(&answer, "access-control-allow-credentials"), None);
    }
    assert!(known.len() > 50, "{}", known.len());
    for (path, origin) in [
        ("/api/jobs/", OTHER),
        ("/api/jobs/", "null"),
        ("/api/none/", NAMED),
    ] {
        let answer = preflight(&at, path, origin, &Method::GET).await;
        assert_eq!(header(&answer, ALLOWED), None, "{path} {origin}");
    }
    // Pages are for the people before them, whoever was named.
    for path in ["/routers", "/login", "/", "/healthz"] {
        let answer = preflight(&at, path, NAMED, &Method::GET).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(header(&answer, ALLOWED), None, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_named_site_reads_answers_and_failures() {
    let (at, owner) = opened().await;
    let nobody = at.api();
    for (api, method, path, status) in [
        (&owner, Method::GET, "/api/auth/user/", 200),
        (&owner, Method::GET, "/api/routers", 200),
        (&owner, Method::GET, "/api/jobs/999/", 404),
        (&owner, Method::PUT, "/api/settings/business/", 422),
        (&owner, Method::PATCH, "/api/jobs/", 405),
        (&nobody, Method::GET, "/api/jobs/", 401),
    ] {
        for (origin, allowed) in [
            (Some(NAMED), Some(NAMED)),
            (Some(OTHER), None),
            (None, None),
        ] {
            let mut request = api.request(method.clone(), path);
            if method == Method::PUT {
                request = request.json(&json!({"name": "", "phone": "", "town": ""}));
            }
            if let Some(origin) = origin {
                request = request.header("origin", origin);
            }
            let answer = request.send().await.unwrap();
            let told = format!("{method} {path} from {origin:?}");
            assert_eq!(answer.status().as_u16(), status, "{told}");
            assert_eq!(header(&answer, ALLOWED).as_deref(), allowed, "{told}");
            // Whoever keeps answers keeps them apart, also the one without an origin.
            assert!(list(&answer, "vary").contains("origin"), "{told}");
            assert_eq!(header(&answer, "access-control-allow-credentials"), None);
            assert!(list(&answer, "access-control-expose-headers").contains("retry-after"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_named_site_signs_in_by_tokens_and_never_by_a_cookie() {
    let (at, _) = opened().await;
    let body = json!({"login": "amina", "password": PASSWORD});
    let sign_in = |origin: &'static str| {
        let request = at.api().request(Method::POST, "/api/auth/login/");
        request.json(&body).header("origin", origin)
    };
    let answer = sign_in(OTHER).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let answer = sign_in(NAMED).header("sec-fetch-site", "cross-site");
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(header(&answer, "set-cookie"), None);

    let (amina, csrf) = browser(&at, "amina").await;
    let own = amina.request(Method::GET, "/api/auth/user/");
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK);
    let crossing = amina.request(Method::GET, "/api/auth/user/");
    let crossing = crossing.header("origin", NAMED).send().await.unwrap();
    assert_eq!(crossing.status(), StatusCode::UNAUTHORIZED);
    let invite = amina
        .request(Method::POST, "/api/people/invitations/")
        .header("origin", NAMED)
        .header("x-csrf-token", csrf)
        .json(&json!({"role": "owner"}));
    assert_eq!(
        invite.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    // The form that gives a cookie is ours alone.
    let form = at
        .browser()
        .request(Method::POST, "/login")
        .header("origin", NAMED)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(crate::appliance::form(&[
            ("login", "amina"),
            ("password", PASSWORD),
        ]));
    assert_eq!(form.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}
