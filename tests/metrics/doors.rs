//! Who may read the figures.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use hotspotd::app::{AppError, Running};
use hotspotd::config::Config;
use hotspotd::domain::moment::Moment;
use hotspotd::service::clock::Clock;
use reqwest::{Client, Response};
use serde_json::Value;

use crate::office::Office;

const TOKEN: &str = "5f0c8a1e9b7d4c26";

async fn started(folder: &Path, token: Option<&str>) -> Result<Running, AppError> {
    let file = folder.join("metrics.token");
    std::fs::write(&file, token.unwrap_or_default()).unwrap();
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let clock = Clock::standing(Moment::from_secs(1_795_655_649));
    Running::start(Config {
        metrics_token_file: token.map(|_| file),
        // A proxy on the box that takes TLS for it.
        proxies: vec![Ipv4Addr::LOCALHOST.into()],
        ..Config::on_trial(folder.join("data"), anywhere, anywhere, clock)
    })
    .await
}

/// Asks for the figures with these headers.
async fn ask(address: &str, headers: &[(&str, &str)]) -> Response {
    let request = Client::new().get(format!("{address}/metrics"));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    request.send().await.unwrap()
}

/// The status, and what a problem document says.
async fn refused(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["status"], status);
    (status, problem["detail"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn strangers_get_nothing_without_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let running = started(folder.path(), Some(&format!("{TOKEN}\n")))
        .await
        .unwrap();
    let address = format!("http://{}", running.listen);
    let bearer = format!("Bearer {TOKEN}");
    for stranger in [
        // Where a token is set, the box itself needs it too: a simple proxy looks like the box.
        ("accept", "*/*"),
        ("x-forwarded-for", "192.168.88.9"),
        ("x-forwarded-for", "127.0.0.1"),
        ("via", "1.1 proxy"),
        ("host", "evil.example"),
    ] {
        let (status, told) = refused(ask(&address, &[stranger]).await).await;
        assert!(
            status == 401 && told.contains("Authorization: Bearer"),
            "{told}"
        );
        for wrong in [
            "Bearer 5f0c8a1e9b7d4c27",
            "Bearer 5f0c8a1e9b7d4c2",
            "Basic 5f0c8a1e9b7d4c26",
        ] {
            let (status, told) =
                refused(ask(&address, &[stranger, ("authorization", wrong)]).await).await;
            assert_eq!(status, 401);
            assert!(!told.contains(TOKEN));
        }
        let right = ask(&address, &[stranger, ("authorization", &bearer)]).await;
        assert_eq!(right.status(), 200, "{stranger:?}");
        let text = right.text().await.unwrap();
        assert!(text.contains("hotspotd_build_info{") && !text.contains(TOKEN));
    }
    // The token opens nothing else.
    let elsewhere = Client::new()
        .get(format!("{address}/api/jobs/"))
        .header("authorization", &bearer);
    assert_eq!(elsewhere.send().await.unwrap().status(), 401);
    running.stop().await;
}

#[tokio::test]
async fn without_a_token_the_box_itself_reads_them() {
    let (office, amina) = Office::open(true).await;
    let address = format!("http://{}", office.running.listen);
    assert_eq!(ask(&address, &[]).await.status(), 200);
    let owner = format!("Bearer {}", amina.access);
    for headers in [
        vec![("x-forwarded-for", "192.168.88.9")],
        // Who is signed in does not matter here.
        vec![
            ("x-forwarded-for", "192.168.88.9"),
            ("authorization", &owner),
        ],
        vec![("host", "evil.example"), ("authorization", "Bearer ")],
    ] {
        let (status, told) = refused(ask(&address, &headers).await).await;
        assert!(
            status == 403 && told.contains("metrics_token_file"),
            "{told}"
        );
    }
    // Nor does a token of something else harm there.
    assert_eq!(
        ask(&address, &[("authorization", "Bearer x")])
            .await
            .status(),
        200
    );
}

#[tokio::test]
async fn a_token_that_can_be_guessed_lets_nobody_in_and_does_not_keep_the_box_down() {
    let folder = tempfile::tempdir().unwrap();
    let running = started(folder.path(), Some("short")).await.unwrap();
    let address = format!("http://{}", running.listen);
    let stranger = ("x-forwarded-for", "192.168.88.9");
    let asked = ask(&address, &[stranger, ("authorization", "Bearer short")]).await;
    assert_eq!(refused(asked).await.0, 403);
    assert_eq!(ask(&address, &[]).await.status(), 200);
    running.stop().await;
}
