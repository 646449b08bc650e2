//! The stored password of a router goes to no other machine than it went to before, unless somebody types it again.

use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::Simulator;

use crate::office::{Answer, Office, Person, secure};

const STORED: &str = "R0UTER-S3CRET";
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const TYPE_IT_AGAIN: &str = "type it again";

fn protect(simulator: &Simulator) {
    simulator.with_device(|device| {
        let from = "192.168.88.5".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let fields = [
            (".id".to_owned(), "admin".to_owned()),
            ("password".to_owned(), STORED.to_owned()),
        ];
        device.run(&admin, "/user/set", &fields).unwrap();
    });
}

/// A router with a password in care, and one of a technician's own that waits for it.
async fn rig() -> (Office, Person, Person, Simulator, Simulator, Value) {
    let (office, amina) = Office::open(true).await;
    let (router, trap) = (secure(true).await, secure(true).await);
    protect(&router);
    let body = json!({
        "name": "Gate", "host": "127.0.0.1", "port": router.tls_address().unwrap().port(),
        "tls": true, "user": "admin", "password": STORED,
    });
    let added = amina.post("/api/routers/", body).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let technician = office.person(&amina, "technician").await;
    (office, amina, technician, router, trap, added.json())
}

/// The fields that a change of a router sends, without a password.
fn same(known: &Value) -> Value {
    json!({
        "name": known["name"], "host": known["host"], "port": known["port"], "tls": known["tls"],
        "pin": known["pin"], "user": known["user"],
    })
}

fn with(body: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut body = body.clone();
    body[field] = value.into();
    body
}

/// The page's form, without a password: tried out or saved.
async fn changed(person: &Person, address: &str, tls: &str, act: &str) -> Answer {
    let fields = [
        ("name", "Gate"),
        ("address", address),
        ("user", "admin"),
        ("password", ""),
        ("tls", tls),
        ("do", act),
    ];
    person.form("/routers/1/edit", &fields).await
}

#[tokio::test]
async fn another_far_side_wants_the_password_again() {
    let (_office, amina, technician, router, trap, known) = rig().await;
    let body = same(&known);
    let (own_plain, trap_plain) = (router.address().port(), trap.address().port());
    let trap_tls = trap.tls_address().unwrap().port();
    let others = [
        (
            "port and pin",
            with(
                &with(&body, "port", trap_tls),
                "pin",
                trap.certificate_sha256().unwrap(),
            ),
        ),
        (
            "pin",
            with(&body, "pin", trap.certificate_sha256().unwrap()),
        ),
        (
            "TLS",
            with(
                &with(&with(&body, "tls", false), "port", own_plain),
                "pin",
                Value::Null,
            ),
        ),
        (
            "TLS alone",
            with(&with(&body, "tls", false), "pin", Value::Null),
        ),
        (
            "TLS and port",
            with(
                &with(&with(&body, "tls", false), "port", trap_plain),
                "pin",
                Value::Null,
            ),
        ),
    ];
    for (what, wanted) in &others {
        let put = technician.put("/api/routers/1/", wanted.clone()).await;
        assert_eq!(put.status, REFUSED, "{what}: {}", put.text);
        let fault = &put.json()["errors"][0];
        assert_eq!(fault["field"], json!("password"), "{what}: {fault}");
        assert!(put.text.contains(TYPE_IT_AGAIN), "{what}: {fault}");
        // The page has no field for the certificate; what was typed is tried out or saved.
        if wanted["tls"] == json!(true) {
            continue;
        }
        let address = format!("{}:{}", wanted["host"].as_str().unwrap(), wanted["port"]);
        for act in ["save", "test"] {
            let page = changed(&technician, &address, "plain", act).await;
            assert_eq!(page.status, REFUSED, "{what} {act}: {}", page.text);
            assert!(page.text.contains(TYPE_IT_AGAIN), "{what} {act}");
        }
    }
    assert_eq!(trap.counters().connections, 0);
    assert_eq!(same(&amina.get("/api/routers/1/").await.json()), body);

    // Its name and account may change, and with the password typed, everything.
    let renamed = with(&with(&body, "name", "Door"), "pin", Value::Null);
    let put = technician.put("/api/routers/1/", renamed).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text);
    assert_eq!(put.json()["pin"], known["pin"]);
    for (what, wanted) in &others {
        let typed = with(wanted, "password", "another");
        let put = technician.put("/api/routers/1/", typed).await;
        assert_eq!(put.status, StatusCode::OK, "{what}: {}", put.text);
    }
    // Who trusted another certificate stands in the log, whatever way it went.
    let log = amina.get("/api/audit/").await;
    assert!(log.text.contains("trust-certificate"), "{}", log.text);
}

