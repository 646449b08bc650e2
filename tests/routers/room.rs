//! With too little room on the disk nothing new is begun, and what was begun goes on.

use hotspotd::domain::room::{LOW, TIGHT};
use hotspotd::service::disk;
use reqwest::StatusCode;
use serde_json::json;

use crate::office::Office;
use crate::support::furnished;
use crate::support::shop::hap;
use crate::support::sites::basic;

#[tokio::test]
async fn nothing_new_is_begun_and_what_was_begun_goes_on() {
    let (office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let appliance = office.appliance();
    let id = amina.add(&simulator, "Gate").await;
    let number = hotspotd::domain::id::RouterId::new(id).unwrap();
    let owner = furnished::actor(appliance).await;
    furnished::describe(appliance, &owner, number, &basic()).await;
    let path = |rest: &str| format!("/api/routers/{id}/{rest}");
    let diff = amina.get(&path("diff/")).await.json();
    let agreed = json!({"change": diff["hash"], "take_over": true});

    let asked = amina.post(&path("apply/"), agreed.clone()).await;
    disk::note(appliance, LOW - 1);
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
    let job = asked.json()["job"].as_i64().unwrap();
    let (state, outcome) = office.job(&amina, job).await;
    assert_eq!(state, "done", "{outcome}");

    // The disk is looked at every minute; here it has little room from now on.
    let jobs = async || amina.get(&path("jobs/?limit=200")).await.json()["items"].clone();
    let before = jobs().await;
    for (rest, body) in [
        ("apply/", agreed.clone()),
        ("drift/put-back/", agreed.clone()),
        (
            "rollback/",
            json!({"configuration": 1, "change": diff["hash"]}),
        ),
        ("verify/", json!({})),
        ("export/", json!({})),
    ] {
        disk::note(appliance, LOW - 1);
        let refused = amina.post(&path(rest), body).await;
        let told = format!("{rest}: {}", refused.text);
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{told}");
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(
            detail.starts_with("The disk has less than 64 MiB left"),
            "{told}"
        );
    }
    assert_eq!(jobs().await, before);
    disk::note(appliance, LOW - 1);
    let page = amina.form(&format!("/routers/{id}/backups"), &[]).await;
    assert_eq!(
        page.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        page.text
    );
    assert!(page.text.contains("less than 64 MiB left"), "{}", page.text);

    // A router is put back whatever the disk has; here no guard stands, so there is nothing to put back.
    disk::note(appliance, LOW - 1);
    let undo = amina.post(&path("rollback/"), json!({})).await;
    assert_eq!(undo.status, StatusCode::ACCEPTED, "{}", undo.text);
    let job = undo.json()["job"].as_i64().unwrap();
    let (_, outcome) = office.job(&amina, job).await;
    assert!(outcome.contains("nothing to undo"), "{outcome}");

    disk::note(appliance, TIGHT);
    let verified = amina.post(&path("verify/"), json!({})).await;
    assert_eq!(verified.status, StatusCode::ACCEPTED, "{}", verified.text);
}
