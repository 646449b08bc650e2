//! Why a router could not be reached or read, sorted for a person who stands before it.

use crate::domain::routeros::version::Version;
use crate::routeros::read::ReadError;
use crate::routeros::{ConnectError, Fingerprint};

/// What went wrong, in one sentence; [`Trouble::advice`] says what to do. Nothing was changed on the router.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The name does not resolve.
    #[error("Nothing of the name {0:?} is known on this network.")]
    UnknownHost(String),
    /// There is no way there.
    #[error("There is no way from this box to that address.")]
    Unreachable,
    /// Nothing answers.
    #[error("Nothing answers at that address.")]
    Timeout,
    /// Something is there, and nothing listens on the port.
    #[error("Something answers at that address, but not on this port.")]
    Refused,
    /// The router is there, and its API is off.
    #[error("A device answers at that address, but its API (port {port}) is switched off.")]
    ApiOff {
        /// The port.
        port: u16,
    },
    /// It accepts the connection and closes it at once.
    #[error("The router closes the connection before anybody can sign in.")]
    TurnedAway,
    /// User or password.
    #[error("The router does not accept this name and password.")]
    WrongPassword,
    /// The login is refused for another reason.
    #[error("The router does not let this account in: {0}.")]
    LoginRefused(String),
    /// Another certificate than before.
    #[error("The router shows another certificate than the one hotspotd knows it by.")]
    CertificateChanged {
        /// The one it is known by.
        known: Fingerprint,
        /// The one it shows.
        shown: Fingerprint,
    },
    /// No certificate at the secure API.
    #[error("The router's secure API has no certificate, so no encrypted connection is possible.")]
    NoTls,
    /// A secure connection was asked of a port that has none.
    #[error("The port answers, but not with encryption.")]
    PlainPort,
    /// A plain connection was asked of a secure port.
    #[error("The port speaks with encryption, and a connection without was asked for.")]
    SecurePort,
    /// The handshake fails in another way.
    #[error("No encrypted connection with the router is possible.")]
    BadTls,
    /// Something else than a router.
    #[error("What answers there is not the API of a MikroTik router.")]
    NotRouterOs,
    /// Its RouterOS is too old.
    #[error("The router runs RouterOS {runs}, which is too old.")]
    TooOld {
        /// What it runs.
        runs: Version,
    },
    /// The account may sign in and may not read.
    #[error("The account may sign in, but not read the router's configuration ({0}).")]
    MayNotRead(String),
    /// The connection broke.
    #[error("The connection broke: {0}.")]
    Broken(String),
}

