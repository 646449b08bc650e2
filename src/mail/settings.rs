//! Which mail server, and how it is spoken to.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::domain::access::Email;
use crate::domain::kind::{Kind, Kinded};
use crate::domain::name::Label;
use crate::domain::secret::Secret;

/// How the connection to the mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// Not at all: only for a server on the same machine or in the same closet, and without a password.
    None,
    /// The connection begins openly and is secured before anything is said (port 587 as a rule). A server that does not offer it is
    /// not used.
    StartTls,
    /// Secured from the first byte (port 465 as a rule).
    Tls,
}

/// The mail server and the account there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: SmtpSecurity,
    /// The user at the server, where it wants one.
    pub user: Option<String>,
    /// The user's password.
    pub password: Option<Secret>,
    /// The address that mails come from.
    pub from: Email,
    /// The name beside it.
    pub from_name: Option<Label>,
    /// The certificate (PEM) that signed the server's, where no public authority did.
    pub authority: Option<String>,
}

/// Why settings cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No name.
    #[error("the mail server's name is not one; write it like smtp.example.org")]
    Host,
    /// Port 0.
    #[error("a mail server has no port 0; it is 587 with STARTTLS or 465 with TLS as a rule")]
    Port,
    /// Only one of user and password.
    #[error("user and password of the mail server belong together; write both or none")]
    HalfLogin,
    /// The password would go openly over the network.
    #[error("the password would be sent unsecured; choose STARTTLS or TLS")]
    OpenPassword,
    /// Not a certificate.
    #[error(
        "the certificate for the mail server is not one; paste the PEM text, from BEGIN CERTIFICATE to END CERTIFICATE"
    )]
    Authority,
}

impl Kinded for SettingsError {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }
}

impl SmtpSettings {
    /// Whether they can be used, without asking the server.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn check(&self) -> Result<(), SettingsError> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b".-_:".contains(&b);
        if self.host.is_empty() || self.host.len() > 253 || !self.host.bytes().all(plain) {
            return Err(SettingsError::Host);
        }
        if self.port == 0 {
            return Err(SettingsError::Port);
        }
        // The library takes a text without any certificate in it for one with none to add.
        if self
            .authority
            .as_ref()
            .is_some_and(|text| !text.contains("-----BEGIN CERTIFICATE-----"))
        {
            return Err(SettingsError::Authority);
        }
        match (&self.user, &self.password) {
            (Some(_), Some(_)) if self.security == SmtpSecurity::None && !self.is_local() => {
                Err(SettingsError::OpenPassword)
            }
            (Some(_), Some(_)) | (None, None) => Ok(()),
            _ => Err(SettingsError::HalfLogin),
        }
    }

    /// Whether the server runs on this machine.
    fn is_local(&self) -> bool {
        self.host == "localhost"
            || self
                .host
                .parse()
                .is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// The domain that mails come from.
    pub(super) fn domain(&self) -> &str {
        self.from.as_str().rsplit('@').next().unwrap_or_default()
    }

    /// How the server is called in messages.
    pub(super) fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> SmtpSettings {
        SmtpSettings {
            host: "smtp.example.org".to_owned(),
            port: 587,
            security: SmtpSecurity::StartTls,
            user: Some("duka".to_owned()),
            password: Some(Secret::new("kahawa")),
            from: "duka@example.org".parse().unwrap(),
            from_name: None,
            authority: None,
        }
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        assert_eq!(settings().check(), Ok(()));
        for host in [
            "",
            "smtp example",
            "smtp.example.org\r\n",
            "a@b",
            &"a".repeat(254),
        ] {
            let bad = SmtpSettings {
                host: host.to_owned(),
                ..settings()
            };
            assert_eq!(bad.check(), Err(SettingsError::Host), "{host:?}");
        }
        let no_port = SmtpSettings {
            port: 0,
            ..settings()
        };
        assert_eq!(no_port.check(), Err(SettingsError::Port));
        let half = SmtpSettings {
            password: None,
            ..settings()
        };
        assert_eq!(half.check(), Err(SettingsError::HalfLogin));
    }

    #[test]
    fn no_password_goes_openly_over_the_network() {
        let open = SmtpSettings {
            security: SmtpSecurity::None,
            ..settings()
        };
        assert_eq!(open.check(), Err(SettingsError::OpenPassword));
        for host in ["localhost", "127.0.0.1", "::1"] {
            let local = SmtpSettings {
                host: host.to_owned(),
                ..open.clone()
            };
            assert_eq!(local.check(), Ok(()), "{host}");
        }
        let without = SmtpSettings {
            user: None,
            password: None,
            ..open
        };
        assert_eq!(without.check(), Ok(()));
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let bad = SmtpSettings {
            authority: Some("kahawa".to_owned()),
            ..settings()
        };
        assert_eq!(bad.check(), Err(SettingsError::Authority));
    }

    #[test]
    fn debug_tells_no_password() {
        assert!(!format!("{:?}", settings()).contains("kahawa"));
    }
}
