//! Routers met: by a login, by an administrator's word, by a script; and each trouble in its own words.

use reqwest::StatusCode;
use serde_json::json;
use simulator::Simulator;

use crate::forms::{copied, hidden};
use crate::office::{Office, secure};

const OK: StatusCode = StatusCode::OK;
const SEEN: &str = "192.168.88.2/32";

fn tls(simulator: &Simulator) -> String {
    format!("127.0.0.1:{}", simulator.tls_address().unwrap().port())
}

fn plain(simulator: &Simulator) -> String {
    simulator.address().to_string()
}

#[tokio::test]
async fn a_login_is_enough_and_the_certificate_is_kept() {
    let (_office, amina) = Office::open(true).await;
    let simulator = secure(true).await;
    assert_eq!(amina.get("/routers/new").await.status, OK);
    let address = tls(&simulator);
    let met = amina
        .form(
            "/routers/new",
            &[
                ("stage", "address"),
                ("address", &address),
                ("user", "admin"),
                ("password", ""),
                ("tls", "tls"),
                ("way", "login"),
            ],
        )
        .await;
    assert_eq!(met.status, OK, "{}", met.text);
    let pin = simulator.certificate_sha256().unwrap();
    assert!(met.text.contains(&pin) && met.text.contains("7.21.5"));
    assert_eq!(simulator.counters().write_sentences, 0);
    // Nothing is in care before it has a name.
    let none = amina.get("/api/routers/").await.json();
    assert_eq!(none["items"], json!([]));

    let draft = hidden(&met.text, "draft");
    let unnamed = amina
        .form(
            "/routers/new",
            &[("stage", "found"), ("draft", &draft), ("name", "")],
        )
        .await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let named = [
        ("stage", "found"),
        ("draft", draft.as_str()),
        ("name", "Gate"),
    ];
    let added = amina.form("/routers/new", &named).await;
    assert_eq!(
        (added.status, added.to.as_str()),
        (StatusCode::SEE_OTHER, "/routers/1/hotspot")
    );
    let router = amina.get("/api/routers/1/").await.json();
    assert_eq!(router["pin"], json!(pin));
    assert_eq!(router["routeros"], json!("7.21.5"));
    assert_eq!(router["identity"], json!("MikroTik"));
    // The draft is used up.
    assert_eq!(
        amina.form("/routers/new", &named).await.status,
        StatusCode::NOT_FOUND
    );
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true), "{tested}");
    for path in [
        "/routers/1",
        "/routers/1/hotspot",
        "/routers/1/edit",
        "/routers/1/preflight",
        "/routers/1/trust",
        "/routers/1/log",
    ] {
        let page = amina.get(path).await;
        assert_eq!(page.status, OK, "{path}: {}", page.text);
    }
}

#[tokio::test]
async fn every_trouble_has_its_own_words() {
    let (_office, amina) = Office::open(true).await;
    let simulator = secure(true).await;
    let dead = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let (secured, bare) = (tls(&simulator), plain(&simulator));
    let nowhere = "nowhere.invalid".to_owned();
    let mut told = Vec::new();
    for (address, password, way, status, words) in [
        (
            &secured,
            "wrong",
            "tls",
            422,
            "does not accept this name and password",
        ),
        (&secured, "", "plain", 422, "speaks with encryption"),
        (&dead, "", "tls", 502, "not on this port"),
        (&nowhere, "", "tls", 422, "nothing of the name"),
        (
            &"127.0.0.1:http".to_owned(),
            "",
            "tls",
            422,
            "a port is a number",
        ),
    ] {
        let page = amina
            .form(
                "/routers/new",
                &[
                    ("stage", "address"),
                    ("address", address),
                    ("user", "admin"),
                    ("password", password),
                    ("tls", way),
                    ("way", "login"),
                ],
            )
            .await;
        assert_eq!(page.status.as_u16(), status, "{address}: {}", page.text);
        let text = page.text.to_lowercase();
        // Where this machine has a web page or SSH, a dead port looks like a router whose API is off.
        let words = if text.contains("is switched off") {
            "is switched off"
        } else {
            words
        };
        assert!(
            text.contains(&words.to_lowercase()),
            "{words}: {}",
            page.text
        );
        assert!(page.text.contains("id=\"e-") || page.text.contains("role=\"alert\""));
        told.push(words);
        // What was typed is there again, but for the password.
        assert!(page.text.contains(&format!("value=\"{address}\"")));
        assert!(!page.text.contains("value=\"wrong\""));
    }
    told.dedup();
    assert_eq!(told.len(), 5);
    // A plain API takes the handshake for a sentence.
    let page = amina
        .form(
            "/routers/new",
            &[
                ("stage", "address"),
                ("address", &bare),
                ("user", "admin"),
                ("tls", "tls"),
                ("way", "login"),
            ],
        )
        .await;
    assert!(page.status.is_client_error() || page.status.is_server_error());
}

