//! Certificates: made, signed, imported. They are names and fingerprints here; the wire brings its own TLS keys.

use sha2::{Digest, Sha256};

use super::Device;
use super::arguments::Arguments;
use super::menu::Menu;
use super::outcome::{Outcome, Trap};
use super::store::Row;

impl Device {
    /// A signed certificate can no longer be changed but for its name and trust.
    pub(super) fn certificate_row(&self, row: &mut Row, old: Option<&Row>) -> Result<(), Trap> {
        let Some(old) = old.filter(|old| old.get("fingerprint").is_some()) else {
            return Ok(());
        };
        let differs = |name: &&String| {
            !matches!(name.as_str(), "name" | "trusted" | "trust-store")
                && old.values.get(*name) != row.values.get(*name)
        };
        match row.values.keys().find(differs) {
            Some(name) => Err(Trap::failure(format!(
                "can not change {name} of a signed certificate"
            ))),
            None => Ok(()),
        }
    }

    /// `/certificate/sign`: gives a template its key, its fingerprint and its validity.
    pub(super) fn sign(&mut self, menu: &Menu, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
        arguments.only(&[
            ".id",
            "number",
            "numbers",
            "ca",
            "ca-crl-host",
            "name",
            "once",
            "duration",
            "interval",
            "as-value",
        ])?;
        let item = self.item(
            menu,
            arguments
                .items()
                .ok_or_else(|| Trap::missing("missing =.id="))?,
        )?;
        let mut row = self
            .store
            .by_id(&item.menu, item.id)
            .cloned()
            .ok_or_else(|| Trap::missing("no such item"))?;
        if row.get("fingerprint").is_some() {
            return Err(Trap::failure("already signed"));
        }
        let ca = match arguments.get("ca") {
            Some(text) => {
                let found = self
                    .item(menu, text)
                    .map_err(|_| Trap::value("input does not match any value of ca"))?;
                self.store
                    .by_id(&found.menu, found.id)
                    .and_then(|row| row.get("name"))
                    .map(str::to_string)
            }
            None => None,
        };
        let days: u64 = menu
            .value(&row, "days-valid")
            .and_then(|days| days.parse().ok())
            .unwrap_or(365);
        let (now, seed) = (
            self.now(),
            format!(
                "{}{:?}{}",
                self.model.product_code,
                row.values,
                self.store.revision()
            ),
        );
        let signs = menu
            .value(&row, "key-usage")
            .is_some_and(|usage| usage.split(',').any(|one| one == "key-cert-sign"));
        let mut set = |name: &str, value: String| row.values.insert(name.to_string(), value);
        set("private-key", "true".to_string());
        set("fingerprint", fingerprint(&seed));
        set(
            "serial-number",
            fingerprint(&seed).chars().take(16).collect(),
        );
        set("authority", (ca.is_none() && signs).to_string());
        set("issued", ca.is_some().to_string());
        set("trusted", "true".to_string());
        set("invalid-before", self.moment_text(now));
        set("invalid-after", self.moment_text(now + days * 86_400));
        if let Some(ca) = ca {
            set("ca", ca);
        }
        if let Some(name) = arguments.get("name") {
            set("name", name.to_string());
        }
        self.store.replace("/certificate", row);
        self.writes += 1;
        self.settle("/certificate");
        Ok(Outcome::DONE)
    }

    /// `/certificate/import`: PEM of a file; the result is called `<file>_0`.
    pub(super) fn import_certificate(&mut self, arguments: Arguments<'_>) -> Result<Outcome, Trap> {
        arguments.only(&[
            "file-name",
            "passphrase",
            "name",
            "trusted",
            "trust-store",
            "no-key-export",
            "as-value",
        ])?;
        let file = arguments.require("file-name")?;
        let text = self
            .file_text(file)
            .ok_or_else(|| Trap::failure("file not found"))?
            .to_string();
        let (certificate, key) = (
            text.contains("-----BEGIN CERTIFICATE-----"),
            text.contains("PRIVATE KEY-----"),
        );
        if !certificate && !key {
            return Err(Trap::failure("no certificate or key in the file"));
        }
        let name = arguments
            .get("name")
            .map_or_else(|| format!("{file}_0"), str::to_string);
        let print = fingerprint(&text);
        let old = self.store.named("/certificate", &name).next().cloned();
        match old {
            Some(mut row) => {
                if key {
                    row.values
                        .insert("private-key".to_string(), "true".to_string());
                }
                self.store.replace("/certificate", row);
            }
            None => {
                let key = key.to_string();
                let row = Row::of(&[
                    ("name", &name),
                    ("common-name", file),
                    ("fingerprint", &print),
                    ("private-key", &key),
                ]);
                self.store.insert("/certificate", row, None);
            }
        }
        self.writes += 1;
        let mut record = super::outcome::Record::default();
        record.push("certificates-imported", u8::from(certificate).to_string());
        record.push("private-keys-imported", u8::from(key).to_string());
        record.push("files-imported", "1");
        record.push("decryption-failures", "0");
        record.push("keys-with-no-certificate", "0");
        Ok(Outcome::Records(vec![record]))
    }
}

/// SHA-256 of a text in hex.
pub fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A text of the form of a WireGuard key (44 characters of Base64) that follows from a seed.
pub fn key_text(seed: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(seed.as_bytes());
    let mut bits: u32 = 0;
    let mut count = 0;
    let mut text = String::new();
    for byte in digest.iter().copied().chain([0]) {
        bits = bits << 8 | u32::from(byte);
        count += 8;
        while count >= 6 && text.len() < 43 {
            count -= 6;
            let letter = LETTERS
                .get((bits >> count & 63) as usize)
                .copied()
                .unwrap_or(b'A');
            text.push(char::from(letter));
        }
    }
    text.push('=');
    text
}
