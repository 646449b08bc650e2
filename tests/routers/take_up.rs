//! A router that was reset, or another in its place, is met at the address of one under care, and taken up again.

use reqwest::StatusCode;
use serde_json::json;

use crate::forms::hidden;
use crate::office::{Answer, Office, Person, secure};

/// Meets the router at this address by its administrator, who has no password. `again`: what of it is in care may be reached otherwise.
async fn met(amina: &Person, address: &str, port: &str, again: &str) -> Answer {
    let fields = [
        ("stage", "address"),
        ("address", address),
        ("user", "admin"),
        ("password", ""),
        ("tls", "plain"),
        ("way", "enroll"),
        ("service_port", port),
        ("again", again),
    ];
    amina.form("/routers/new", &fields).await
}

/// Gives what was met a name, and with that into care.
async fn named(amina: &Person, draft: &str, name: &str) -> Answer {
    let fields = [("stage", "found"), ("draft", draft), ("name", name)];
    amina.form("/routers/new", &fields).await
}

/// Has this router be taken up again as what was met.
async fn taken_up(amina: &Person, draft: &str, router: &str) -> Answer {
    let fields = [("stage", "again"), ("draft", draft), ("router", router)];
    amina.form("/routers/new", &fields).await
}

#[tokio::test]
async fn a_router_that_was_reset_is_taken_up_again_at_its_address() {
    let (_office, amina) = Office::open(true).await;
    let simulator = secure(false).await;
    let (address, port) = (
        simulator.address().to_string(),
        simulator.tls_address().unwrap().port().to_string(),
    );
    let first = met(&amina, &address, &port, "").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    let draft = hidden(&first.text, "draft");
    let added = named(&amina, &draft, "Gate").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);

    // Before anything is done to it, it is asked whether it is that one; nothing has changed.
    let writes = simulator.counters().write_sentences;
    let asked = met(&amina, &address, &port, "").await;
    assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.text);
    assert!(asked.text.contains("Gate is at this address already"));
    assert_eq!(hidden(&asked.text, "again"), "yes");
    assert_eq!(simulator.counters().write_sentences, writes);

    // Reset: hotspotd's account is gone.
    simulator.with_device(|device| {
        let from = "192.168.88.5".parse().unwrap();
        let admin = device.authenticate("admin", "", from).unwrap();
        let account = [(".id".to_owned(), "hotspotd".to_owned())];
        device.run(&admin, "/user/remove", &account).unwrap();
    });
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(false), "{tested}");

    let again = met(&amina, &address, &port, "yes").await;
    assert!(
        again.text.contains("Gate is at this address already")
            && !again.text.contains("id=\"f-name\""),
        "{}",
        again.text
    );
    let draft = hidden(&again.text, "draft");
    // It is no second one, by whatever name.
    let refused = named(&amina, &draft, "Another").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("is at this address already"),
        "{}",
        refused.text
    );
    // Nor another one that is taken for it.
    let none = taken_up(&amina, &draft, "2").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND, "{}", none.text);
    assert_eq!(hidden(&again.text, "router"), "1");
    let done = taken_up(&amina, &draft, "1").await;
    assert_eq!(done.to, "/routers/1/changes", "{}", done.text);
    let tested = amina.post("/api/routers/1/test/", json!({})).await.json();
    assert_eq!(tested["reached"], json!(true), "{tested}");
    let all = amina.get("/api/routers/").await.json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "{all}");
    assert_eq!(all["items"][0]["name"], json!("Gate"));
    // What was met once is used once.
    let twice = taken_up(&amina, &draft, "1").await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND, "{}", twice.text);
}
