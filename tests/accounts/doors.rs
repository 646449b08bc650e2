//! What keeps strangers out: limits, answers that tell nothing, sessions that nobody can plant.

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::json;

use crate::appliance::{PASSWORD, Rig};

#[tokio::test]
async fn who_has_an_account_cannot_be_found_out() {
    let (rig, owner) = Rig::owned().await;
    let otieno = rig.person(&owner, "otieno", "viewer").await;
    let path = format!("/api/people/{}/lock/", otieno.id().await);
    owner.post(&path, json!({})).await;
    let hasher = &rig.appliance().hasher;
    let mut answers = Vec::new();
    for (login, password) in [
        ("amina", "wrong wrong wrong"),
        ("nobody", "wrong wrong wrong"),
        ("otieno", PASSWORD),
    ] {
        let before = hasher.computed();
        let answer = rig.api().login(login, password).await;
        answers.push((answer.status, answer.body, hasher.computed() - before));
    }
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert_eq!(answers[0].2, 1, "one hash, whoever it is");
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:#?}");

    let mut asked = Vec::new();
    for login in ["amina", "nobody", "otieno", "nobody@example.org"] {
        let before = hasher.computed();
        let body = json!({"login_or_email": login});
        let answer = rig.api().post("/api/auth/password-reset/", body).await;
        asked.push((answer.status, answer.body, hasher.computed() - before));
    }
    assert_eq!(asked[0].0, StatusCode::ACCEPTED);
    assert!(asked.iter().all(|it| *it == asked[0]), "{asked:#?}");
}

#[tokio::test]
async fn passwords_are_not_guessed_quickly() {
    let (rig, _) = Rig::owned().await;
    let api = rig.api();
    let mut tries = 0;
    let refused = loop {
        let answer = api.login("amina", "wrong wrong wrong").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            break answer;
        }
        tries += 1;
        assert!(tries < 20, "nobody stops it");
    };
    assert!(tries >= 5, "a person may mistype");
    let wait: u64 = refused.headers[RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert!(
        refused.body["detail"]
            .as_str()
            .unwrap()
            .contains("try again in")
    );
    // The right password is not let in either, until the time has passed.
    assert_eq!(
        api.login("amina", PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    rig.pass(wait);
    assert_eq!(api.login("amina", PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn codes_and_links_are_not_guessed_quickly() {
    let rig = Rig::start().await;
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        let body = json!({"token": "guess", "password": PASSWORD});
        last = rig
            .api()
            .post("/api/auth/password-reset/", body)
            .await
            .status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_session_that_somebody_planted_is_not_the_one_that_begins() {
    let (rig, _) = Rig::owned().await;
    let browser = rig.browser();
    let planted = "planted-planted-planted-planted-planted-plan";
    let fields = [("login", "amina"), ("password", PASSWORD)];
    let request = browser
        .request(reqwest::Method::POST, "/login")
        .header("cookie", format!("session={planted}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(crate::appliance::form(&fields));
    let page = browser.send(request).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let session = page.session().unwrap();
    assert_ne!(session, planted);
    let cookie = page
        .cookies
        .iter()
        .find(|it| it.starts_with("session="))
        .unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let with = |session: &str| {
        let plain = rig.api().client;
        let request = plain.get(format!("{}/api/auth/user/", rig.address));
        request
            .header("cookie", format!("session={session}"))
            .send()
    };
    assert_eq!(
        with(planted).await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(with(&session).await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn each_role_gets_where_it_may_and_no_further() {
    let (rig, owner) = Rig::owned().await;
    let viewer = rig.person(&owner, "otieno", "viewer").await;
    for path in [
        "/api/people/",
        "/api/audit/",
        "/api/settings/business/",
        "/api/settings/mail/",
    ] {
        assert_eq!(
            viewer.get(path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        assert_eq!(
            rig.api().get(path).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    let invite = viewer
        .post("/api/people/invitations/", json!({"role": "owner"}))
        .await;
    assert_eq!(invite.status, StatusCode::FORBIDDEN);
}
