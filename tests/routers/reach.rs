//! Addresses that a box must not knock at.

use hotspotd::domain::id::RouterId;
use hotspotd::store::router;
use reqwest::StatusCode;
use serde_json::json;

use crate::office::Office;
use crate::support::shop::hap;

/// What somebody might type, and a word of what they are told.
const REFUSED: &[(&str, &str)] = &[
    ("127.0.0.1", "this machine itself"),
    ("127.8.9.10", "this machine itself"),
    ("localhost", "this machine itself"),
    // What the system's own reading of names makes an address of.
    ("127.1", "this machine itself"),
    ("0x7f000001", "this machine itself"),
    ("0177.0.0.1", "this machine itself"),
    ("2130706433", "this machine itself"),
    ("2852039166", "gives itself"),
    ("[::1]", "this machine itself"),
    ("::ffff:127.0.0.1", "this machine itself"),
    ("0.0.0.0", "no router can have"),
    ("169.254.169.254", "gives itself"),
    ("fe80::1", "gives itself"),
    ("1.1.1.1", "of the internet"),
    ("41.90.64.1", "of the internet"),
    ("2606:4700::1111", "of the internet"),
    ("224.0.0.1", "no router can have"),
    ("255.255.255.255", "no router can have"),
    ("64:ff9b::7f00:1", "no router can have"),
    ("2002:7f00:1::1", "no router can have"),
    ("nowhere.invalid", "Nothing of the name"),
    ("http://192.168.88.1/", "write the router's address"),
    ("", "write the router's address"),
];

#[tokio::test]
async fn nothing_is_connected_to_that_is_no_router_of_the_local_network() {
    let (_office, amina) = Office::open(false).await;
    let simulator = hap().await;
    let port = simulator.address().port();
    for (host, words) in REFUSED {
        let body = json!({"name": "Gate", "host": host, "port": port, "tls": false, "user": "admin", "password": ""});
        let added = amina.post("/api/routers/", body).await;
        assert_eq!(
            added.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{host}: {}",
            added.text
        );
        let fault = &added.json()["errors"][0];
        assert_eq!(fault["field"], json!("host"), "{host}: {fault}");
        assert!(
            fault["message"].as_str().unwrap().contains(words),
            "{host}: {fault}"
        );

        let address = if host.contains(':') && !host.starts_with(['[', 'h']) {
            format!("[{host}]:{port}")
        } else {
            (*host).to_owned()
        };
        for (path, way) in [
            ("/routers/new", "login"),
            ("/routers/new", "enroll"),
            ("/routers/new/script", ""),
        ] {
            let page = amina
                .form(
                    path,
                    &[
                        ("stage", "address"),
                        ("address", &address),
                        ("user", "admin"),
                        ("password", ""),
                        ("tls", "plain"),
                        ("way", way),
                    ],
                )
                .await;
            assert_eq!(
                page.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{host} {way}: {}",
                page.text
            );
        }
    }
    assert_eq!(simulator.counters().connections, 0);
}

#[tokio::test]
async fn what_is_in_care_is_asked_about_again_each_time() {
    let (office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let appliance = office.appliance();
    let number = RouterId::new(id).unwrap();
    // As if a name led somewhere else since: it stands there, and is refused when it is used.
    for host in ["169.254.169.254", "41.90.64.1"] {
        let way = move |connection: &hotspotd::store::Connection| {
            let way = router::Way {
                name: "Gate",
                host,
                port: 8728,
                tls: false,
                pin: None,
                user: "admin",
            };
            router::set_way(connection, number, &way)
        };
        appliance.state.write(way).await.unwrap();
        let test = amina
            .post(&format!("/api/routers/{id}/test/"), json!({}))
            .await;
        assert_eq!(test.status, StatusCode::BAD_GATEWAY, "{}", test.text);
        let diff = amina.get(&format!("/api/routers/{id}/diff/")).await;
        assert_eq!(diff.status, StatusCode::BAD_GATEWAY, "{}", diff.text);
        let known = amina.get(&format!("/api/routers/{id}/")).await.json();
        assert!(known["trouble"].as_str().unwrap().contains(host), "{known}");
    }
}

#[tokio::test]
async fn the_internet_is_allowed_by_a_setting() {
    let (office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let body = json!({"name": "Gate", "host": "41.90.64.1", "user": "admin", "password": "x"});
    let path = format!("/api/routers/{id}/");
    assert_eq!(
        amina.put(&path, body.clone()).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let setting = "/api/settings/routers/";
    let before = amina.get(setting).await.json();
    assert_eq!(before["public_addresses"], json!(false));
    for (role, status) in [("technician", 403), ("viewer", 403)] {
        let other = office.person(&amina, role).await;
        let tried = other.put(setting, with(&before, true)).await;
        assert_eq!(tried.status.as_u16(), status, "{role}: {}", tried.text);
    }
    let allowed = amina.put(setting, with(&before, true)).await;
    assert_eq!(allowed.json()["public_addresses"], json!(true));
    // Once more changes nothing, so nothing is noted.
    amina.put(setting, with(&before, true)).await;
    // An edit connects to nothing.
    let edited = amina.put(&path, body.clone()).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.text);

    // By the page it is taken back, and the page says what is so.
    let page = amina.get("/settings/routers").await;
    let ticked = "name=\"public_addresses\" value=\"yes\" checked";
    assert!(page.text.contains(ticked), "{}", page.text);
    let every = before["every_minutes"].to_string();
    let saved = amina
        .form("/settings/routers", &[("every_minutes", &every)])
        .await;
    assert_eq!(saved.to, "/settings/routers", "{}", saved.text);
    assert!(!amina.get("/settings/routers").await.text.contains(ticked));
    let refused = amina.put(&path, body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let test = amina.post(&format!("{path}test/"), json!({})).await;
    assert_eq!(test.status, StatusCode::BAD_GATEWAY, "{}", test.text);

    let audit = amina.get("/api/audit/?limit=200").await.json();
    let noted: Vec<&str> = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["subject"] == json!("router addresses"))
        .map(|it| it["detail"].as_str().unwrap())
        .collect();
    assert_eq!(
        noted,
        [
            "only private addresses are allowed",
            "addresses of the internet are allowed"
        ]
    );
}

/// The settings with this answer to the one question.
fn with(settings: &serde_json::Value, public: bool) -> serde_json::Value {
    let mut settings = settings.clone();
    settings["public_addresses"] = json!(public);
    settings
}
