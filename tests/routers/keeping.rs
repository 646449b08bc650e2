//! A router under care: its name, its password, its end, its button and its log.

use reqwest::StatusCode;
use serde_json::json;
use simulator::device::DeviceMode;

use crate::office::{Office, secure, with_mode};
use crate::support::shop::hap;

const OK: StatusCode = StatusCode::OK;

#[tokio::test]
async fn a_draft_that_was_not_met_gets_no_name() {
    let (_office, amina) = Office::open(true).await;
    let made = amina
        .form(
            "/routers/new/script",
            &[("address", "127.0.0.1:9"), ("from", "")],
        )
        .await;
    let draft = made.number().to_string();
    let named = amina
        .form(
            "/routers/new",
            &[("stage", "found"), ("draft", &draft), ("name", "Gate")],
        )
        .await;
    assert_eq!(named.status, StatusCode::NOT_FOUND);
    let bad = amina
        .form(
            "/routers/new/script",
            &[("address", "127.0.0.1"), ("from", "here")],
        )
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.text.contains("id=\"e-from\""), "{}", bad.text);
}

#[tokio::test]
async fn two_routers_cannot_have_one_name_or_one_address() {
    let (_office, amina) = Office::open(true).await;
    let (simulator, other) = (hap().await, hap().await);
    amina.add(&simulator, "Gate").await;
    for (name, at, field) in [("Gate", &other, "name"), ("Door", &simulator, "host")] {
        let body = json!({"name": name, "host": "127.0.0.1", "port": at.address().port(), "tls": false, "user": "admin", "password": ""});
        let again = amina.post("/api/routers/", body).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(again.json()["errors"][0]["field"], json!(field));
    }
}

#[tokio::test]
async fn a_change_is_tried_out_with_the_stored_password() {
    let (_office, amina) = Office::open(true).await;
    let simulator = secure(true).await;
    let port = simulator.tls_address().unwrap().port();
    let body =
        json!({"name": "Gate", "host": "127.0.0.1", "port": port, "user": "admin", "password": ""});
    assert_eq!(
        amina.post("/api/routers/", body).await.status,
        StatusCode::CREATED
    );
    // With the same address, nothing is asked; and a test says who answered.
    let same = format!("127.0.0.1:{port}");
    let fields = |what: &'static str| {
        [
            ("name", "Gate 2"),
            ("address", same.as_str()),
            ("user", "admin"),
            ("password", ""),
            ("tls", "tls"),
            ("do", what),
        ]
    };
    let tested = amina.form("/routers/1/edit", &fields("test")).await;
    assert!(
        tested.status == OK && tested.text.contains("MikroTik"),
        "{}",
        tested.text
    );
    let saved = amina.form("/routers/1/edit", &fields("save")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(
        amina.get("/api/routers/1/").await.json()["name"],
        json!("Gate 2")
    );
}

#[tokio::test]
async fn a_router_is_let_go() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let asked = amina.get(&format!("/routers/{id}/remove")).await;
    assert!(asked.text.contains("Gate"));
    let gone = amina.form(&format!("/routers/{id}/remove"), &[]).await;
    assert_eq!(
        (gone.status, gone.to.as_str()),
        (StatusCode::SEE_OTHER, "/routers")
    );
    assert_eq!(
        amina.get(&format!("/api/routers/{id}/")).await.status,
        StatusCode::NOT_FOUND
    );
    // Its name is free again.
    amina.add(&simulator, "Gate").await;
}

#[tokio::test]
async fn device_mode_is_unlocked_with_somebody_at_the_button() {
    let (office, amina) = Office::open(true).await;
    let simulator = with_mode(DeviceMode::Home).await;
    let id = amina.add(&simulator, "Gate").await;
    let report = amina.get(&format!("/routers/{id}/preflight")).await;
    assert!(report.text.contains("/unlock"), "{}", report.text);
    assert_eq!(amina.get(&format!("/routers/{id}/unlock")).await.status, OK);
    let begun = amina.form(&format!("/routers/{id}/unlock"), &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let job = begun.number();
    while !simulator.press_button() {
        tokio::task::yield_now().await;
    }
    let (state, outcome) = office.job(&amina, job).await;
    assert_eq!(
        (state.as_str(), outcome.as_str()),
        ("done", "The router allows hotspot, scheduler now.")
    );
    let told = amina.get(&format!("/api/jobs/{job}/")).await.text;
    assert!(
        told.contains("Press the router's reset or mode button")
            && told.contains("The router is back."),
        "{told}"
    );
    let report = amina.get(&format!("/routers/{id}/preflight")).await;
    assert!(!report.text.contains("/unlock"));
}

#[tokio::test]
async fn the_log_is_the_routers_own() {
    let (_office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let page = amina.get(&format!("/routers/{id}/log")).await;
    assert_eq!(page.status, OK, "{}", page.text);
    simulator.stop().await;
    let page = amina.get(&format!("/routers/{id}/log")).await;
    assert!(
        page.status == OK && page.text.contains("role=\"alert\""),
        "{}",
        page.text
    );
}
