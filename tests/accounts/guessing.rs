//! What strangers guess: it ends soon, and keeps nobody out who was here before.

use std::net::Ipv4Addr;

use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::appliance::{Answer, Api, Browser, PASSWORD, Rig, token_of};
use crate::life::code_of;

const WRONG: &str = "wrong wrong wrong";
/// Seconds after which every session has ended and every limit is as at first.
const LONG: u64 = 8 * 86_400;

/// A client at an address of its own.
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

/// Many strangers guess the password of a name, eleven times each; how each was answered.
async fn guess(rig: &Rig, name: &str) -> Vec<StatusCode> {
    let mut answers = Vec::new();
    for number in 1..=8 {
        for _ in 0..11 {
            answers.push(stranger(rig, number).login(name, WRONG).await.status);
        }
    }
    answers
}

async fn sign_in(browser: &Browser, login: &str, password: &str) -> StatusCode {
    let fields = [("login", login), ("password", password)];
    browser.post("/login", &fields).await.status
}

#[tokio::test]
async fn strangers_do_not_keep_an_owner_out() {
    let (rig, _) = Rig::owned().await;
    let browser = rig.browser();
    assert_eq!(sign_in(&browser, "amina", PASSWORD).await, 303);
    // That is long ago, and her session has ended.
    rig.pass(LONG);
    let answers = guess(&rig, "amina").await;
    let tried = |answers: &[StatusCode]| {
        let tried = |answer: &&StatusCode| **answer == StatusCode::UNAUTHORIZED;
        answers.iter().filter(tried).count()
    };
    assert_eq!(tried(&answers[..11]), 10, "from one network");
    assert_eq!(tried(&answers), 50, "all strangers together");
    assert!(
        answers.iter().all(|it| matches!(it.as_u16(), 401 | 429)),
        "{answers:?}"
    );
    // Where nobody has the name, it is the same.
    rig.pass(60);
    assert_eq!(guess(&rig, "nobody").await[..11], answers[..11]);
    rig.pass(3_600);
    assert_eq!(guess(&rig, "nobody").await, answers);
    guess(&rig, "amina").await;

    let elsewhere = stranger(&rig, 30).login("amina", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        sign_in(&browser, "amina", PASSWORD).await,
        303,
        "where she signed in before, she still can"
    );
    // At her own browser nobody guesses for long either.
    rig.pass(LONG);
    guess(&rig, "amina").await;
    let mut refused = 0;
    for _ in 0..12 {
        refused += usize::from(sign_in(&browser, "amina", WRONG).await == 429);
    }
    assert_eq!(refused, 2);
    rig.pass(10);
    let elsewhere = stranger(&rig, 30).login("amina", PASSWORD).await;
    assert_eq!(elsewhere.status, StatusCode::OK);
}

#[tokio::test]
async fn a_link_for_another_password_lets_in_in_spite_of_strangers() {
    let (rig, owner) = Rig::owned().await;
    let otieno = rig.person(&owner, "otieno", "viewer").await;
    let path = format!("/api/people/{}/reset-link/", otieno.id().await);
    let link = owner.post(&path, json!({})).await;
    let token = token_of(link.body["link"].as_str().unwrap());
    guess(&rig, "otieno").await;
    let browser = rig.browser();
    let new = "another good password";
    assert_eq!(sign_in(&browser, "otieno", PASSWORD).await, 429);
    let fields = [("token", token.as_str()), ("password", new)];
    let set = browser.post("/password-reset", &fields).await;
    assert_eq!(set.status, 303, "{}", set.text);
    assert_eq!(sign_in(&browser, "otieno", new).await, 303);
}

#[tokio::test]
async fn who_has_the_password_does_not_guess_the_code() {
    let (rig, owner) = Rig::owned().await;
    let browser = rig.browser();
    assert_eq!(sign_in(&browser, "amina", PASSWORD).await, 303);
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
    let mut answers = Vec::new();
    for number in 1..=4 {
        for _ in 0..6 {
            answers.push(second(&stranger(&rig, number), "000000").await.status);
        }
    }
    let tried = |answers: &[StatusCode]| {
        let tried = |answer: &&StatusCode| **answer == StatusCode::UNAUTHORIZED;
        answers.iter().filter(tried).count()
    };
    assert_eq!(tried(&answers[..6]), 5, "from one network");
    assert_eq!(tried(&answers), 10, "all strangers together");
    let code = code_of(&secret, rig.clock.now());
    assert_eq!(
        second(&stranger(&rig, 9), &code).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // The owner is not kept out by them.
    assert_eq!(sign_in(&browser, "amina", PASSWORD).await, 303);
    let entered = browser
        .post("/login/totp", &[("code", code.as_str())])
        .await;
    assert_eq!((entered.status.as_u16(), entered.to.as_str()), (303, "/"));
    let told = rig.audit(&owner).await;
    let wrong = told
        .iter()
        .filter(|line| *line == "amina wrong-code account amina");
    assert_eq!(wrong.count(), 10, "{told:#?}");
}

#[tokio::test]
async fn nobody_fills_a_letter_box() {
    let (rig, owner) = Rig::owned().await;
    let mail = json!({"host": "127.0.0.1", "port": 1, "security": "tls", "user": "duka",
        "password": "siri-ya-barua-pepe", "from": "duka@example.org", "address": "http://a"});
    let set = owner.put("/api/settings/mail/", mail).await;
    assert!(set.status.is_success(), "{}", set.body);
    let state = rusqlite::Connection::open(rig.folder.join("state.db")).unwrap();
    let proven = "UPDATE account SET email = 'amina@example.org', email_verified_at = created_at";
    assert_eq!(state.execute(proven, []).unwrap(), 1);
    let letters = || -> u32 {
        let count = "SELECT count(*) FROM mail";
        state.query_row(count, [], |row| row.get(0)).unwrap()
    };
    let ask = async |number: u8, name: &str| {
        let body = json!({"login_or_email": name});
        let path = "/api/auth/password-reset/";
        let answer = stranger(&rig, number).post(path, body).await;
        (answer.status, answer.body)
    };
    for number in 1..=4 {
        // By either of her names, and to whoever asks the same is said.
        let answers = [
            ask(number, "amina").await,
            ask(number, "amina@example.org").await,
            ask(number, "nobody").await,
        ];
        assert_eq!(answers[0].0, StatusCode::ACCEPTED);
        assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    }
    assert_eq!(letters(), 3);
    rig.pass(20 * 60);
    ask(5, "amina").await;
    ask(6, "amina").await;
    assert_eq!(letters(), 4);
}
