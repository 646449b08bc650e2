//! Addresses that a box must not knock at.

use hotspotd::domain::id::RouterId;
use hotspotd::store::{router, setting};
use reqwest::StatusCode;
use serde_json::json;

use crate::office::Office;
use crate::support::shop::hap;

/// What somebody might type, and a word of what they are told.
const REFUSED: &[(&str, &str)] = &[
    ("127.0.0.1", "this machine itself"),
    ("127.8.9.10", "this machine itself"),
    ("localhost", "this machine itself"),
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
    let now = office.appliance().clock.now();
    office
        .appliance()
        .state
        .write(move |connection| setting::set(connection, "routers.public", "yes", now))
        .await
        .unwrap();
    // An edit connects to nothing.
    let edited = amina.put(&path, body).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.text);
}
