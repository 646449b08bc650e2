//! The certificate of `api-ssl`.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::login::hex;
use crate::device::Device;

/// No certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum NoCertificate {
    /// The key or certificate.
    #[error("the simulator's certificate cannot be made")]
    Make(#[from] rcgen::Error),
    /// Its use.
    #[error("the simulator's certificate cannot be used")]
    Use(#[from] tokio_rustls::rustls::Error),
}

/// A self-signed certificate, in use.
#[derive(Clone)]
pub(crate) struct Identity {
    /// Does the handshakes.
    pub acceptor: TlsAcceptor,
    /// SHA-256 of the certificate (DER), 64 small hex digits.
    pub sha256: String,
}

/// Makes a certificate for this name.
pub(crate) fn identity(name: &str) -> Result<Identity, NoCertificate> {
    let made = rcgen::generate_simple_self_signed([name.to_string()])?;
    let certificate = made.cert.der().clone();
    let sha256 = hex(&Sha256::digest(&certificate));
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::from(key))?;
    Ok(Identity {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        sha256,
    })
}

/// Has `api-ssl` a certificate? Without one the router offers anonymous key exchange only, which TLS libraries refuse.
pub(crate) fn has_certificate(device: &Device) -> bool {
    let rows = device.rows("/ip/service");
    let service = rows.iter().find(|row| row.get("name") == Some("api-ssl"));
    service
        .and_then(|row| row.get("certificate"))
        .is_some_and(|name| !matches!(name, "" | "none"))
}

/// Ends a handshake that cannot succeed: the alert `handshake_failure`, as for a client without a common cipher.
pub(crate) async fn refuse<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) {
    let mut hello = [0; 4096];
    if matches!(stream.read(&mut hello).await, Ok(size) if size > 0) {
        // The client may be gone already; there is nobody else to tell.
        let _ = stream
            .write_all(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])
            .await;
        let _ = stream.shutdown().await;
    }
}
