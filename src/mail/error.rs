//! Why a mail did not go out.

use std::error::Error as StdError;
use std::io;

use lettre::transport::smtp::Error as SmtpError;
use tokio_rustls::rustls;

use super::message::NotWritten;
use super::settings::SettingsError;
use crate::domain::kind::{Kind, Kinded};

/// Why a mail did not go out.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The settings cannot be used.
    #[error("the mail settings cannot be used: {0}")]
    Settings(#[from] SettingsError),
    /// No connection, or what is there is no mail server.
    #[error(
        "the mail server {server} cannot be reached: check its name, its port, how it is secured, and this box's internet"
    )]
    Unreachable {
        /// Host and port.
        server: String,
        /// What happened.
        #[source]
        source: SmtpError,
    },
    /// It took too long. Whether the mail went out is not known.
    #[error(
        "the mail server {server} did not answer in time: try again later; if it goes on, check port and security in the settings"
    )]
    NoAnswer {
        /// Host and port.
        server: String,
    },
    /// Its certificate is not good for its name, or it offers no STARTTLS.
    #[error(
        "the connection to the mail server {server} cannot be secured: check the server's name and how it is secured in the settings, and the date of this box"
    )]
    NotSecure {
        /// Host and port.
        server: String,
        /// What happened.
        #[source]
        source: SmtpError,
    },
    /// User and password were refused, or are missing.
    #[error(
        "the mail server {server} refused the user or the password ({answer}): correct them in the settings"
    )]
    Authentication {
        /// Host and port.
        server: String,
        /// What it answered.
        answer: String,
    },
    /// Not now (4xx).
    #[error(
        "the mail server {server} does not take the mail at this time ({answer}): it will be tried again"
    )]
    Temporary {
        /// Host and port.
        server: String,
        /// What it answered.
        answer: String,
    },
    /// Never (5xx).
    #[error(
        "the mail server {server} refused the mail ({answer}): check the address of the recipient, and whether the server lets you send"
    )]
    Permanent {
        /// Host and port.
        server: String,
        /// What it answered.
        answer: String,
    },
    /// The mail cannot be written.
    #[error("the mail cannot be written in the form of mails")]
    NotWritten {
        /// What of it.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
}

impl MailError {
    /// Whether sending the same again later can help without anybody changing something.
    pub const fn is_worth_retrying(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::NoAnswer { .. } | Self::Temporary { .. }
        )
    }

    /// What an error of the library means.
    pub(super) fn of(server: String, source: SmtpError) -> Self {
        let answer = answer(&source);
        // The library tells these two apart from others of their kind by their text only; tests/mail holds both.
        let text = chain(&source);
        if source.is_timeout() {
            Self::NoAnswer { server }
        } else if source
            .status()
            .is_some_and(|code| AUTHENTICATION.contains(&u16::from(code)))
            || source.is_client() && text.contains("authentication mechanism")
        {
            Self::Authentication { server, answer }
        } else if source.is_tls()
            || comes_from_tls(&source)
            || source.is_client() && text.contains("STARTTLS")
        {
            Self::NotSecure { server, source }
        } else if source.is_transient() {
            Self::Temporary { server, answer }
        } else if source.is_permanent() {
            Self::Permanent { server, answer }
        } else if source.is_client() {
            Self::NotWritten {
                source: source.into(),
            }
        } else {
            Self::Unreachable { server, source }
        }
    }
}

impl From<NotWritten> for MailError {
    fn from(source: NotWritten) -> Self {
        Self::NotWritten {
            source: source.into(),
        }
    }
}

impl Kinded for MailError {
    fn kind(&self) -> Kind {
        match self {
            Self::Settings(_) => Kind::Invalid,
            Self::NotWritten { .. } => Kind::Internal,
            _ => Kind::Upstream,
        }
    }
}

/// Answers that are about who sends: wanted, too weak, refused, unsecured (RFC 4954), and "later" for the login.
const AUTHENTICATION: [u16; 5] = [454, 530, 534, 535, 538];

/// Code and text of what the server said, on one line and not longer than a message should be.
fn answer(error: &SmtpError) -> String {
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    let code = error
        .status()
        .map(|code| format!("{code} "))
        .unwrap_or_default();
    let line: String = text
        .chars()
        .take(160)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("{code}{}", line.trim())
}

fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

/// TLS fails inside of an I/O error.
fn comes_from_tls(error: &SmtpError) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let within = inner
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if inner.is::<rustls::Error>() || within.is_some_and(|within| within.is::<rustls::Error>())
        {
            return true;
        }
        cause = inner.source();
    }
    false
}
