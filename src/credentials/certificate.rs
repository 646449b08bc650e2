//! Certificates of the administration's listener: reading them with their keys, and making one that signs itself.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SerialNumber, date_time_ymd,
};
use sha2::{Digest as _, Sha256};
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{
    CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName,
};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};

use super::random::{self, RandomError};
use crate::domain::secret::Secret;

/// Characters of a line of PEM (RFC 7468).
const LINE: usize = 64;
/// Bytes of a serial number. RFC 5280 allows 20.
const SERIAL: usize = 16;

/// A certificate, those that vouch for it, and its key.
#[derive(Debug, Clone)]
pub struct Certificate(Arc<CertifiedKey>);

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// Nothing of the kind is in the file.
    #[error("it holds no certificate: it must be PEM, beginning with -----BEGIN CERTIFICATE-----")]
    NoCertificate,
    /// Nothing of the kind is in the file.
    #[error(
        "it holds no key that can be read: it must be PEM (PKCS#8, PKCS#1 or SEC1), without a password"
    )]
    NoKey,
    /// The key is another's.
    #[error("the key is not the one of the certificate: give both from the same renewal")]
    OtherKey,
    /// The TLS library takes neither or one of them.
    #[error("TLS cannot work with it: {0}")]
    Unfit(Error),
    /// It could not be made.
    #[error("it cannot be made")]
    NotMade(#[from] rcgen::Error),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl Certificate {
    /// From a chain in PEM, the certificate itself first, and its key in PEM.
    ///
    /// # Errors
    /// What cannot be read, and two that do not belong together.
    pub fn read(chain: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let chain = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| CertificateError::NoCertificate)?;
        if chain.is_empty() {
            return Err(CertificateError::NoCertificate);
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| CertificateError::NoKey)?;
        match CertifiedKey::from_der(chain, key, &ring::default_provider()) {
            Ok(both) => Ok(Certificate(Arc::new(both))),
            Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
                Err(CertificateError::OtherKey)
            }
            Err(error) => Err(CertificateError::Unfit(error)),
        }
    }

    /// As the TLS library shows it.
    pub fn shown(&self) -> &Arc<CertifiedKey> {
        &self.0
    }

    /// The certificate itself (DER), of which a browser shows the fingerprint.
    pub fn der(&self) -> &[u8] {
        self.0.cert.first().map_or(&[], |first| first.as_ref())
    }

    /// Whether it is for this name or address.
    pub fn covers(&self, name: &str) -> bool {
        let covered = || {
            let name = ServerName::try_from(name).ok()?;
            let parsed = ParsedCertificate::try_from(self.0.cert.first()?).ok()?;
            verify_server_name(&parsed, &name).ok()
        };
        covered().is_some()
    }
}

/// Two are the same where they show the same.
impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.cert == other.0.cert
    }
}

/// The first certificate (DER) in a text of PEM.
pub fn first_der(pem: &str) -> Option<Vec<u8>> {
    let found = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    Some(found.to_vec())
}

/// Whether a certificate can be for this name or address.
pub fn is_name(text: &str) -> bool {
    ServerName::try_from(text).is_ok()
}

/// A new key for [`self_signed`]: ECDSA on P-256, which every browser takes; PEM.
///
/// # Errors
/// No random bytes.
pub fn new_key() -> Result<Secret, CertificateError> {
    let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    Ok(Secret::new(pem("PRIVATE KEY", pair.serialized_der())))
}

