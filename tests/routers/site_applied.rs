//! From a site to the router and back, over the API.

use reqwest::StatusCode;
use serde_json::json;

use crate::office::Office;
use crate::support::shop::hap;

const OK: StatusCode = StatusCode::OK;

#[tokio::test]
async fn a_site_is_applied_verified_and_returned_to_over_the_api() {
    let (office, amina) = Office::open(true).await;
    let simulator = hap().await;
    let id = amina.add(&simulator, "Gate").await;
    let path = |rest: &str| format!("/api/routers/{id}/{rest}");
    let mut site = crate::support::sites::basic();
    site.access.service = hotspotd::domain::hotspot::site::AccessService::Api;
    site.access.user = "admin".to_owned();
    let site = serde_json::to_value(&site).unwrap();
    let saved = amina
        .put(&path("site/"), json!({"version": 0, "site": site}))
        .await;
    // The account of an administrator is not hotspotd's own; the usual one is.
    let mut own = site.clone();
    if saved.status != OK {
        own["access"]["user"] = json!("hotspotd");
        let saved = amina
            .put(&path("site/"), json!({"version": 0, "site": own}))
            .await;
        assert_eq!(saved.status, OK, "{}", saved.text);
    }
    let diff = amina.get(&path("diff/")).await;
    assert_eq!(diff.status, OK, "{}", diff.text);
    let diff = diff.json();
    assert!(diff["menus"].as_array().unwrap().len() > 5);
    let stale = amina
        .post(
            &path("apply/"),
            json!({"change": "0000", "take_over": true}),
        )
        .await
        .json();
    assert_eq!(
        office.job(&amina, stale["job"].as_i64().unwrap()).await.0,
        "failed"
    );
    let agreed = json!({"change": diff["hash"], "take_over": true});
    let asked = amina.post(&path("apply/"), agreed).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text);
    let (state, outcome) = office
        .job(&amina, asked.json()["job"].as_i64().unwrap())
        .await;
    assert_eq!(state, "done", "{outcome}");
    let verified = amina.post(&path("verify/"), json!({})).await.json();
    let (_, outcome) = office.job(&amina, verified["job"].as_i64().unwrap()).await;
    assert!(outcome.contains("settings confirmed"), "{outcome}");
    assert_eq!(
        amina.get(&path("drift/")).await.json()["state"],
        json!("same")
    );
    assert_eq!(
        amina.get("/api/dashboard/stats/").await.json()["applied"],
        json!(1)
    );

    // Somebody changes it by hand; that is accepted, then another change is put back.
    let by_hand = |speed: &str| {
        let speed = speed.to_owned();
        simulator.with_device(move |device| {
            let admin = device
                .authenticate("admin", "", "192.168.88.5".parse().unwrap())
                .unwrap();
            let fields = [
                (".id".to_owned(), "hd-duka-siku".to_owned()),
                ("rate-limit".to_owned(), speed),
            ];
            device
                .run(&admin, "/ip/hotspot/user/profile/set", &fields)
                .unwrap();
        });
    };
    by_hand("1M/1M");
    let diff = amina.get(&path("diff/")).await.json();
    assert_eq!(diff["counts"]["set"], json!(1), "{diff}");
    let accepted = amina
        .post(&path("drift/accept/"), json!({"change": diff["hash"]}))
        .await;
    assert_eq!(
        (accepted.status, accepted.json()["overrides"].clone()),
        (OK, json!(1)),
        "{}",
        accepted.text
    );
    by_hand("2M/2M");
    let diff = amina.get(&path("diff/")).await.json();
    let back = amina
        .post(&path("drift/put-back/"), json!({"change": diff["hash"]}))
        .await
        .json();
    let (state, outcome) = office.job(&amina, back["job"].as_i64().unwrap()).await;
    assert_eq!(state, "done", "{outcome}");

    // Back to the first configuration.
    let unseen = amina
        .post(&path("rollback/"), json!({"configuration": 1}))
        .await;
    assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let jobs = amina.get(&path("jobs/?limit=200")).await.json();
    let of_kind = |kind: &str| {
        let all = jobs["items"].as_array().unwrap();
        all.iter()
            .rfind(|it| it["kind"] == json!(kind) && it["state"] == json!("done"))
            .cloned()
            .unwrap()
    };
    let first = of_kind("apply")["configuration"].as_i64().unwrap();
    let diff = amina.get(&path(&format!("diff/?to={first}"))).await.json();
    let asked = json!({"configuration": first, "change": diff["hash"]});
    let back = amina.post(&path("rollback/"), asked).await;
    assert_eq!(back.status, StatusCode::ACCEPTED, "{}", back.text);
    let (state, outcome) = office
        .job(&amina, back.json()["job"].as_i64().unwrap())
        .await;
    assert_eq!(state, "done", "{outcome}");
    // No guard stands: there is nothing to undo.
    let undo = amina.post(&path("rollback/"), json!({})).await.json();
    let (_, outcome) = office.job(&amina, undo["job"].as_i64().unwrap()).await;
    assert!(outcome.contains("nothing to undo"), "{outcome}");
}
