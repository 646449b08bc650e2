//! Every link and code works once, and not for ever.

use reqwest::StatusCode;
use serde_json::json;

use crate::appliance::{Api, PASSWORD, Rig, token_of};

async fn invitation(owner: &Api) -> String {
    let made = owner
        .post("/api/people/invitations/", json!({"role": "viewer"}))
        .await;
    token_of(made.body["link"].as_str().unwrap())
}

async fn accept(rig: &Rig, token: &str, login: &str) -> StatusCode {
    let body = json!({"code": token, "login": login, "name": "N", "password": PASSWORD});
    rig.api().post("/api/auth/register/", body).await.status
}

#[tokio::test]
async fn an_invitation_works_once_and_for_two_days() {
    let (rig, owner) = Rig::owned().await;
    let token = invitation(&owner).await;
    let one = accept(&rig, &token, "one");
    let two = accept(&rig, &token, "two");
    let (one, two) = tokio::join!(one, two);
    let mut both = [one.as_u16(), two.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [201, 422], "two at once: one comes in");

    let token = invitation(&owner).await;
    rig.pass(48 * 3_600 + 1);
    assert_eq!(
        accept(&rig, &token, "late").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn an_invitation_is_taken_back() {
    let (rig, owner) = Rig::owned().await;
    let token = invitation(&owner).await;
    let list = owner.get("/api/people/").await;
    let reference = list.body["invitations"][0]["reference"].as_str().unwrap();
    assert!(!token.contains(reference));
    let path = format!("/api/people/invitations/{reference}/");
    assert_eq!(owner.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(owner.delete(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        accept(&rig, &token, "late").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_link_for_a_password_works_once_for_half_an_hour_and_the_newest_only() {
    let (rig, owner) = Rig::owned().await;
    let otieno = rig.person(&owner, "otieno", "cashier").await;
    let path = format!("/api/people/{}/reset-link/", otieno.id().await);
    let link = async || {
        let made = owner.post(&path, json!({})).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        token_of(made.body["link"].as_str().unwrap())
    };
    let set = async |token: &str, password: &str| {
        let body = json!({"token": token, "password": password});
        rig.api()
            .post("/api/auth/password-reset/", body)
            .await
            .status
    };
    let former = link().await;
    let token = link().await;
    assert_eq!(
        set(&former, "kahawa na maziwa").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    // A password that may not be chosen leaves the link as it is.
    assert_eq!(set(&token, "short").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        set(&token, "kahawa na maziwa").await,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        set(&token, "kahawa na sukari").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(!otieno.is_in().await, "all sessions end");
    rig.signed_in("otieno", "kahawa na maziwa").await;

    let token = link().await;
    rig.pass(30 * 60 + 1);
    assert_eq!(
        set(&token, "kahawa na sukari").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_set_up_code_works_for_a_day() {
    let rig = Rig::start().await;
    rig.pass(24 * 3_600 + 1);
    assert_eq!(
        accept(&rig, &rig.code, "amina").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_sign_in_waits_fifteen_minutes_for_its_second_factor() {
    let (rig, owner) = Rig::owned().await;
    let begun = owner
        .post("/api/auth/totp/", json!({"password": PASSWORD}))
        .await;
    let secret = begun.body["secret"].as_str().unwrap();
    let code = crate::life::code_of(secret, rig.clock.now());
    owner
        .post("/api/auth/totp/confirm/", json!({"code": code}))
        .await;
    let first = rig.api().login("amina", PASSWORD).await;
    rig.pass(15 * 60 + 1);
    let code = crate::life::code_of(secret, rig.clock.now());
    let body = json!({"second_factor": first.body["second_factor"], "code": code});
    let late = rig.api().post("/api/auth/login/", body).await;
    assert_eq!(
        late.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        late.body
    );
}
