//! What comes over TLS, and what only says so.

use std::net::{IpAddr, Ipv4Addr};

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::appliance::{Browser, PASSWORD, Page, Rig, form};

const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// A device beside the box, as the proxy tells of it.
const DEVICE: &str = "192.168.7.7";

/// A request as a proxy forwards it.
fn forwarded(request: RequestBuilder) -> RequestBuilder {
    let request = request.header("x-forwarded-for", format!("127.0.0.1, {DEVICE}"));
    request.header("x-forwarded-proto", "https")
}

/// Sends a form with these cookies, and keeps none.
async fn post(at: &Rig, cookies: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let browser = Browser {
        client: reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap(),
        address: at.address.clone(),
    };
    let request = browser
        .request(Method::POST, path)
        .header("origin", at.address.replace("http:", "https:"))
        .header("cookie", cookies)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(fields));
    browser.send(forwarded(request)).await
}

async fn get(at: &Rig, cookies: &str, path: &str) -> Page {
    let browser = at.browser();
    let request = browser.request(Method::GET, path).header("cookie", cookies);
    browser.send(forwarded(request)).await
}

/// The cookies of a page as a browser sends them back.
fn kept(page: &Page) -> String {
    let pairs: Vec<&str> = page
        .cookies
        .iter()
        .map(|cookie| cookie.split(';').next().unwrap())
        .collect();
    pairs.join("; ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_of_tls_go_back_over_tls_only() {
    let at = Rig::behind(vec![PROXY]).await;
    let step = [("language", "en"), ("code", at.code.as_str())];
    let begun = post(&at, "", "/setup/start", &step).await;
    let owner = [
        ("name", "Amina"),
        ("login", "amina"),
        ("password", PASSWORD),
    ];
    let owned = post(&at, &kept(&begun), "/setup/owner", &owner).await;
    assert_eq!(owned.to, "/setup/business", "{}", owned.text);
    let entered = post(
        &at,
        "",
        "/login",
        &[("login", "amina"), ("password", PASSWORD)],
    )
    .await;
    let session = kept(&entered);
    assert!(session.contains("__Host-session="), "{session}");
    assert!(session.contains("__Host-known-"), "{session}");
    let csrf = get(&at, &session, "/settings/security").await.csrf();
    let chosen = post(
        &at,
        &session,
        "/preferences",
        &[("theme", "dark"), ("csrf_token", &csrf)],
    )
    .await;
    let end = [("csrf_token", csrf.as_str())];
    let saved = post(&at, &session, "/settings/security/sessions/end", &end).await;
    let left = post(&at, &session, "/logout", &[("csrf_token", &csrf)]).await;
    let mut names = Vec::new();
    for page in [&begun, &owned, &entered, &chosen, &saved, &left] {
        assert!(!page.cookies.is_empty(), "{} {}", page.to, page.text);
        for cookie in &page.cookies {
            let (name, _) = cookie.split_once('=').unwrap();
            names.push(name.to_owned());
            assert!(name.starts_with("__Host-"), "{cookie}");
            for part in ["; Secure", "; Path=/;"] {
                assert!(format!("{cookie};").contains(part), "{cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }
    names.sort();
    names.dedup();
    assert!(names.len() >= 4, "{names:?}");
    assert!(
        get(&at, &session, "/routers")
            .await
            .to
            .starts_with("/login"),
        "signed out"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_a_plain_line_is_none_over_tls_and_the_other_way_about() {
    let at = Rig::behind(vec![PROXY]).await;
    let owner = json!({"code": at.code, "login": "amina", "name": "Amina", "password": PASSWORD});
    assert_eq!(
        at.api().post("/api/auth/register/", owner).await.status,
        201
    );
    let fields = [("login", "amina"), ("password", PASSWORD)];
    let plain = at.browser().post("/login", &fields).await;
    let token = plain.session().unwrap();
    let plain = format!("session={token}");
    assert!(get(&at, &plain, "/routers").await.to.starts_with("/login"));
    // It counts under the name that only TLS gives; nobody gave it that.
    let given = format!("{plain}; __Host-session={token}");
    assert_eq!(get(&at, &given, "/routers").await.status, 200);
    let bare = at.browser();
    let tossed = bare
        .request(Method::GET, "/routers")
        .header("cookie", format!("__Host-session={token}"));
    assert!(bare.send(tossed).await.to.starts_with("/login"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_believed_who_was_not_named() {
    let (at, owner) = Rig::owned().await;
    let fields = [("login", "amina"), ("password", PASSWORD)];
    let page = post(&at, "", "/login", &fields).await;
    assert!(page.session().is_some(), "{:?}", page.cookies);
    assert!(!page.cookies[0].contains("Secure"), "{:?}", page.cookies);
    let sessions = owner.get("/api/auth/sessions/").await.body.to_string();
    assert!(
        sessions.contains("127.0.0.1") && !sessions.contains(DEVICE),
        "{sessions}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_tells_who_asks() {
    let at = Rig::behind(vec![PROXY]).await;
    // Somebody on the internet does not set up a box, though its proxy stands beside it.
    let browser = at.browser();
    let far = |by: &str| {
        let request = browser.request(Method::GET, "/setup/start");
        request.header("x-forwarded-for", by.to_owned())
    };
    assert_eq!(
        browser.send(far("192.168.7.7, 41.90.1.2")).await.status,
        403
    );
    assert_eq!(
        browser.send(far("41.90.1.2, 192.168.7.7")).await.status,
        200
    );
    let owner = json!({"code": at.code, "login": "amina", "name": "Amina", "password": PASSWORD});
    assert_eq!(
        at.api().post("/api/auth/register/", owner).await.status,
        201
    );
    let fields = [("login", "amina"), ("password", PASSWORD)];
    let entered = post(&at, "", "/login", &fields).await;
    let page = get(&at, &kept(&entered), "/settings/security").await;
    assert!(page.text.contains(DEVICE), "{}", page.text);
    // A page without TLS of the same name is another site.
    let csrf = page.csrf();
    let request = browser
        .request(Method::POST, "/logout")
        .header("origin", at.address.clone())
        .header("cookie", kept(&entered))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(&[("csrf_token", &csrf)]));
    assert_eq!(browser.send(forwarded(request)).await.status, 403);
}
