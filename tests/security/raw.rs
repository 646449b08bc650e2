//! Requests byte by byte, for what no decent client sends.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::appliance::Rig;
use crate::people::browser;

/// A connection to the administration.
pub async fn connect(at: &Rig) -> TcpStream {
    let address = at.address.trim_start_matches("http://");
    TcpStream::connect(address).await.unwrap()
}

/// Everything until the other side closes.
pub async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let read = stream.read_to_end(&mut text);
    let read = tokio::time::timeout(Duration::from_secs(30), read).await;
    // A reset is an end too.
    let _ = read.expect("the other side does not close");
    String::from_utf8_lossy(&text).into_owned()
}

/// The answer to a request that is written as it stands.
pub async fn said(at: &Rig, request: &str) -> String {
    let mut stream = connect(at).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    rest(&mut stream).await
}

fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: box\r\nconnection: close\r\n{headers}\r\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_path_leads_out_of_the_files() {
    let (at, _) = Rig::owned().await;
    let (amina, _) = browser(&at, "amina").await;
    let cookies = amina.get("/about").await;
    let _ = cookies;
    let login = at.browser();
    let fields = [("login", "amina"), ("password", crate::appliance::PASSWORD)];
    let session = login.post("/login", &fields).await.session().unwrap();
    let cookie = format!("cookie: session={session}\r\n");
    for folder in [
        "/static/",
        "/settings/backups/",
        "/api/settings/backups/",
        "/api/config/download/",
    ] {
        for way in [
            "../secret.key",
            "..%2fsecret.key",
            "%2e%2e/secret.key",
            "%2e%2e%2fsecret.key",
            "..%5csecret.key",
            "....//secret.key",
            "%252e%252e%252fsecret.key",
            "/etc/passwd",
            "%2fetc%2fpasswd",
            "x%00.css",
            "..;/secret.key",
            "state.db",
            "../state.db",
            "..%2f..%2f..%2fetc%2fpasswd",
            ".",
            "..",
            "%",
            "%ff%fe",
            "a/../../secret.key",
        ] {
            at.pass(1);
            let answer = said(&at, &get(&format!("{folder}{way}"), &cookie)).await;
            let status: u16 = answer
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok())
                .unwrap();
            assert!([400, 404, 422].contains(&status), "{folder}{way}: {answer}");
            assert!(
                !answer.contains("SQLite format") && !answer.contains("root:"),
                "{folder}{way}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_by_which_the_box_is_called_decides_nothing() {
    let (at, _) = Rig::owned().await;
    for headers in [
        "",
        "host: evil.example\r\n",
        "x-forwarded-host: evil.example\r\n",
        "x-original-url: /people\r\n",
        "x-rewrite-url: /people\r\n",
        "x-http-method-override: DELETE\r\n",
    ] {
        for path in [
            "/",
            "/login",
            "/people",
            "http://evil.example/people",
            "/api/people/",
        ] {
            let answer = said(&at, &get(path, headers)).await;
            assert!(
                !answer.contains("evil.example"),
                "{path} {headers:?}: {answer}"
            );
            assert!(!answer.contains("Amina"), "{path} {headers:?}: {answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_request_is_refused_and_nothing_breaks() {
    let (at, _) = Rig::owned().await;
    for request in [
        "nonsense\r\n\r\n".to_owned(),
        "GET /\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}".to_owned() + "\r\n\r\n",
        "POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\nGET /people HTTP/1.1\r\n\r\n".to_owned(),
        "POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\nconnection: close\r\n\r\nabcdef".to_owned(),
        "POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\nconnection: close\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: {}\r\n\r\n", "a".repeat(200_000)),
        format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "a".repeat(200_000)),
        format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{}\r\n", "x: y\r\n".repeat(5_000)),
    ] {
        let mut stream = connect(&at).await;
        let _ = stream.write_all(request.as_bytes()).await;
        let _ = stream.shutdown().await;
        let answer = rest(&mut stream).await;
        let head: String = request.chars().take(60).collect();
        let refused = answer.is_empty() || ["400", "414", "431", "422", "401"].iter().any(|status| answer.starts_with(&format!("HTTP/1.1 {status}")) );
        assert!(refused, "{head:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count().max(1), 1, "{head:?}: {answer}");
    }
    assert_eq!(at.browser().get("/healthz").await.status, 200);
}
