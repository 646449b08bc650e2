//! Forms come from our own pages only.

use reqwest::{Method, StatusCode};

use crate::appliance::{Browser, PASSWORD, Page, Rig, form};

async fn enter(rig: &Rig, login: &str) -> Browser {
    let browser = rig.browser();
    let page = browser
        .post("/login", &[("login", login), ("password", PASSWORD)])
        .await;
    assert_eq!(
        (page.status, page.to.as_str()),
        (StatusCode::SEE_OTHER, "/"),
        "{}",
        page.text
    );
    browser
}

/// Sends the form that invites, from some place.
async fn invite(browser: &Browser, token: &str, headers: &[(&str, &str)]) -> Page {
    let fields = [("csrf_token", token), ("role", "viewer"), ("email", "")];
    let mut request = browser
        .request(Method::POST, "/people/new")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(&fields));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request).await
}

#[tokio::test]
async fn a_form_needs_its_sessions_token_and_our_own_origin() {
    let (rig, owner) = Rig::owned().await;
    rig.person(&owner, "baraka", "owner").await;
    let amina = enter(&rig, "amina").await;
    let baraka = enter(&rig, "baraka").await;
    let token = amina.get("/people/new").await.csrf();
    let others = baraka.get("/people/new").await.csrf();
    assert_ne!(token, others);

    let cross = [
        ("origin", "http://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    assert_eq!(
        invite(&amina, &token, &cross).await.status,
        StatusCode::FORBIDDEN
    );
    let origin = [("origin", "http://evil.example")];
    assert_eq!(
        invite(&amina, &token, &origin).await.status,
        StatusCode::FORBIDDEN
    );
    for wrong in ["", "wrong", others.as_str()] {
        let page = invite(&amina, wrong, &[]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{wrong}");
        assert!(page.text.contains("<html"), "a page for a person");
    }
    let right = invite(&amina, &token, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(right.status, StatusCode::OK);
    assert!(right.text.contains("invitation?token="));
    let list = owner.get("/api/people/").await;
    assert_eq!(list.body["invitations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_cookie_does_not_serve_the_api_without_its_token() {
    let (rig, _owner) = Rig::owned().await;
    let amina = enter(&rig, "amina").await;
    let json = r#"{"role": "viewer"}"#;
    let ask = |token: Option<String>| {
        let request = amina
            .request(Method::POST, "/api/people/invitations/")
            .header("content-type", "application/json")
            .body(json);
        match token {
            Some(token) => request.header("x-csrf-token", token),
            None => request,
        }
    };
    assert_eq!(amina.send(ask(None)).await.status, StatusCode::FORBIDDEN);
    let token = amina.get("/people/new").await.csrf();
    assert_eq!(
        amina.send(ask(Some(token))).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn every_page_of_people_and_settings_is_there() {
    let (rig, owner) = Rig::owned().await;
    let otieno = rig.person(&owner, "otieno", "viewer").await.id().await;
    let amina = enter(&rig, "amina").await;
    let person = format!("/people/{otieno}");
    let lock = format!("/people/{otieno}/lock");
    for path in [
        "/",
        "/people",
        "/people/new",
        &person,
        &lock,
        "/settings/business",
        "/settings/mail",
        "/settings/routers",
        "/settings/security",
        "/audit",
        "/audit?q=sign-in",
        "/help",
        "/about",
        "/setup/business",
        "/setup/network",
        "/setup/router",
        "/setup/hotspot",
        "/setup/payments",
        "/setup/voucher",
    ] {
        let page = amina.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        assert!(page.text.contains("</html>"), "{path}");
    }
    let csv = amina.get("/audit.csv").await;
    assert!(csv.text.starts_with("at,who,what"), "{}", csv.text);
    let diagnostics = amina.get("/help/diagnostics").await;
    assert!(diagnostics.text.contains("\"version\""));

    // What a person does there works without scripts.
    let token = amina.get(&person).await.csrf();
    let changed = amina
        .post(
            &person,
            &[
                ("csrf_token", &token),
                ("name", "Otieno O"),
                ("role", "technician"),
            ],
        )
        .await;
    assert_eq!(changed.to, person);
    let list = owner.get("/api/people/").await;
    assert!(list.body.to_string().contains("technician"));
    let locked = amina.post(&lock, &[("csrf_token", &token)]).await;
    assert_eq!(locked.status, StatusCode::SEE_OTHER);
    assert!(amina.get(&person).await.text.contains("/unlock"));
    let business = [
        ("csrf_token", token.as_str()),
        ("name", "Umoja WiFi"),
        ("phone", "07"),
        ("town", "Thika"),
    ];
    let again = amina.post("/settings/business", &business).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("Umoja WiFi"), "what was typed stays");
}

#[tokio::test]
async fn a_second_factor_is_set_up_on_its_page() {
    let (rig, _) = Rig::owned().await;
    let amina = enter(&rig, "amina").await;
    let token = amina.get("/settings/security").await.csrf();
    let fields = [("csrf_token", token.as_str()), ("totp_password", PASSWORD)];
    let shown = amina.post("/settings/security/totp/start", &fields).await;
    assert!(shown.text.contains("<svg width=\"200\""), "{}", shown.text);
    let (_, rest) = shown.text.split_once("id=\"secret\"").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let secret = rest.split_once('<').unwrap().0;
    let code = crate::life::code_of(secret, rig.clock.now());
    let wrong = [("csrf_token", token.as_str()), ("code", "000000")];
    let again = amina.post("/settings/security/totp", &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains(secret), "the same code to scan");
    let right = [("csrf_token", token.as_str()), ("code", code.as_str())];
    let on = amina.post("/settings/security/totp", &right).await;
    assert!(on.text.contains("id=\"codes\""), "{}", on.text);
    assert!(
        !amina
            .get("/settings/security")
            .await
            .text
            .contains("id=\"codes\""),
        "shown once"
    );
}
