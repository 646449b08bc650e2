//! The routers' own exports: kept whenever they have changed, and compared.

use std::time::Duration;

use hotspotd::domain::id::RouterId;
use hotspotd::service::jobs;
use hotspotd::service::routers::backups;
use reqwest::StatusCode;
use serde_json::json;
use simulator::Simulator;

use crate::office::{Office, Person};
use crate::support::shop::hap;

fn rename(simulator: &Simulator, name: &str) {
    simulator.with_device(|device| {
        let admin = device
            .authenticate("admin", "", "192.168.88.5".parse().unwrap())
            .unwrap();
        let fields = [("name".to_owned(), name.to_owned())];
        device.run(&admin, "/system/identity/set", &fields).unwrap();
    });
}

async fn back_up(office: &Office, person: &Person, id: i64) -> String {
    let begun = person.form(&format!("/routers/{id}/backups"), &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let (state, outcome) = office.job(person, begun.number()).await;
    assert_eq!(state, "done", "{outcome}");
    outcome
}

#[tokio::test]
async fn what_has_changed_is_kept_and_what_has_not_is_only_noted() {
    let (office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let list = format!("/api/routers/{id}/exports/");
    assert!(
        amina
            .get(&format!("/routers/{id}/backups"))
            .await
            .text
            .contains("empty")
    );
    assert!(back_up(&office, &amina, id).await.starts_with("Saved"));
    let first = amina.get(&list).await.json()["items"][0].clone();
    office.pass(60);
    assert!(back_up(&office, &amina, id).await.contains("last backup"));
    let noted = amina.get(&list).await.json();
    assert_eq!(noted["items"].as_array().unwrap().len(), 1);
    assert_eq!(noted["items"][0]["at"], first["at"]);
    assert_ne!(noted["items"][0]["seen_at"], first["seen_at"]);

    rename(&simulator, "Duka");
    // The API makes one too.
    let asked = amina
        .post(&format!("/api/routers/{id}/export/"), json!({}))
        .await;
    assert_eq!(asked.status, StatusCode::ACCEPTED);
    assert_eq!(
        office
            .job(&amina, asked.json()["job"].as_i64().unwrap())
            .await
            .0,
        "done"
    );
    let one = amina.get(&format!("{list}?limit=1")).await.json();
    assert_eq!(one["items"][0]["id"], json!(2));
    let rest = amina
        .get(&format!("{list}?limit=1&cursor={}", one["next"]))
        .await
        .json();
    assert_eq!(
        (rest["items"][0]["id"].clone(), rest["next"].clone()),
        (json!(1), json!(null))
    );

    let diff = amina
        .get(&format!("/routers/{id}/backups/diff?one=1&other=2"))
        .await;
    assert!(
        diff.status == StatusCode::OK && diff.text.contains("<ins>set name=Duka"),
        "{}",
        diff.text
    );
    let page = amina.get(&format!("/routers/{id}/backups/2")).await;
    assert!(page.text.contains("set name=Duka"), "{}", page.text);
    let file = amina.get(&format!("/routers/{id}/backups/2.rsc")).await;
    let api = amina.get(&format!("{list}2/")).await;
    assert!(file.text.contains("set name=Duka") && file.text == api.text);
    let listed = amina.get(&format!("/routers/{id}/backups")).await;
    assert!(
        listed
            .text
            .contains(&format!("/routers/{id}/backups/2.rsc")),
        "{}",
        listed.text
    );
    // Nothing of ours is left on the router.
    let left = simulator.with_device(|device| device.rows("/file"));
    assert!(!left.iter().any(|row| {
        row.get("name")
            .is_some_and(|name| name.starts_with("hd-export"))
    }));
    for gone in [
        "/routers/1/backups/9",
        "/routers/1/backups/x",
        "/routers/1/backups/diff?one=1&other=9",
        "/api/routers/1/exports/9/",
    ] {
        assert_eq!(
            amina.get(gone).await.status,
            StatusCode::NOT_FOUND,
            "{gone}"
        );
    }
}

#[tokio::test]
async fn every_night_each_router_is_saved_once() {
    let (office, amina) = Office::open(true).await;
    let (one, other) = (hap().await, hap().await);
    let ids = [
        amina.add(&one, "Gate").await,
        amina.add(&other, "Market").await,
    ];
    assert_eq!(
        backups::nightly(office.appliance(), Duration::ZERO)
            .await
            .unwrap(),
        2
    );
    for id in ids {
        let jobs = amina.get(&format!("/api/routers/{id}/jobs/")).await.json();
        let job = &jobs["items"][0];
        assert_eq!(
            (job["kind"].clone(), job["author"].clone()),
            (json!("export"), json!("hotspotd"))
        );
        assert_eq!(
            office.job(&amina, job["id"].as_i64().unwrap()).await.0,
            "done"
        );
    }
    // A restart of the program begins its schedules anew, and is no new night.
    let again = backups::nightly(office.appliance(), Duration::ZERO);
    assert_eq!(again.await.unwrap(), 0);
    office.pass(86_400);
    // A router that does not answer fails by itself, and does not hold the others up.
    one.stop().await;
    assert_eq!(
        backups::nightly(office.appliance(), Duration::ZERO)
            .await
            .unwrap(),
        2
    );
    // The session of yesterday has ended meanwhile, so the jobs are asked for where they are kept.
    let appliance = office.appliance();
    let mut states = Vec::new();
    for id in ids {
        let mut happened = appliance.happened.subscribe();
        let state = loop {
            let router = Some(RouterId::from_row(id));
            let found = jobs::list(appliance, router, None, 1).await.unwrap();
            if found[0].state.is_over() {
                break found[0].state.as_str();
            }
            // Behind or closed: the next look tells.
            let _ = happened.recv().await;
        };
        states.push(state);
    }
    assert_eq!(states, ["failed", "done"]);
}
