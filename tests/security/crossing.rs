//! Requests that come from another site, and answers that lead to one.

use reqwest::{Method, RequestBuilder, StatusCode};

use crate::appliance::{Browser, PASSWORD, Rig, form};
use crate::people::{browser, peopled};

const FORM: &str = "application/x-www-form-urlencoded";

fn posted(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
    browser
        .request(Method::POST, path)
        .header("content-type", FORM)
        .body(form(fields))
}

async fn status(request: RequestBuilder) -> StatusCode {
    request.send().await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_another_site_changes_nothing() {
    let (at, _) = peopled().await;
    let (amina, csrf) = browser(&at, "amina").await;
    let (_, of_another) = browser(&at, "technician").await;
    let (_, of_another_session) = browser(&at, "amina").await;
    let good = [("csrf_token", csrf.as_str()), ("theme", "dark")];
    let ask = || posted(&amina, "/preferences", &good);
    // The same browser in each case, with its cookie.
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "whatever"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "https://127.0.0.1"),
        ("origin", ""),
    ] {
        let crossing = status(ask().header(name, value)).await;
        assert_eq!(crossing, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    for token in ["", "x", of_another.as_str(), of_another_session.as_str()] {
        let fields = [("csrf_token", token), ("theme", "dark")];
        let ask = posted(&amina, "/preferences", &fields);
        assert_eq!(status(ask).await, StatusCode::FORBIDDEN, "{token:?}");
    }
    let without = posted(&amina, "/preferences", &[("theme", "dark")]);
    assert_eq!(status(without).await, StatusCode::FORBIDDEN);
    let own = ask().header("origin", at.address.clone());
    assert_eq!(status(own).await, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_alone_does_not_open_the_api() {
    let (at, _) = peopled().await;
    let (amina, csrf) = browser(&at, "amina").await;
    let invite = || {
        let request = amina.request(Method::POST, "/api/people/invitations/");
        request
            .header("content-type", "application/json")
            .body(r#"{"role":"owner"}"#)
    };
    assert_eq!(status(invite()).await, StatusCode::FORBIDDEN);
    // What a form of another site can send without being asked before.
    for kind in ["text/plain", FORM, "multipart/form-data; boundary=x"] {
        let request = amina
            .request(Method::POST, "/api/people/invitations/")
            .header("content-type", kind)
            .body(r#"{"role":"owner"}"#);
        let answer = status(request).await;
        assert_eq!(answer, StatusCode::FORBIDDEN, "{kind}");
    }
    // A header that lets nobody in does not stand for the token.
    for value in ["Basic YTpi", "Bearer", "nonsense"] {
        let answer = status(invite().header("authorization", value)).await;
        assert!(
            answer == StatusCode::FORBIDDEN || answer == StatusCode::UNAUTHORIZED,
            "{value}: {answer}"
        );
    }
    let good = status(invite().header("x-csrf-token", &csrf)).await;
    assert_eq!(good, StatusCode::CREATED);
    let foreign = invite()
        .header("x-csrf-token", &csrf)
        .header("origin", "http://evil.example");
    assert_eq!(status(foreign).await, StatusCode::FORBIDDEN);
}

/// Signing somebody in to the attacker's account is an attack too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_signed_in_from_another_site() {
    let (at, _) = Rig::owned().await;
    let fields = [("login", "amina"), ("password", PASSWORD)];
    let crossing = posted(&at.browser(), "/login", &fields).header("sec-fetch-site", "cross-site");
    let answer = crossing.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(answer.headers().get("set-cookie").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_sites_are_closed_out_of_the_api() {
    let (at, owner) = Rig::owned().await;
    for path in ["/api/auth/user/", "/api/jobs/", "/healthz", "/login"] {
        let asked = owner
            .request(Method::GET, path)
            .header("origin", "http://evil.example");
        let answer = asked.send().await.unwrap();
        let opened = answer
            .headers()
            .keys()
            .find(|name| name.as_str().starts_with("access-control"));
        assert_eq!(opened, None, "{path}");
    }
    let _ = at;
}

/// Where pages lead after signing in, and after a choice of language.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_led_to_another_site() {
    let (at, _) = Rig::owned().await;
    let (amina, csrf) = browser(&at, "amina").await;
    for wanted in [
        "http://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "/\r\nset-cookie: session=x",
        " //evil.example",
        "javascript:alert(1)",
        "/\u{0}/evil.example",
        "evil.example",
        "/ü",
        "",
    ] {
        at.pass(60);
        let fields = [("login", "amina"), ("password", PASSWORD), ("next", wanted)];
        let page = at.browser().post("/login", &fields).await;
        assert_eq!(
            (page.status.as_u16(), page.to.as_str()),
            (303, "/"),
            "{wanted:?}"
        );
        assert_eq!(page.cookies.len(), 2, "{wanted:?}: {:?}", page.cookies);
        let query = form(&[("next", wanted)]);
        let page = amina.get(&format!("/login?{query}")).await;
        assert_eq!(
            (page.status.as_u16(), page.to.as_str()),
            (303, "/"),
            "{wanted:?}"
        );
        let fields = [
            ("csrf_token", csrf.as_str()),
            ("theme", "dark"),
            ("return", wanted),
        ];
        let page = amina.post("/preferences", &fields).await;
        assert_eq!(
            (page.status.as_u16(), page.to.as_str()),
            (303, "/"),
            "{wanted:?}"
        );
    }
    let page = amina.get("/login?next=%2Frouters%3Fsearch%3Da").await;
    assert_eq!(page.to, "/routers?search=a");
    // What comes back from a page that needs signing in is a path of ours, whatever was asked for.
    let page = at.browser().get("//evil.example/%0d%0aset-cookie:x").await;
    assert!(
        page.cookies.is_empty() && !page.to.starts_with("//"),
        "{page:?}"
    );
}
