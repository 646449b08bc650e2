//! Certificates.

use super::super::kind::Kind;
use super::super::menu::{Menu, Shape, field, fields};
use super::{Listed, SAME_NAME, listed};

const USAGES: &[&str] = &[
    "digital-signature",
    "content-commitment",
    "key-encipherment",
    "data-encipherment",
    "key-agreement",
    "key-cert-sign",
    "crl-sign",
    "encipher-only",
    "decipher-only",
    "tls-server",
    "tls-client",
    "code-sign",
    "email-protect",
    "timestamp",
    "ocsp-sign",
    "dvcs",
];
const SIZES: &[&str] = &[
    "1024",
    "1536",
    "2048",
    "4096",
    "8192",
    "prime256v1",
    "secp384r1",
    "secp521r1",
];

pub fn menus() -> Vec<Listed> {
    let menu = Menu::new("/certificate", Shape::List)
        .named(SAME_NAME)
        .with(field("issuer", Kind::Text).read_only())
        .with(field("digest-algorithm", Kind::Word(&["md5", "sha1", "sha256", "sha384", "sha512"])).default("sha256"))
        .with(field("key-type", Kind::Text).read_only())
        .with_all(fields("country state locality organization unit", Kind::Text))
        .with(field("common-name", Kind::Text).required())
        .with(field("key-size", Kind::Word(SIZES)).default("2048"))
        .with(field("subject-alt-name", Kind::Text))
        .with(field("days-valid", Kind::Number(1, 36500, &[])).default("365"))
        .with(field("key-usage", Kind::Set(USAGES)).default("digital-signature,key-encipherment,data-encipherment,key-cert-sign,crl-sign,tls-server,tls-client"))
        .with(field("trusted", Kind::Bool))
        .with(field("trust-store", Kind::Text).since(19))
        .with_all(fields("serial-number fingerprint akid skid invalid-before invalid-after expires-after", Kind::Text).into_iter().map(|one| one.read_only()).collect())
        .with_all(fields("private-key authority issued crl expired revoked", Kind::Bool).into_iter().map(|one| one.read_only()).collect())
        .verbs(&["sign", "import", "export-certificate", "create-certificate-request", "add-scep", "enable-ssl-certificate", "issued-revoke"]);
    listed(vec![menu])
}
