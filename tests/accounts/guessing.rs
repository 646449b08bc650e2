//! What strangers guess: it ends soon, and keeps nobody out who was here before.

use std::net::Ipv4Addr;

use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::appliance::{Answer, Api, PASSWORD, Rig};
use crate::life::code_of;

const WRONG: &str = "wrong wrong wrong";

/// A client at an address of its own, at which nobody has signed in.
fn stranger(rig: &Rig, number: u8) -> Api {
    let client = Client::builder()
        .local_address(Some(Ipv4Addr::new(127, 0, 1, number).into()))
        .build()
        .unwrap();
    Api {
        client,
        ..rig.api()
    }
}

#[tokio::test]
async fn strangers_do_not_keep_an_owner_out() {
    let (rig, _owner) = Rig::owned().await;
    let mut guesses = 0;
    for number in 1..=20 {
        for _ in 0..10 {
            let answer = stranger(&rig, number).login("amina", WRONG).await;
            match answer.status {
                StatusCode::UNAUTHORIZED => guesses += 1,
                status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
            }
        }
    }
    assert_eq!(guesses, 49, "with her own first, fifty of all strangers");
    let elsewhere = stranger(&rig, 30).login("amina", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        rig.api().login("amina", PASSWORD).await.status,
        StatusCode::OK,
        "where she signed in before, she still can"
    );
    rig.pass(10);
    let elsewhere = stranger(&rig, 30).login("amina", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::OK);
}

#[tokio::test]
async fn who_has_the_password_does_not_guess_the_code() {
    let (rig, owner) = Rig::owned().await;
    let begun = owner
        .post("/api/auth/totp/", json!({"password": PASSWORD}))
        .await;
    let secret = begun.body["secret"].as_str().unwrap().to_owned();
    let code = code_of(&secret, rig.clock.now());
    let on = owner
        .post("/api/auth/totp/confirm/", json!({"code": code}))
        .await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.body);
    rig.pass(60);

    let second = async |api: &Api, code: &str| -> Answer {
        let first = api.login("amina", PASSWORD).await;
        let token = first.body["second_factor"].as_str().unwrap().to_owned();
        let body = json!({"second_factor": token, "code": code});
        api.post("/api/auth/login/", body).await
    };
    let mut guesses = 0;
    for number in 1..=6 {
        for _ in 0..4 {
            let answer = second(&stranger(&rig, number), "000000").await;
            match answer.status {
                StatusCode::UNAUTHORIZED => guesses += 1,
                status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
            }
        }
    }
    assert_eq!(guesses, 10, "all strangers together");
    let code = code_of(&secret, rig.clock.now());
    assert_eq!(
        second(&rig.api(), &code).await.status,
        StatusCode::OK,
        "the owner is not kept out by them"
    );
    let told = rig.audit(&owner).await;
    let wrong = told
        .iter()
        .filter(|line| *line == "amina wrong-code account amina");
    assert_eq!(wrong.count(), 10, "{told:#?}");
}

#[tokio::test]
async fn nobody_fills_a_letter_box() {
    let (rig, _) = Rig::owned().await;
    let ask = async |number: u8, name: &str| {
        let body = json!({"login_or_email": name});
        let path = "/api/auth/password-reset/";
        stranger(&rig, number).post(path, body).await.status
    };
    for number in 1..=3 {
        assert_eq!(ask(number, "amina").await, StatusCode::ACCEPTED);
    }
    // With or without an account, the answer is the same.
    for number in 4..=6 {
        assert_eq!(ask(number, "nobody").await, StatusCode::ACCEPTED);
    }
    assert_eq!(ask(7, "amina").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask(7, "nobody").await, StatusCode::TOO_MANY_REQUESTS);
    rig.pass(20 * 60);
    assert_eq!(ask(7, "amina").await, StatusCode::ACCEPTED);
}