#[tokio::test]
async fn a_changed_certificate_is_shown_and_trusted_only_when_somebody_says_so() {
    let (_office, amina) = Office::open(true).await;
    let simulator = secure(true).await;
    let port = simulator.tls_address().unwrap().port();
    let wanted = |pin: &str| json!({"name": "Gate", "host": "127.0.0.1", "port": port, "user": "admin", "password": "", "pin": pin});
    let other = "00".repeat(32);
    let refused = amina.post("/api/routers/", wanted(&other)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    assert!(refused.text.contains("another certificate"));

    let pin = simulator.certificate_sha256().unwrap();
    let added = amina.post("/api/routers/", wanted(&pin)).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    // As if the router had been replaced since.
    let changed = amina.put("/api/routers/1/", wanted(&other)).await;
    assert_eq!(changed.status, OK, "{}", changed.text);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["trouble"]["key"], json!("certificate-changed"));
    let page = amina.get("/routers/1/trust").await;
    assert!(
        page.text.contains(&other) && page.text.contains(&pin),
        "{}",
        page.text
    );
    let trusted = amina.form("/routers/1/trust", &[("pin", &pin)]).await;
    assert_eq!(trusted.status, StatusCode::SEE_OTHER);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true));
    let page = amina.get("/routers/1/trust").await;
    assert!(!page.text.contains("btn-d"));
}

#[tokio::test]
async fn an_administrators_word_is_used_once_and_forgotten() {
    let (office, amina) = Office::open(true).await;
    let simulator = secure(false).await;
    simulator.with_device(|device| {
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        let password = [
            (".id".to_owned(), "admin".to_owned()),
            ("password".to_owned(), "BOSSWORD".to_owned()),
        ];
        device.run(&admin, "/user/set", &password).unwrap();
    });
    let (address, port) = (
        plain(&simulator),
        simulator.tls_address().unwrap().port().to_string(),
    );
    let met = amina
        .form(
            "/routers/new",
            &[
                ("stage", "address"),
                ("address", &address),
                ("user", "admin"),
                ("password", "BOSSWORD"),
                ("tls", "plain"),
                ("way", "enroll"),
                ("service_port", &port),
            ],
        )
        .await;
    assert_eq!(met.status, OK, "{}", met.text);
    assert!(
        met.text.contains("Made the account hotspotd."),
        "{}",
        met.text
    );
    let draft = hidden(&met.text, "draft");
    let added = amina
        .form(
            "/routers/new",
            &[("stage", "found"), ("draft", &draft), ("name", "Gate")],
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let router = amina.get("/api/routers/1/").await.json();
    assert_eq!(
        (router["user"].as_str(), router["tls"].as_bool()),
        (Some("hotspotd"), Some(true))
    );
    assert_eq!(
        router["pin"],
        json!(simulator.certificate_sha256().unwrap())
    );
    // Whoever changes the administrator's password does not shut hotspotd out: it has its own.
    let (_, target) =
        hotspotd::service::routers::manage::target(office.appliance(), "1".parse().unwrap())
            .await
            .unwrap();
    assert_ne!(target.credentials.password.reveal(), "BOSSWORD");
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true), "{tested}");
}

#[tokio::test]
async fn a_script_lets_hotspotd_in_once_it_was_pasted() {
    let (office, amina) = Office::open(true).await;
    let technician = office.person(&amina, "technician").await;
    let simulator = secure(false).await;
    let address = tls(&simulator);
    let made = amina
        .form(
            "/routers/new/script",
            &[("address", &address), ("from", SEEN)],
        )
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let path = made.to.clone();
    let page = amina.get(&path).await;
    let script = copied(&page.text);
    assert!(script.contains("address=192.168.88.2/32"), "{script}");
    // Each script has a password of its own, and is its maker's.
    let again = amina
        .form(
            "/routers/new/script",
            &[("address", &address), ("from", SEEN)],
        )
        .await;
    assert_ne!(copied(&amina.get(&again.to).await.text), script);
    assert_eq!(technician.get(&path).await.status, StatusCode::NOT_FOUND);

    let early = amina.form(&path, &[]).await;
    assert_eq!(early.status, StatusCode::BAD_GATEWAY);
    assert!(early.text.contains("no certificate"), "{}", early.text);
    simulator.with_device(|device| {
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        device.write_file("paste.rsc", &script);
        let file = [("file-name".to_owned(), "paste.rsc".to_owned())];
        device.run(&admin, "/import", &file).unwrap();
    });
    let met = amina.form(&path, &[]).await;
    assert_eq!(met.status, OK, "{}", met.text);
    let draft = hidden(&met.text, "draft");
    let added = amina
        .form(
            "/routers/new",
            &[("stage", "found"), ("draft", &draft), ("name", "Gate")],
        )
        .await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true), "{tested}");
    // A script that was not used is forgotten after a day.
    let pending = amina.get(&again.to).await;
    assert_eq!(pending.status, OK);
    let appliance = office.appliance();
    let id = again.to.rsplit('/').next().unwrap().parse().unwrap();
    office.pass(24 * 3_600);
    let account = appliance
        .state
        .read(|connection| {
            Ok::<_, hotspotd::store::StoreError>(connection.query_row(
                "SELECT count(*) FROM router_draft",
                [],
                |row| row.get::<_, i64>(0),
            )?)
        })
        .await
        .unwrap();
    assert_eq!(account, 1);
    let over = appliance
        .clock
        .now()
        .minus(hotspotd::domain::time::Span::from_secs(24 * 3_600));
    let found = appliance
        .state
        .read(move |connection| {
            hotspotd::store::draft::content(
                connection,
                id,
                "1".parse().unwrap(),
                "1".parse().unwrap(),
                over,
            )
        })
        .await;
    assert!(found.is_err());
}
