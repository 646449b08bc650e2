//! Too much, too slowly, too many at once.

use std::time::{Duration, Instant};

use hotspotd::http::listen::ADMINISTRATION;
use hotspotd::http::web::LONGEST_BODY;
use reqwest::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::appliance::Rig;
use crate::people::{browser, peopled};
use crate::raw::{connect, rest};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_than_a_body_may_have_is_not_read() {
    let (at, owner) = Rig::owned().await;
    let (amina, csrf) = browser(&at, "amina").await;
    let long = "a".repeat(LONGEST_BODY + 1);
    let cases = [
        owner
            .request(Method::POST, "/api/config/templates/")
            .header("content-type", "application/json")
            .body(long.clone()),
        at.api()
            .request(Method::POST, "/api/auth/login/")
            .header("content-type", "application/json")
            .body(long.clone()),
        at.browser()
            .request(Method::POST, "/login")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("login={long}")),
        amina
            .request(Method::POST, "/preferences")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("theme={long}")),
        amina
            .request(Method::POST, "/preferences")
            .header("x-csrf-token", &csrf)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("theme={long}")),
    ];
    for (number, request) in cases.into_iter().enumerate() {
        let status = request.send().await.unwrap().status();
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "case {number}");
    }
    // One that announces terabytes, and one that never ends.
    let head = "POST /api/auth/login/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let mut stream = connect(&at).await;
    let announced = format!("{head}content-length: 5000000000000\r\n\r\n{{");
    stream.write_all(announced.as_bytes()).await.unwrap();
    let answer = first(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let mut stream = connect(&at).await;
    let endless = format!("{head}transfer-encoding: chunked\r\n\r\n");
    stream.write_all(endless.as_bytes()).await.unwrap();
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let mut sent = 0;
    while sent < 64 && stream.write_all(piece.as_bytes()).await.is_ok() {
        sent += 1;
    }
    let answer = rest(&mut stream).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 413"),
        "{answer}"
    );
}

async fn first(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 512];
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read(&mut bytes)).await;
    let count = read.expect("no answer").unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

/// Connections of one address beyond its number are closed at once; places are free again when their connections end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_has_so_many_connections() {
    let (at, _) = Rig::owned().await;
    let mut held = Vec::new();
    let mut closed = 0;
    for _ in 0..ADMINISTRATION.of_one + 20 {
        let mut stream = connect(&at).await;
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n")
            .await
            .unwrap();
        held.push(stream);
    }
    for stream in &mut held {
        // The others get an answer when their heads are complete.
        let finished = stream.write_all(b"\r\n").await;
        let mut byte = [0; 1];
        match (finished, stream.read(&mut byte).await) {
            (Ok(()), Ok(1)) => {}
            _ => closed += 1,
        }
    }
    // The harness' own clients hold a few.
    assert!((20..=24).contains(&closed), "{closed} of {}", held.len());
    drop(held);
    let again = async {
        while at
            .api()
            .client
            .get(format!("{}/healthz", at.address))
            .send()
            .await
            .is_err()
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), again)
        .await
        .expect("no place is free again");
}

/// A head that never comes to its end does not hold its place for longer than a head may take.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_trickles_is_cut_off() {
    let (at, _) = Rig::owned().await;
    let began = Instant::now();
    let mut silent = connect(&at).await;
    let mut trickling = connect(&at).await;
    trickling.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
    let mut kept_alive = connect(&at).await;
    kept_alive
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let trickle = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(500));
        while trickling.write_all(b"x: y\r\n").await.is_ok() {
            ticks.tick().await;
        }
        began.elapsed()
    };
    let (trickled, _, _) = tokio::join!(trickle, rest(&mut silent), rest(&mut kept_alive));
    let longest = ADMINISTRATION.head;
    eprintln!("cut off after {trickled:?} and {:?}", began.elapsed());
    assert!(trickled < longest + Duration::from_secs(5), "{trickled:?}");
    assert!(began.elapsed() >= longest, "somebody was cut off early");
}

/// Customers get a refusal from the administration, and cannot take its places.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_stay_out_and_take_no_places() {
    let (at, _) = peopled().await;
    let portal = at.running.as_ref().unwrap().portal;
    *at.appliance().hotspots.write().unwrap() = vec![hotspotd::service::appliance::Hotspot {
        network: "127.0.0.0/8".parse().unwrap(),
        sign_in: "wifi.lan".to_owned(),
    }];
    for path in [
        "/",
        "/login",
        "/api/auth/login/",
        "/static/app.css",
        "/healthz",
        "/nothing",
    ] {
        let page = at.browser().get(path).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(!page.text.contains("<html"), "{path}");
    }
    let mapped: std::net::IpAddr = "::ffff:127.0.0.5".parse().unwrap();
    assert!(
        at.appliance().is_customer(mapped),
        "by another way of writing it"
    );
    let answer = reqwest::get(format!("http://{portal}/")).await.unwrap();
    assert_eq!(answer.status(), 200);
    let mut held = Vec::new();
    for _ in 0..200 {
        held.push(connect(&at).await);
    }
    at.appliance().hotspots.write().unwrap().clear();
    assert_eq!(at.browser().get("/login").await.status, 200);
}
