//! The box is set up once, from beside it.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hotspotd::http::web::Web;
use reqwest::StatusCode;
use tower::ServiceExt as _;

use crate::appliance::{PASSWORD, Rig};

#[tokio::test]
async fn step_by_step_to_the_home_page() {
    let rig = Rig::start().await;
    let browser = rig.browser();
    assert_eq!(browser.get("/").await.to, "/setup");
    assert_eq!(browser.get("/setup").await.to, "/setup/start");
    assert_eq!(
        browser.get("/setup/owner").await.to,
        "/setup/start",
        "no step before its time"
    );

    let wrong = browser
        .post(
            "/setup/start",
            &[("language", "sw"), ("code", "AAAAA-AAAAA")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("lang=\"sw\"") && wrong.text.contains("AAAAA-AAAAA"));
    let right = browser
        .post("/setup/start", &[("language", "en"), ("code", &rig.code)])
        .await;
    assert_eq!(right.to, "/setup/owner");
    assert!(
        browser.get("/setup/start").await.text.contains(&rig.code),
        "going back keeps it"
    );

    let owner = |password| {
        [
            ("name", "Amina"),
            ("login", "amina"),
            ("email", ""),
            ("password", password),
        ]
    };
    let short = browser.post("/setup/owner", &owner("short")).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text.contains("value=\"amina\"") && !short.text.contains("value=\"short\""));
    let made = browser.post("/setup/owner", &owner(PASSWORD)).await;
    assert_eq!(made.to, "/setup/business");
    assert!(made.session().is_some(), "signed in at once");

    let page = browser.get("/setup/business").await;
    assert!(page.text.contains("<title>Step 3 of 8"), "{}", page.text);
    let token = page.csrf();
    let business = [
        ("csrf_token", token.as_str()),
        ("name", "Umoja WiFi"),
        ("phone", "0712 345 678"),
        ("town", "Thika"),
        ("kra_pin", ""),
        ("currency", "KES"),
        ("zone", "Africa/Nairobi"),
    ];
    assert_eq!(
        browser.post("/setup/business", &business).await.to,
        "/setup/network"
    );
    assert!(
        browser
            .get("/setup/business")
            .await
            .text
            .contains("+254712345678"),
        "kept"
    );
    let network = browser.get("/setup/network").await;
    assert!(
        network.text.contains("--listen 0.0.0.0:8000"),
        "a failing check has its fix"
    );
    let next = browser
        .post("/setup/network", &[("csrf_token", &token)])
        .await;
    assert_eq!(next.to, "/setup/router");
    assert_eq!(
        browser
            .post("/setup/done", &[("csrf_token", &token)])
            .await
            .to,
        "/"
    );
    let home = browser.get("/").await;
    assert!(
        home.text.contains("id=\"checklist\""),
        "what is left stays in sight"
    );

    // Closed for good.
    for path in ["/setup/start", "/setup/owner"] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        assert_eq!(
            rig.browser().get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let stranger = rig.browser().get("/setup/business").await;
    assert!(stranger.to.starts_with("/login"), "{stranger:?}");
}

#[tokio::test]
async fn nobody_sets_it_up_over_the_internet() {
    let rig = Rig::start().await;
    let web = Web::new(
        std::sync::Arc::clone(rig.appliance()),
        rig.running.as_ref().unwrap().listen,
        hotspotd::http::cors::Origins::default(),
    )
    .unwrap();
    let ask = async |from: &str| {
        let from: SocketAddr = from.parse().unwrap();
        let mut request = Request::get("/setup/start").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(from));
        web.administration()
            .oneshot(request)
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(ask("41.90.1.2:4000").await, 403);
    assert_eq!(ask("192.168.88.20:4000").await, 200);
}
