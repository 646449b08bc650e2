//! Secrets of routers: kept, used, and never told.

use hotspotd::http::routes::routes;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::forms::{fields, pairs, set};
use crate::office::{Office, secure};
use crate::support::logged::Logged;

const ROUTER: &str = "R0UTER-S3CRET";
const PPPOE: &str = "PPP0E-S3CRET";
const KEY: &str = "U0VDUkVUU0VDUkVUU0VDUkVUU0VDUkVUU0VDUkVUU0U=";

#[tokio::test]
async fn no_page_answer_audit_line_or_log_tells_a_secret() {
    let log = Logged::default();
    // Another test of this program may have been first; then its log is read by nobody, and this one is empty.
    let _ = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_writer(log.clone())
        .try_init();
    let (office, amina) = Office::open(true).await;
    let simulator = secure(true).await;
    simulator.with_device(|device| {
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        let fields = [
            (".id".to_owned(), "admin".to_owned()),
            ("password".to_owned(), ROUTER.to_owned()),
        ];
        device.run(&admin, "/user/set", &fields).unwrap();
    });
    let port = simulator.tls_address().unwrap().port();
    let body = json!({"name": "Gate", "host": "127.0.0.1", "port": port, "user": "admin", "password": ROUTER});
    let added = amina.post("/api/routers/", body).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);

    let mut texts = vec![added.text];
    let page = amina.get("/routers/1/hotspot").await;
    let mut form = fields(&page.text, "/routers/1/hotspot");
    for (field, value) in [
        ("wan.mode", "pppoe"),
        ("wan.user", "duka@isp"),
        ("wan.password", PPPOE),
        ("on.wireguard", "yes"),
        ("wireguard.address", "10.99.0.2/24"),
        ("wireguard.private_key", KEY),
        (
            "wireguard.peer_public_key",
            "Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym94Ym8=",
        ),
        ("wireguard.peer_host", "box.example.com"),
        ("wireguard.peer_port", "13231"),
        ("wireguard.allowed", "10.99.0.1/32"),
        ("do", "save"),
    ] {
        set(&mut form, field, value);
    }
    // A form with a fault shows what was typed, but for what is secret.
    let mut wrong = form.clone();
    set(&mut wrong, "site.time_zone", "not a zone");
    let refused = amina.form("/routers/1/hotspot", &pairs(&wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    texts.push(refused.text);
    let saved = amina.form("/routers/1/hotspot", &pairs(&form)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let wrong_edit = [
        ("name", ""),
        ("address", "127.0.0.1"),
        ("user", "admin"),
        ("password", ROUTER),
        ("tls", "tls"),
        ("do", "save"),
    ];
    texts.push(amina.form("/routers/1/edit", &wrong_edit).await.text);

    let diff = amina.get("/api/routers/1/diff/").await;
    assert_eq!(diff.status, StatusCode::OK, "{}", diff.text);
    let change = diff.json()["hash"].clone();
    let agreed = json!({"change": change, "take_over": true, "rotate_secrets": true});
    let asked = amina.post("/api/routers/1/apply/", agreed).await.json();
    let (_, outcome) = office.job(&amina, asked["job"].as_i64().unwrap()).await;
    texts.push(outcome);
    let export = amina.post("/api/routers/1/export/", json!({})).await.json();
    office.job(&amina, export["job"].as_i64().unwrap()).await;

    let mut read = 0;
    for route in routes() {
        // The configuration as a file holds what the router is given; who takes it away is noted.
        let given_away = route.path.contains("download") || route.path.ends_with(".rsc");
        if route.method != Method::GET || given_away || route.path.ends_with("/events") {
            continue;
        }
        let path = route
            .path
            .replace("{export}", "1")
            .replace("{number}", "1")
            .replace("{id}", "1")
            .replace("{*path}", "x");
        let answer = amina.get(&path).await;
        if answer.status == StatusCode::OK {
            read += 1;
        }
        texts.push(format!("{path}: {}", answer.text));
    }
    assert!(read > 30, "{read}");
    texts.push(amina.get("/api/audit/?limit=200").await.text);
    texts.push(log.text());
    for text in &texts {
        for secret in [ROUTER, PPPOE, KEY] {
            let place: String = text.chars().take(200).collect();
            assert!(!text.contains(secret), "{secret} in {place}");
        }
    }
    // What is on the disk is sealed.
    let folder = std::fs::read_dir(office.appliance().data()).unwrap();
    for entry in folder.flatten().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in [ROUTER, PPPOE, KEY] {
            assert!(!text.contains(secret), "{secret} in {:?}", entry.path());
        }
    }
}