impl Trouble {
    /// A word for programs and for looking up texts in another language.
    pub fn key(&self) -> &'static str {
        match self {
            Trouble::UnknownHost(_) => "unknown-host",
            Trouble::Unreachable => "unreachable",
            Trouble::Timeout => "timeout",
            Trouble::Refused => "refused",
            Trouble::ApiOff { .. } => "api-off",
            Trouble::TurnedAway => "turned-away",
            Trouble::WrongPassword => "wrong-password",
            Trouble::LoginRefused(_) => "login-refused",
            Trouble::CertificateChanged { .. } => "certificate-changed",
            Trouble::NoTls => "no-tls",
            Trouble::PlainPort => "plain-port",
            Trouble::SecurePort => "secure-port",
            Trouble::BadTls => "bad-tls",
            Trouble::NotRouterOs => "not-routeros",
            Trouble::TooOld { .. } => "too-old",
            Trouble::MayNotRead(_) => "may-not-read",
            Trouble::Broken(_) => "broken",
        }
    }

    /// What to do about it, in one or two sentences.
    pub fn advice(&self) -> &'static str {
        match self {
            Trouble::UnknownHost(_) => {
                "Check the spelling, or give the router's address in numbers, such as 192.168.88.1."
            }
            Trouble::Unreachable => {
                "Check that this box is connected to the router's network and has an address in it."
            }
            Trouble::Timeout => {
                "Check the address, the cable and that the router is on. If all is well, its firewall may drop what comes from this box."
            }
            Trouble::Refused => {
                "Check the port: 8729 is the secure API, 8728 the plain one. If they are right, switch the service on in the router (IP, Services)."
            }
            Trouble::ApiOff { .. } => {
                "Switch it on in WinBox under IP, Services (api-ssl), or paste hotspotd's set-up script into the router's terminal."
            }
            Trouble::TurnedAway => {
                "In the router under IP, Services, see that this box's address is allowed and the service is on; if too many programs are signed in, end some. Check the port too: 8729 is the secure API, 8728 the plain one."
            }
            Trouble::WrongPassword => {
                "Check both; capital letters count. If nobody knows the password, paste hotspotd's set-up script into the router's terminal as its administrator."
            }
            Trouble::LoginRefused(_) => {
                "See under System, Users that the account's group has the policy api and that this box's address is allowed."
            }
            Trouble::CertificateChanged { .. } => {
                "If the router was replaced, reset or given a new certificate, accept the new one. If not, do not: somebody may be in between."
            }
            Trouble::NoTls => {
                "Paste hotspotd's set-up script into the router's terminal; it makes a certificate."
            }
            Trouble::PlainPort => "Use port 8729 for a secure connection. The plain port is 8728.",
            Trouble::SecurePort => "Choose a secure connection; it is the better one.",
            Trouble::BadTls => {
                "Give the router's secure API a new certificate: paste hotspotd's set-up script into its terminal after removing the old one."
            }
            Trouble::NotRouterOs => {
                "Check the address and the port (8729 or 8728). It may be another device that has this address."
            }
            Trouble::TooOld { .. } => {
                "Upgrade the router to RouterOS 7.9 or newer (System, Packages, Check For Updates), then try again."
            }
            Trouble::MayNotRead(_) => {
                "Paste hotspotd's set-up script into the router's terminal: it gives the account what it needs."
            }
            Trouble::Broken(_) => "Check the cable or the radio link to the router, and try again.",
        }
    }

    /// Whether the same attempt may succeed later without anybody doing anything: a router that starts, or a line that is down. Never for a wrong
    /// password: repeating it may lock the account.
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            Trouble::Unreachable
                | Trouble::Timeout
                | Trouble::Refused
                | Trouble::TurnedAway
                | Trouble::Broken(_)
        )
    }
}

impl From<ConnectError> for Trouble {
    fn from(error: ConnectError) -> Trouble {
        match error {
            ConnectError::UnknownHost { host, .. } => Trouble::UnknownHost(host),
            ConnectError::Refused { .. } => Trouble::Refused,
            ConnectError::Unreachable { .. } => Trouble::Unreachable,
            ConnectError::NoAnswer { .. } | ConnectError::LoginSilent { .. } => Trouble::Timeout,
            ConnectError::TlsSilent { .. } | ConnectError::NotTls { .. } => Trouble::PlainPort,
            ConnectError::WrongPassword { .. } => Trouble::WrongPassword,
            ConnectError::LoginRefused { answer, .. } => Trouble::LoginRefused(answer),
            ConnectError::PinMismatch { expected, found } => Trouble::CertificateChanged {
                known: expected,
                shown: found,
            },
            ConnectError::NoCertificate { .. } => Trouble::NoTls,
            ConnectError::ClosedInTls { .. } | ConnectError::ClosedBeforeLogin { .. } => {
                Trouble::TurnedAway
            }
            ConnectError::Tls { .. } => Trouble::BadTls,
            ConnectError::SpeaksTls { .. } => Trouble::SecurePort,
            ConnectError::NotRouterOs { .. } | ConnectError::EndlessSentence { .. } => {
                Trouble::NotRouterOs
            }
            ConnectError::Broken { source, .. } => Trouble::Broken(source.to_string()),
        }
    }
}

impl From<ReadError> for Trouble {
    fn from(error: ReadError) -> Trouble {
        match error {
            ReadError::Interrupted(cause) => Trouble::Broken(cause.to_string()),
            ReadError::Refused { message, .. } => Trouble::MayNotRead(message),
            ReadError::NoVersion(_) => Trouble::NotRouterOs,
        }
    }
}
