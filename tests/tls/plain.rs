//! Plain HTTP at a listener that takes TLS.

use std::net::{IpAddr, SocketAddr};

use hotspotd::service::tls::Wanted;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

use crate::clients::{Rig, curl};

const HERE: [u8; 4] = [127, 0, 0, 1];
const STRANGER: [u8; 4] = [127, 0, 0, 2];
const PROXY: [u8; 4] = [127, 0, 0, 3];

/// The answer to a request from this address.
async fn ask(at: &Rig, from: [u8; 4], request: &str) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from((from, 0))).unwrap();
    let mut stream = socket.connect(at.running.listen).await.unwrap();
    let request = format!(
        "{request} HTTP/1.1\r\nhost: duka.local:8000\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

fn status(text: &str) -> &str {
    &text[9..12]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_are_sent_to_tls_and_others_answered() {
    let at = Rig::with(Wanted::Made, vec![IpAddr::from(PROXY)]).await;
    for from in [HERE, PROXY] {
        assert_eq!(
            status(&ask(&at, from, "GET /help").await),
            "200",
            "{from:?}"
        );
        assert_eq!(
            status(&ask(&at, from, "POST /login").await),
            "422",
            "{from:?}"
        );
    }
    for request in ["GET /help?a=b", "HEAD /help?a=b"] {
        let sent = ask(&at, STRANGER, request).await;
        assert_eq!(status(&sent), "308", "{sent}");
        let there = "\r\nlocation: https://duka.local:8000/help?a=b\r\n";
        assert!(
            sent.contains(there) && !sent.contains("set-cookie"),
            "{sent}"
        );
        // Or a browser would remember it beyond `tls = "off"`.
        assert!(sent.contains("\r\ncache-control: no-store\r\n"), "{sent}");
    }
    for request in [
        "POST /login",
        "PUT /api/routers/1/",
        "DELETE /api/routers/1/",
    ] {
        let refused = ask(&at, STRANGER, request).await;
        assert_eq!(status(&refused), "403", "{refused}");
        let document = "\r\ncontent-type: application/problem+json\r\n";
        assert!(
            refused.contains(document) && refused.contains("without TLS"),
            "{refused}"
        );
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(
            status(&ask(&at, STRANGER, &format!("GET {path}")).await),
            "200"
        );
    }
    let authority = at.folder.path().join("tls.pem");
    let url = format!("https://127.0.0.1:{}/help", at.port());
    if let Some(said) = curl(&authority, &["--interface", "127.0.0.2", &url]) {
        assert!(said.text.starts_with("HTTP/1.1 200"), "{said:?}");
    }
    at.running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_tls_is_off_everybody_is_answered() {
    let at = Rig::start(Wanted::Off).await;
    assert_eq!(status(&ask(&at, STRANGER, "GET /help").await), "200");
    assert!(!at.folder.path().join("tls.key").exists());
    at.running.stop().await;
}
