//! The whole life of an account.

use hotspotd::credentials::TotpSecret;
use hotspotd::domain::moment::Moment;
use hotspotd::domain::secret::Secret;
use reqwest::StatusCode;
use serde_json::json;

use crate::appliance::{PASSWORD, Rig};

/// The code that an app would show: the one that the secret takes now.
pub fn code_of(secret: &str, now: Moment) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build_noncompliant();
    totp.generate(u64::try_from(now.as_secs()).unwrap())
        .to_string()
}

#[tokio::test]
async fn from_the_set_up_code_to_the_end() {
    let (rig, owner) = Rig::owned().await;

    // Made, and the set-up code is worth nothing any more.
    let again = json!({"code": rig.code, "login": "eve", "name": "Eve", "password": PASSWORD});
    let again = owner.post("/api/auth/register/", again).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Somebody is invited, comes in, changes the password, and their other session ends.
    let otieno = rig.person(&owner, "otieno", "technician").await;
    let other = rig.signed_in("otieno", PASSWORD).await;
    let wrong = json!({"current": "not the one at all", "password": "another password 1"});
    let wrong = otieno.post("/api/auth/password/", wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.body["errors"][0]["field"], "current");
    let right = json!({"current": PASSWORD, "password": "another password 1"});
    let right = otieno.post("/api/auth/password/", right).await;
    assert_eq!(right.status, StatusCode::NO_CONTENT, "{}", right.body);
    assert!(otieno.is_in().await && !other.is_in().await);
    assert_eq!(
        rig.api().login("otieno", PASSWORD).await.status,
        StatusCode::UNAUTHORIZED
    );

    // Their sessions, one of which they end.
    let phone = rig.signed_in("otieno", "another password 1").await;
    let sessions = otieno.get("/api/auth/sessions/").await;
    let items = sessions.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let of_phone = items.iter().find(|it| it["current"] == false).unwrap();
    let path = format!("/api/auth/sessions/{}/", of_phone["id"]);
    assert_eq!(owner.delete(&path).await.status, StatusCode::NOT_FOUND);
    assert!(phone.is_in().await);
    assert_eq!(otieno.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert!(!phone.is_in().await && otieno.is_in().await);

    // Locked, unlocked, signed out everywhere.
    let path = format!("/api/people/{}", otieno.id().await);
    let locked = owner.post(&format!("{path}/lock/"), json!({})).await;
    assert_eq!(locked.body["locked"], true);
    assert!(!otieno.is_in().await);
    let refused = rig.api().login("otieno", "another password 1").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    owner.post(&format!("{path}/unlock/"), json!({})).await;
    assert!(!otieno.is_in().await, "unlocking brings no session back");
    let otieno = rig.signed_in("otieno", "another password 1").await;
    let ended = otieno
        .post("/api/auth/sign-out-everywhere/", json!({}))
        .await;
    assert_eq!(ended.body["ended"], 1);
    assert!(!otieno.is_in().await);

    let audit = rig.audit(&owner).await;
    for line in [
        "amina register account amina",
        "amina invite invitation",
        "otieno register account otieno",
        "otieno change-password account otieno",
        "otieno end-session account otieno",
        "amina lock account otieno",
        "amina unlock account otieno",
        "otieno sign-out-everywhere account otieno",
    ] {
        assert!(
            audit.iter().any(|it| it == line),
            "{line} is not in {audit:#?}"
        );
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_taken_away() {
    let (rig, owner) = Rig::owned().await;
    let wrong = owner
        .post("/api/auth/totp/", json!({"password": "nothing like it"}))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let begun = owner
        .post("/api/auth/totp/", json!({"password": PASSWORD}))
        .await;
    let secret = begun.body["secret"].as_str().unwrap().to_owned();
    assert!(TotpSecret::from_text(&Secret::new(secret.clone())).is_ok());

    // Not confirmed, it is not asked for.
    let other = rig.signed_in("amina", PASSWORD).await;
    let code = code_of(&secret, rig.clock.now());
    let confirmed = owner
        .post("/api/auth/totp/confirm/", json!({"code": code}))
        .await;
    let codes = confirmed.body["recovery_codes"].as_array().unwrap().clone();
    assert_eq!(codes.len(), 10);
    assert!(
        !other.is_in().await,
        "a session from before has no second factor"
    );

    // The code that confirmed it is used up; the next one lets in, once.
    let second = async |code: &str| {
        let first = rig.api().login("amina", PASSWORD).await;
        let token = first.body["second_factor"].as_str().unwrap().to_owned();
        let body = json!({"second_factor": token, "code": code});
        rig.api().post("/api/auth/login/", body).await
    };
    assert_eq!(second(&code).await.status, StatusCode::UNAUTHORIZED);
    rig.pass(60);
    let code = code_of(&secret, rig.clock.now());
    assert_eq!(second(&code).await.status, StatusCode::OK);
    assert_eq!(second(&code).await.status, StatusCode::UNAUTHORIZED);

    // A recovery code lets in, once.
    let recovery = codes[0].as_str().unwrap();
    assert_eq!(second(recovery).await.status, StatusCode::OK);
    rig.pass(120);
    assert_eq!(second(recovery).await.status, StatusCode::UNAUTHORIZED);
    let state = owner.get("/api/auth/totp/").await;
    assert_eq!(state.body["recovery_codes"], 9);

    // Others in place of those, and then off.
    let renewed = json!({"code": codes[1]});
    let renewed = owner.post("/api/auth/totp/recovery-codes/", renewed).await;
    let fresh = renewed.body["recovery_codes"][0]
        .as_str()
        .unwrap()
        .to_owned();
    rig.pass(120);
    let old = owner
        .post("/api/auth/totp/remove/", json!({"code": codes[2]}))
        .await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let off = owner
        .post("/api/auth/totp/remove/", json!({"code": fresh}))
        .await;
    assert_eq!(off.status, StatusCode::NO_CONTENT, "{}", off.body);
    rig.signed_in("amina", PASSWORD).await;
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_the_session() {
    let (rig, owner) = Rig::owned().await;
    let first = owner.refresh.clone();
    let exchanged = owner
        .post("/api/auth/refresh/", json!({"refresh": first}))
        .await;
    assert_eq!(exchanged.status, StatusCode::OK);
    let mut renewed = rig.api();
    renewed.take(&exchanged.body);
    assert!(renewed.is_in().await);

    let stolen = rig
        .api()
        .post("/api/auth/refresh/", json!({"refresh": first}))
        .await;
    assert_eq!(stolen.status, StatusCode::UNAUTHORIZED);
    assert!(!renewed.is_in().await, "the whole family ends");
    let later = json!({"refresh": renewed.refresh});
    let later = renewed.post("/api/auth/refresh/", later).await;
    assert_eq!(later.status, StatusCode::UNAUTHORIZED);
    let owner = rig.signed_in("amina", PASSWORD).await;
    let line = "amina refresh-reused account amina".to_owned();
    assert!(rig.audit(&owner).await.contains(&line));
}

#[tokio::test]
async fn an_access_token_is_worth_nothing_after_signing_out() {
    let (_rig, owner) = Rig::owned().await;
    assert!(owner.is_in().await);
    let out = owner.post("/api/auth/logout/", json!({})).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(!owner.is_in().await);
}

#[tokio::test]
async fn sessions_and_tokens_run_out() {
    let (rig, owner) = Rig::owned().await;
    rig.pass(11 * 60);
    assert!(
        !owner.is_in().await,
        "an access token works for ten minutes"
    );
    let renewed = json!({"refresh": owner.refresh});
    let renewed = owner.post("/api/auth/refresh/", renewed).await;
    assert_eq!(renewed.status, StatusCode::OK);
    rig.pass(7 * 86_400 + 1);
    let refresh = renewed.body["refresh"].clone();
    let late = owner
        .post("/api/auth/refresh/", json!({"refresh": refresh}))
        .await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
}