/// A certificate for these names and addresses that signs itself; PEM.
///
/// # Errors
/// A key that is none of [`new_key`], a name that is none.
pub fn self_signed(key: &Secret, names: &[String]) -> Result<String, CertificateError> {
    let key = PrivatePkcs8KeyDer::from_pem_slice(key.reveal().as_bytes())
        .map_err(|_| CertificateError::NoKey)?;
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ECDSA_P256_SHA256)?;
    let mut wanted = CertificateParams::new(names)?;
    // The same dates for every box at any time: one without a battery may think that it is 1970 when it makes this, and what it makes then
    // has to be right when the clock is. Browsers limit how long a certificate may be valid that somebody they trust has signed; this one
    // is trusted by nobody, only known again, and whoever has agreed to it shall not be asked again every other year. Apple's systems limit
    // others too, to 825 days, where they begin after 2019-07-01, and Chrome there let nobody past (support.apple.com/HT210176).
    wanted.not_before = date_time_ymd(2019, 1, 1);
    wanted.not_after = date_time_ymd(2099, 12, 31);
    // Each has a number of its own: Firefox refuses a certificate of the same issuer and number as another that it knows, and lets nobody
    // agree to it (SEC_ERROR_REUSED_ISSUER_AND_SERIAL).
    let mut serial = random::bytes::<SERIAL>()?;
    serial[0] &= 0x7f;
    wanted.serial_number = Some(SerialNumber::from_slice(&serial));
    // Each box has a name of its own, or browsers would take a certificate of one for the issuer of another's.
    let print = Sha256::digest(pair.public_key_raw());
    let print: String = print
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    wanted.distinguished_name = DistinguishedName::new();
    let name = format!("hotspotd {print}");
    wanted.distinguished_name.push(DnType::CommonName, name);
    // Nothing else can be signed with it: whoever steals it is this box, and no other site.
    wanted.is_ca = IsCa::ExplicitNoCa;
    wanted.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(pem("CERTIFICATE", wanted.self_signed(&pair)?.der()))
}

/// Bytes as PEM.
fn pem(what: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {what}-----\n");
    let digits = STANDARD.encode(der);
    let mut rest = digits.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {what}-----\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(names: &[&str]) -> (Secret, String) {
        let key = new_key().unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let chain = self_signed(&key, &names).unwrap();
        (key, chain)
    }

    #[test]
    fn what_was_made_is_read_and_covers_its_names() {
        let (key, chain) = made(&["localhost", "Duka", "duka.local", "127.0.0.1", "fd00::2"]);
        let read = Certificate::read(chain.as_bytes(), key.reveal().as_bytes()).unwrap();
        for name in ["localhost", "duka", "DUKA.local", "127.0.0.1", "fd00::2"] {
            assert!(read.covers(name), "{name}");
        }
        for name in ["duka2", "127.0.0.2", "fd00::3", "", "no name at all"] {
            assert!(!read.covers(name), "{name}");
        }
        assert!(chain.lines().all(|line| line.len() <= LINE));
        // The same key, another certificate.
        let again = self_signed(&key, &["localhost".to_owned()]).unwrap();
        let again = Certificate::read(again.as_bytes(), key.reveal().as_bytes()).unwrap();
        assert!(again != read && again == again.clone());
        // The number: behind two heads of four bytes and the version of five, a type, a length, and so many bytes.
        let number = |of: &Certificate| {
            let (head, rest) = of.der()[13..].split_at(2);
            assert_eq!(head[0], 0x02, "{head:?}");
            rest[..usize::from(head[1])].to_vec()
        };
        assert_ne!(number(&again), number(&read));
    }

    #[test]
    fn what_does_not_belong_together_is_told() {
        let (key, chain) = made(&["localhost"]);
        let (other, _) = made(&["localhost"]);
        let read = |chain: &str, key: &str| {
            Certificate::read(chain.as_bytes(), key.as_bytes())
                .unwrap_err()
                .to_string()
        };
        let right = key.reveal();
        let broken = chain.replace("MII", "MI!");
        let cut = &chain[..200];
        for (told, told_of) in [
            (read(&chain, other.reveal()), "is not the one"),
            (read("", right), "no certificate"),
            (read(right, right), "no certificate"),
            (read(&broken, right), "no certificate"),
            (read(cut, right), "no certificate"),
            (read(&chain, ""), "no key"),
            (read(&chain, &chain), "no key"),
            (
                read(
                    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                    right,
                ),
                "TLS cannot work with it",
            ),
        ] {
            assert!(told.contains(told_of), "{told}");
        }
    }
}
