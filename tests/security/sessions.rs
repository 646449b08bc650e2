//! Signing in: what is told, how often it may be tried, and which sessions come of it.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::appliance::{PASSWORD, Rig};
use crate::people::peopled;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_somebody_put_there_is_not_taken() {
    let (at, _) = Rig::owned().await;
    let browser = at.browser();
    let request = browser
        .request(Method::POST, "/login")
        .header("cookie", "session=chosen-by-somebody-else")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(crate::appliance::form(&[
            ("login", "amina"),
            ("password", PASSWORD),
        ]));
    let page = browser.send(request).await;
    let session = page.session().unwrap();
    assert_ne!(session, "chosen-by-somebody-else");
    let again = at.browser();
    let fields = [("login", "amina"), ("password", PASSWORD)];
    let other = again.post("/login", &fields).await.session().unwrap();
    assert_ne!(session, other);
    let cookie = &page.cookies[0];
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    // After signing out it lets nobody in, whoever kept it.
    let kept = |session: &str| {
        let request = at.browser().client.get(format!("{}/routers", at.address));
        request.header("cookie", format!("session={session}"))
    };
    assert_eq!(kept(&other).send().await.unwrap().status(), 200);
    let csrf = again.get("/routers").await.csrf();
    again.post("/logout", &[("csrf_token", &csrf)]).await;
    assert_eq!(kept(&other).send().await.unwrap().status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refresh_token_that_is_used_twice_ends_the_session() {
    let (at, owner) = Rig::owned().await;
    let first = json!({"refresh": owner.refresh});
    let second = at.api().post("/api/auth/refresh/", first.clone()).await;
    assert_eq!(second.status, StatusCode::OK);
    let mut newer = at.api();
    newer.take(&second.body);
    assert!(newer.is_in().await && owner.is_in().await);
    let again = at.api().post("/api/auth/refresh/", first).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    // Both, and what would come after them.
    assert!(!newer.is_in().await && !owner.is_in().await);
    let next = json!({"refresh": newer.refresh});
    let next = at.api().post("/api/auth/refresh/", next).await;
    assert_eq!(next.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_tries_too_often_waits_and_cannot_say_that_they_are_another() {
    let (at, _) = Rig::owned().await;
    // Signing in so far is long ago.
    at.pass(600);
    let mut waits = None;
    for turn in 0..40 {
        let body = json!({"login": format!("name{turn}"), "password": "wrong wrong wrong"});
        let request = at
            .api()
            .request(Method::POST, "/api/auth/login/")
            .json(&body);
        let request = request
            .header("x-forwarded-for", format!("10.1.1.{turn}"))
            .header("x-real-ip", format!("10.1.1.{turn}"))
            .header("forwarded", format!("for=10.1.1.{turn}"));
        let answer = request.send().await.unwrap();
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            let after = answer.headers()["retry-after"].to_str().unwrap();
            waits = Some((turn, after.parse::<u64>().unwrap()));
            break;
        }
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let (turn, seconds) = waits.expect("nobody was made to wait");
    assert_eq!(turn, 20);
    assert!((1..=60).contains(&seconds), "{seconds}");
    // The right password does not help before the time is over.
    let early = at.api().login("amina", PASSWORD).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    at.pass(seconds);
    assert_eq!(
        at.api().login("amina", PASSWORD).await.status,
        StatusCode::OK
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_known_name_is_answered_like_an_unknown_one() {
    const TURNS: usize = 20;
    let (at, owner) = peopled().await;
    let locked = at.person(&owner, "locked", "viewer").await.id().await;
    let path = format!("/api/people/{locked}/lock/");
    let answer = owner.post(&path, json!({})).await;
    assert!(answer.status.is_success(), "{}", answer.body);
    let mut told = Vec::new();
    let cases = [
        ("amina", "wrong wrong wrong"),
        ("nobody-of-this-name", "wrong wrong wrong"),
        ("locked", PASSWORD),
    ];
    let mut times = [const { Vec::new() }; 3];
    // In turns, so that what else this machine does meets all of them.
    for _ in 0..TURNS {
        for ((login, password), times) in cases.iter().zip(&mut times) {
            // Nobody is made to wait.
            at.pass(60);
            let body = json!({"login": login, "password": password});
            let request = at.api().request(Method::POST, "/api/auth/login/");
            let request = request.json(&body);
            let began = Instant::now();
            let answer = request.send().await.unwrap();
            times.push(began.elapsed());
            let mut headers: Vec<String> = answer
                .headers()
                .iter()
                .filter(|(name, _)| *name != "date")
                .map(|(name, value)| format!("{name}: {value:?}"))
                .collect();
            headers.sort();
            told.push((answer.status(), headers, answer.bytes().await.unwrap()));
        }
    }
    let least = times.each_ref().map(|times| *times.iter().min().unwrap());
    let medians = times.map(median);
    told.dedup();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].0, StatusCode::UNAUTHORIZED);
    let [known, unknown, locked] = medians;
    eprintln!("medians of {TURNS}: known {known:?}, unknown {unknown:?}, locked {locked:?}");
    // One hash each. Without it an answer takes a small part of the time. What else the machine does lengthens the medians, and the
    // shortest times least.
    let [known, unknown, locked] = least;
    eprintln!("shortest: known {known:?}, unknown {unknown:?}, locked {locked:?}");
    for other in [unknown, locked] {
        assert!(other > known / 2 && other < known * 2, "{least:?}");
    }
}
