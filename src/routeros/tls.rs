//! TLS to a router: one certificate is trusted, by its fingerprint.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{
    CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, HandshakeKind, ProtocolVersion,
    SignatureScheme,
};

/// The SHA-256 of a certificate (DER). Written as 64 lower-case hex digits, the way RouterOS shows it under `/certificate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of this certificate.
    pub fn of(certificate_der: &[u8]) -> Fingerprint {
        Fingerprint(Sha256::digest(certificate_der).into())
    }
}

impl Fingerprint {
    /// In upper case and with colons between the bytes, the way browsers and openssl show it.
    pub fn in_pairs(&self) -> String {
        let pairs: Vec<String> = self.0.iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text that is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a certificate's fingerprint is a SHA-256: 64 hex digits, with or without colons, as the router shows it under /certificate"
)]
pub struct FingerprintError;

/// Takes either case, with or without colons between the bytes.
impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Fingerprint, FingerprintError> {
        let digits: Vec<u8> = text.trim().bytes().filter(|byte| *byte != b':').collect();
        let mut bytes = [0; 32];
        if digits.len() != 2 * bytes.len() {
            return Err(FingerprintError);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| FingerprintError)?;
            // `from_str_radix` alone would take "+f".
            if !pair.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(FingerprintError);
            }
            *byte = u8::from_str_radix(pair, 16).map_err(|_| FingerprintError)?;
        }
        Ok(Fingerprint(bytes))
    }
}

/// A finished handshake.
pub(super) struct Secured {
    pub(super) stream: TlsStream<TcpStream>,
    pub(super) fingerprint: Fingerprint,
    /// How often the handshake waited for the router.
    pub(super) turnarounds: u32,
}

/// Why there is no TLS connection.
#[derive(Debug)]
pub(super) enum HandshakeError {
    /// Another certificate than the pinned one.
    PinMismatch { found: Fingerprint },
    /// The router speaks TLS and shares no cipher with us: `api-ssl` without a certificate has only anonymous Diffie-Hellman.
    NoCertificate,
    /// Whatever answers does not speak TLS.
    NotTls,
    /// The connection closed during the handshake.
    Closed,
    /// Anything else.
    Other(io::Error),
}

/// Shakes hands over an open connection.
pub(super) async fn secure(
    stream: TcpStream,
    peer: IpAddr,
    pin: Option<Fingerprint>,
) -> Result<Secured, HandshakeError> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Arc::new(PinVerifier {
        provider: Arc::clone(&provider),
        pin,
        shown: OnceLock::new(),
    });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| HandshakeError::Other(io::Error::other(error)))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&verifier) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    // A router has one certificate and no use for a name; what identifies it is the pin.
    config.enable_sni = false;
    config.resumption = Resumption::disabled();

    let connecting = TlsConnector::from(Arc::new(config)).connect(ServerName::from(peer), stream);
    let shown = |verifier: &PinVerifier| verifier.shown.get().copied();
    match connecting.await {
        Ok(stream) => {
            let (_, session) = stream.get_ref();
            let turnarounds = turnarounds(session.protocol_version(), session.handshake_kind());
            let fingerprint = shown(&verifier).ok_or(HandshakeError::NoCertificate)?;
            Ok(Secured {
                stream,
                fingerprint,
                turnarounds,
            })
        }
        Err(error) => Err(match (shown(&verifier), pin) {
            (Some(found), Some(expected)) if found != expected => {
                HandshakeError::PinMismatch { found }
            }
            (shown, _) => explain(error, shown.is_some()),
        }),
    }
}

/// The fingerprint of the certificate that is shown over an open connection, whoever shows it. Nothing is asked there.
pub async fn shown(stream: TcpStream, peer: IpAddr) -> Option<Fingerprint> {
    let secured = secure(stream, peer, None).await.ok()?;
    Some(secured.fingerprint)
}

/// Waits of a full handshake: TLS 1.3 one (RFC 8446, section 2), one more if the server wanted another key share; TLS 1.2 two (RFC 5246, section 7.3).
fn turnarounds(version: Option<ProtocolVersion>, kind: Option<HandshakeKind>) -> u32 {
    match (version, kind) {
        (Some(ProtocolVersion::TLSv1_3), Some(HandshakeKind::FullWithHelloRetryRequest)) => 2,
        (Some(ProtocolVersion::TLSv1_3), _) => 1,
        _ => 2,
    }
}

fn explain(error: io::Error, certificate_shown: bool) -> HandshakeError {
    let tls = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Error>());
    match tls {
        // Before the certificate is shown, the one thing a router complains about is that there is no common cipher.
        Some(Error::AlertReceived(_) | Error::PeerIncompatible(_)) if !certificate_shown => {
            HandshakeError::NoCertificate
        }
        Some(Error::InvalidMessage(_)) => HandshakeError::NotTls,
        Some(_) => HandshakeError::Other(error),
        None => match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => HandshakeError::Closed,
            _ => HandshakeError::Other(error),
        },
    }
}

/// Takes the pinned certificate, or any when none is pinned, and remembers which was shown.
///
/// Names, dates and issuers do not matter: routers sign their own certificates and often have a wrong clock. That the router holds
/// the key of the certificate it shows is checked as always.
#[derive(Debug)]
struct PinVerifier {
    provider: Arc<CryptoProvider>,
    pin: Option<Fingerprint>,
    shown: OnceLock<Fingerprint>,
}

impl ServerCertVerifier for PinVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = *self.shown.get_or_init(|| Fingerprint::of(end_entity));
        match self.pin {
            Some(pin) if pin != shown => Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            )),
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn the_fingerprint_is_the_sha256_in_lower_case() {
        assert_eq!(Fingerprint::of(b"abc").to_string(), HEX);
        assert!(
            Fingerprint::of(b"abc")
                .in_pairs()
                .starts_with("BA:78:16:BF:")
        );
    }

    #[test]
    fn every_usual_way_of_writing_one_is_taken() {
        let with_colons: Vec<String> = HEX
            .as_bytes()
            .chunks(2)
            .map(|pair| String::from_utf8_lossy(pair).to_uppercase())
            .collect();
        for text in [
            HEX.to_owned(),
            HEX.to_uppercase(),
            with_colons.join(":"),
            format!(" {HEX}\n"),
        ] {
            assert_eq!(text.parse(), Ok(Fingerprint::of(b"abc")), "{text}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        let signs = "+f".repeat(32);
        for text in [
            "",
            "abc",
            &HEX[1..],
            &HEX.replace('b', "g"),
            &signs,
            &"ü".repeat(32),
        ] {
            assert_eq!(text.parse::<Fingerprint>(), Err(FingerprintError), "{text}");
        }
    }
}
