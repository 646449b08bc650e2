//! Section 1: `api-ssl`.

use std::sync::Arc;

use simulator::{Simulator, SimulatorConfig};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring::default_provider};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use crate::raw::{Raw, board};

/// Takes any certificate.
#[derive(Debug)]
struct Trusting(CryptoProvider);

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

async fn start(ready: bool) -> Simulator {
    let mut config = SimulatorConfig::new(board("7.21.5"));
    config.tls_listen = Some("127.0.0.1:0".parse().unwrap());
    config.tls_ready = ready;
    Simulator::start(config).await.unwrap()
}

async fn connect(simulator: &Simulator) -> std::io::Result<TlsStream<TcpStream>> {
    let provider = default_provider();
    let config = ClientConfig::builder_with_provider(Arc::new(provider.clone()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trusting(provider)))
        .with_no_client_auth();
    let stream = TcpStream::connect(simulator.tls_address().unwrap()).await?;
    let name = ServerName::try_from("router.lan").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

#[tokio::test]
async fn a_ready_service_shows_the_certificate_it_tells() {
    use sha2::{Digest, Sha256};
    let simulator = start(true).await;
    let stream = connect(&simulator).await.unwrap();
    let shown = stream.get_ref().1.peer_certificates().unwrap()[0].clone();
    let hex: String = Sha256::digest(&shown)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(simulator.certificate_sha256(), Some(hex));
    let mut raw = Raw { stream };
    raw.admin().await;
    raw.says(&["/system/identity/set", "=name=tls"], &[&["!done"]])
        .await;
}

#[tokio::test]
async fn a_factory_new_router_serves_no_tls() {
    let simulator = start(false).await;
    assert!(connect(&simulator).await.is_err());
}

#[tokio::test]
async fn without_a_certificate_the_handshake_fails() {
    let simulator = start(true).await;
    let mut raw = Raw::log_in(&simulator).await;
    raw.says(
        &["/ip/service/set", "=.id=api-ssl", "=certificate=none"],
        &[&["!done"]],
    )
    .await;
    let refused = connect(&simulator).await.unwrap_err();
    assert!(
        refused.to_string().contains("HandshakeFailure"),
        "{refused}"
    );
}

#[tokio::test]
async fn switching_the_service_off_cuts_its_sessions_only() {
    let simulator = start(true).await;
    let mut plain = Raw::log_in(&simulator).await;
    let mut tls = Raw {
        stream: connect(&simulator).await.unwrap(),
    };
    tls.admin().await;
    plain
        .says(&["/ip/service/disable", "=.id=api-ssl"], &[&["!done"]])
        .await;
    tls.is_closed().await;
    plain
        .says(&["/system/identity/set", "=name=z"], &[&["!done"]])
        .await;
}
