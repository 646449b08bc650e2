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
        network.text.contains("0.0.0.0:8000"),
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

    // Closed for good: whoever comes back is led on.
    for path in ["/setup/start", "/setup/owner"] {
        assert_eq!(browser.get(path).await.to, "/setup", "{path}");
        assert_eq!(rig.browser().get(path).await.to, "/setup", "{path}");
    }
    assert_eq!(browser.get("/setup").await.to, "/setup/network");
    assert_eq!(rig.browser().get("/setup").await.to, "/login?next=%2Fsetup");
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
    );
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

#[tokio::test]
async fn home_leads_through_what_is_left_of_setting_up() {
    let (rig, _) = Rig::owned().await;
    let amina = rig.browser();
    let fields = [("login", "amina"), ("password", PASSWORD)];
    assert_eq!(amina.post("/login", &fields).await.to, "/");
    let home = amina.get("/").await.text;
    let next = |page: &str| {
        let (_, rest) = page.split_once("Go on: ").unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    assert_eq!(next(&home), "Business and contacts");
    let (list, numbers) = (home.find("Finish setting up"), home.find("Routers up"));
    assert!(list < numbers, "what is to be done comes first: {home}");
    let csrf = home.split_once("name=\"csrf_token\" value=\"").unwrap().1;
    let csrf = csrf.split_once('"').unwrap().0;
    let business = [
        ("csrf_token", csrf),
        ("name", "Duka Net"),
        ("phone", "0712 345 678"),
        ("town", "Thika"),
    ];
    let saved = amina.post("/settings/business", &business).await;
    assert_eq!(saved.to, "/settings/business", "{}", saved.text);
    let home = amina.get("/").await.text;
    assert_eq!(next(&home), "First router");
    assert!(
        home.contains("class=\"btn btn-p\" href=\"/setup/router\"")
            || home.contains("href=\"&#x2F;setup&#x2F;router\""),
        "{home}"
    );
}

#[tokio::test]
async fn help_answers_in_both_languages_whoever_asks() {
    let (rig, owner) = Rig::owned().await;
    let _ = owner;
    let nobody = rig.browser();
    let topics = [
        "add", "change", "apply", "guard", "drift", "gone", "power", "data", "reach", "lost",
    ];
    for (language, words) in [
        (
            "en",
            [
                "reset-password",
                "every 10 minutes",
                "backup make --out",
                "After a power cut",
            ],
        ),
        (
            "sw",
            [
                "reset-password",
                "kila dakika 10",
                "backup make --out",
                "Baada ya umeme kukatika",
            ],
        ),
    ] {
        let request = nobody.request(reqwest::Method::GET, "/help");
        let page = nobody
            .send(request.header("accept-language", language))
            .await;
        assert_eq!(page.status, reqwest::StatusCode::OK);
        for topic in topics {
            let id = format!("id=\"help-{topic}\"");
            assert!(page.text.contains(&id), "{language}: {topic}");
            assert!(page.text.contains(&format!("href=\"#help-{topic}\"")));
        }
        for word in words {
            assert!(
                page.text.contains(word),
                "{language}: {word}: {}",
                page.text
            );
        }
        // Where this device has come, and nothing of the box that only owners may know.
        assert!(
            page.text.contains(&rig.address.replace('/', "&#x2F;")),
            "{}",
            page.text
        );
        let folder = rig.folder.display().to_string().replace('/', "&#x2F;");
        assert!(!page.text.contains(&folder), "{}", page.text);
    }
    let amina = rig.browser();
    let fields = [("login", "amina"), ("password", PASSWORD)];
    amina.post("/login", &fields).await;
    let folder = rig.folder.display().to_string().replace('/', "&#x2F;");
    assert!(amina.get("/help").await.text.contains(&folder));
}
