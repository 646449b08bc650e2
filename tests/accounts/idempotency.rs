//! A request that is sent again is not done again.

use reqwest::StatusCode;
use serde_json::json;

use crate::appliance::Rig;

const INVITE: &str = "/api/people/invitations/";

#[tokio::test]
async fn the_same_again_gets_the_same_answer_for_a_day() {
    let (rig, mut owner) = Rig::owned().await;
    let body = json!({"role": "viewer"});
    let first = owner.keyed("key-1", INVITE, body.clone()).await;
    let again = owner.keyed("key-1", INVITE, body.clone()).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    let list = owner.get("/api/people/").await;
    assert_eq!(list.body["invitations"].as_array().unwrap().len(), 1);

    let other = owner
        .keyed("key-1", INVITE, json!({"role": "cashier"}))
        .await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Another person's key is another key.
    let baraka = rig.person(&owner, "baraka", "owner").await;
    let theirs = baraka.keyed("key-1", INVITE, body.clone()).await;
    assert_ne!(theirs.body["link"], first.body["link"]);

    rig.pass(24 * 3_600 + 1);
    let renewed = json!({"refresh": owner.refresh});
    let renewed = owner.post("/api/auth/refresh/", renewed).await;
    owner.take(&renewed.body);
    let later = owner.keyed("key-1", INVITE, body).await;
    assert_eq!(later.status, StatusCode::CREATED);
    assert_ne!(later.body["link"], first.body["link"]);
}

#[tokio::test]
async fn what_was_refused_may_be_mended() {
    let (_rig, owner) = Rig::owned().await;
    let refused = owner.keyed("key-2", INVITE, json!({"role": "king"})).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mended = owner
        .keyed("key-2", INVITE, json!({"role": "viewer"}))
        .await;
    assert_eq!(mended.status, StatusCode::CREATED);
}

#[tokio::test]
async fn many_at_once_are_done_once() {
    let (_rig, owner) = Rig::owned().await;
    let ask = || {
        let owner = owner.clone();
        tokio::spawn(async move {
            owner
                .keyed("key-3", INVITE, json!({"role": "viewer"}))
                .await
        })
    };
    let asked: Vec<_> = (0..8).map(|_| ask()).collect();
    for one in asked {
        let status = one.await.unwrap().status;
        // The first's answer, or that it is still under way.
        assert!([201, 409].contains(&status.as_u16()), "{status}");
    }
    let list = owner.get("/api/people/").await;
    assert_eq!(list.body["invitations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_under_way_is_a_conflict() {
    let (rig, owner) = Rig::owned().await;
    let body = json!({"role": "viewer"});
    owner.keyed("key-4", INVITE, body.clone()).await;
    // As it stands while the first is not finished.
    rig.appliance()
        .state
        .write(|connection| {
            connection.execute("UPDATE idempotency SET status = NULL, answer = NULL", [])?;
            Ok::<_, hotspotd::store::StoreError>(())
        })
        .await
        .unwrap();
    let waiting = owner.keyed("key-4", INVITE, body).await;
    assert_eq!(waiting.status, StatusCode::CONFLICT);
}