#[tokio::test]
async fn who_proves_to_be_the_router_is_it_at_another_address_too() {
    let (_office, amina, technician, _router, trap, known) = rig().await;
    let body = same(&known);
    let moved = with(&body, "host", "localhost");
    let put = technician.put("/api/routers/1/", moved).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true), "{tested}");

    // Another machine does not have its certificate, and hears no password: neither by the API nor by the page.
    let trap_tls = trap.tls_address().unwrap().port();
    let put = technician
        .put("/api/routers/1/", with(&body, "port", trap_tls))
        .await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text);
    assert_eq!(put.json()["pin"], known["pin"]);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(
        tested["trouble"]["key"],
        json!("certificate-changed"),
        "{tested}"
    );
    let address = format!("127.0.0.1:{trap_tls}");
    let page = changed(&technician, &address, "tls", "test").await;
    assert!(page.text.contains("certificate"), "{}", page.text);
    let heard = trap.counters();
    assert!(heard.connections > 0 && heard.sentences == 0, "{heard:?}");
}

#[tokio::test]
async fn another_certificate_wants_the_password_again() {
    let (_office, amina, technician, _router, trap, known) = rig().await;
    let pin = trap.certificate_sha256().unwrap();
    let trust = async |password: &str| {
        let fields = [("pin", pin.as_str()), ("password", password)];
        technician.form("/routers/1/trust", &fields).await
    };
    let without = trust("").await;
    assert_eq!(without.status, REFUSED, "{}", without.text);
    assert!(without.text.contains(TYPE_IT_AGAIN), "{}", without.text);
    let missing = technician.form("/routers/1/trust", &[("pin", &pin)]).await;
    assert_eq!(missing.status, REFUSED, "{}", missing.text);
    assert_eq!(
        same(&amina.get("/api/routers/1/").await.json()),
        same(&known)
    );
    // The one that is trusted already changes nothing.
    let own = known["pin"].as_str().unwrap();
    let again = technician.form("/routers/1/trust", &[("pin", own)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);

    let trusted = trust("typed again").await;
    assert_eq!(trusted.status, StatusCode::SEE_OTHER, "{}", trusted.text);
    let now = amina.get("/api/routers/1/").await.json();
    assert_eq!(now["pin"], json!(pin));
    // Back at the true router: what was typed is what is sent, and nothing else is stored any more.
    let back = technician
        .form("/routers/1/trust", &[("pin", own), ("password", STORED)])
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true), "{tested}");
}

#[tokio::test]
async fn an_empty_password_is_no_secret() {
    let (_office, amina) = Office::open(true).await;
    let (router, other) = (secure(true).await, secure(true).await);
    let port = |of: &Simulator| of.tls_address().unwrap().port();
    let body = json!({"name": "Gate", "host": "127.0.0.1", "port": port(&router), "user": "admin", "password": ""});
    let added = amina.post("/api/routers/", body).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let body = with(&same(&added.json()), "port", port(&other));
    let put = amina.put("/api/routers/1/", body).await;
    assert_eq!(put.status, StatusCode::OK, "{}", put.text);
}
