//! TLS: the pin, the first use, and routers without a certificate.

use std::sync::Arc;
use std::time::Duration;

use hotspotd::routeros::{Client, Command, ConnectError, Endpoint, Fingerprint, Limits, Security};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ServerConfig, SupportedProtocolVersion};

use crate::connecting::check_message;
use crate::peer::{accept_login, credentials, listen, read_tag, say};

const CERTIFICATE: &[u8] = include_bytes!("tls/router.der");
const KEY: &[u8] = include_bytes!("tls/router.key.der");

fn acceptor(version: &'static SupportedProtocolVersion) -> TlsAcceptor {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(CERTIFICATE)],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(KEY)),
        )
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// A router that answers one command.
async fn router(version: &'static SupportedProtocolVersion, stream: TcpStream) {
    let Ok(mut stream) = acceptor(version).accept(stream).await else {
        return;
    };
    accept_login(&mut stream).await;
    let tag = read_tag(&mut stream).await.unwrap();
    say(&mut stream, &["!done", &tag]).await;
    stream.flush().await.unwrap();
}

async fn connect(port: u16, pin: Option<Fingerprint>) -> Result<Client, ConnectError> {
    let endpoint = Endpoint {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Tls { pin },
    };
    Client::connect(&endpoint, &credentials(), &Limits::default()).await
}

#[tokio::test]
async fn the_first_use_tells_the_fingerprint_and_the_pin_takes_it() {
    for (version, turnarounds) in [(&TLS12, 4), (&TLS13, 3)] {
        let mut pin = None;
        for _ in 0..2 {
            let port = listen(move |stream| router(version, stream)).await;
            let mut client = connect(port, pin).await.unwrap();
            assert_eq!(client.turnarounds(), turnarounds, "TCP, TLS and login");
            assert_eq!(client.fingerprint(), Some(Fingerprint::of(CERTIFICATE)));
            let replies = client.run_all(&[Command::read("/a/print")]).await.unwrap();
            assert_eq!(replies.len(), 1);
            pin = client.fingerprint();
        }
    }
}

#[tokio::test]
async fn another_certificate_gets_no_login() {
    for version in [&TLS12, &TLS13] {
        let port = listen(async move |stream| {
            assert!(acceptor(version).accept(stream).await.is_err());
        })
        .await;
        let pin = Fingerprint::of(b"another");
        let error = connect(port, Some(pin)).await.unwrap_err();
        let ConnectError::PinMismatch { expected, found } = error else {
            panic!("{error}");
        };
        assert_eq!((expected, found), (pin, Fingerprint::of(CERTIFICATE)));
        check_message(&error, &found.to_string());
    }
}

/// What a client says of a port that gives this answer to the first bytes of a handshake and then closes.
async fn error_after(answer: &'static [u8]) -> ConnectError {
    let port = listen(async |mut stream| {
        let mut space = [0; 4096];
        assert!(stream.read(&mut space).await.unwrap() > 0);
        stream.write_all(answer).await.unwrap();
    })
    .await;
    connect(port, None).await.unwrap_err()
}

#[tokio::test]
async fn a_service_without_certificate() {
    // The alert handshake_failure: no common cipher.
    let error = error_after(b"\x15\x03\x03\x00\x02\x02\x28").await;
    assert!(
        matches!(error, ConnectError::NoCertificate { .. }),
        "{error}"
    );
    check_message(&error, "run the bootstrap script");
    let error = error_after(b"").await;
    assert!(matches!(error, ConnectError::ClosedInTls { .. }), "{error}");
    check_message(&error, "check that api-ssl has a certificate");
}

#[tokio::test]
async fn a_port_that_does_not_speak_tls() {
    for answer in [&b"SSH-2.0-ROSSSH\r\n"[..], b"\x06!fatal\x0dnot logged in\0"] {
        let error = error_after(answer).await;
        assert!(matches!(error, ConnectError::NotTls { .. }), "{error}");
        check_message(&error, "does not speak TLS");
    }
}

#[tokio::test]
async fn a_port_that_is_silent() {
    let port = listen(async |mut stream| {
        let mut space = [0; 4096];
        while stream.read(&mut space).await.is_ok_and(|count| count > 0) {}
    })
    .await;
    let endpoint = Endpoint {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Tls { pin: None },
    };
    let limits = Limits {
        connect: Duration::from_millis(100),
        ..Limits::default()
    };
    let error = Client::connect(&endpoint, &credentials(), &limits)
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::TlsSilent { .. }), "{error}");
    check_message(&error, "port of api-ssl (8729)");
}
