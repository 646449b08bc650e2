//! What can go wrong with a router, and what to do about it.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use super::record::{Outcome, Reply};
use super::sentence::WireError;
use super::tls::Fingerprint;

/// On whose side the remedy lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Something we were told is wrong: address, port, password, pin.
    Settings,
    /// The router has to be set up differently, or does not behave as a router.
    Router,
    /// The way to the router, or its load. The same may well work later.
    Network,
}

/// Why there is no connection to the router. Nothing was changed on it.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The name does not resolve.
    #[error("the name {host} is not known: check its spelling, or give the router's IP address")]
    UnknownHost {
        /// The name as given.
        host: String,
        /// What the resolver said.
        #[source]
        source: io::Error,
    },
    /// Nothing listens on the port.
    #[error(
        "nothing listens on {address}: enable the service on the router (`/ip/service`: api-ssl on 8729, api on 8728) or correct the port"
    )]
    Refused {
        /// Host and port.
        address: String,
    },
    /// No way there.
    #[error(
        "{address} cannot be reached from here: check the cable, the route and the router's address"
    )]
    Unreachable {
        /// Host and port.
        address: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// No answer to the TCP connect.
    #[error(
        "{address} did not answer within {after:?}: check the address, the cable and the input rules of the router's firewall"
    )]
    NoAnswer {
        /// Host and port.
        address: String,
        /// How long was waited.
        after: Duration,
    },
    /// Connected, then silence instead of a TLS handshake.
    #[error(
        "{address} accepted the connection but not the TLS handshake within {after:?}: check that this is the port of api-ssl (8729) and not of api (8728)"
    )]
    TlsSilent {
        /// Host and port.
        address: String,
        /// How long was waited.
        after: Duration,
    },
    /// Connected, then silence instead of an answer to the login.
    #[error(
        "{address} did not answer the login within {after:?}: try again, and check that this is the port of the RouterOS API (api 8728, api-ssl 8729)"
    )]
    LoginSilent {
        /// Host and port.
        address: String,
        /// How long was waited.
        after: Duration,
    },
    /// User or password are wrong.
    #[error("the router does not accept user `{user}` with this password ({answer}): check both")]
    WrongPassword {
        /// The user.
        user: String,
        /// The router's words.
        answer: String,
    },
    /// The login was refused for another reason.
    #[error(
        "the router refused the login of user `{user}` ({answer}): check the user's group (policy `api`) and allowed addresses, and the RADIUS server if it uses one"
    )]
    LoginRefused {
        /// The user.
        user: String,
        /// The router's words.
        answer: String,
    },
    /// Another certificate than the pinned one.
    #[error(
        "the router shows the certificate {found} and not the pinned {expected}: if it was replaced or given a new certificate, pin the new one, otherwise somebody may be in between"
    )]
    PinMismatch {
        /// The pin.
        expected: Fingerprint,
        /// What was shown.
        found: Fingerprint,
    },
    /// No common cipher.
    #[error(
        "{address} and this program have no TLS cipher in common, which is so when the api-ssl service has no certificate: run the bootstrap script on the router once as administrator"
    )]
    NoCertificate {
        /// Host and port.
        address: String,
    },
    /// What answers does not speak TLS.
    #[error(
        "{address} does not speak TLS: use the port of api-ssl (8729), or ask for a plain connection"
    )]
    NotTls {
        /// Host and port.
        address: String,
    },
    /// The connection closed during the TLS handshake.
    #[error(
        "{address} closed the connection during the TLS handshake: check that api-ssl has a certificate, that `/ip/service` allows this machine's address, that its max-sessions are not used up, and that this is the port of api-ssl (8729)"
    )]
    ClosedInTls {
        /// Host and port.
        address: String,
    },
    /// The handshake failed in another way.
    #[error(
        "no TLS connection with {address} is possible: renew the certificate of api-ssl on the router"
    )]
    Tls {
        /// Host and port.
        address: String,
        /// What the TLS library said.
        #[source]
        source: io::Error,
    },
    /// A plain connection to a TLS port.
    #[error(
        "{address} speaks TLS: ask for a TLS connection, or use the port of the plain api (8728)"
    )]
    SpeaksTls {
        /// Host and port.
        address: String,
    },
    /// Something else listens there.
    #[error(
        "what listens on {address} is not the RouterOS API: correct the port (api 8728, api-ssl 8729)"
    )]
    NotRouterOs {
        /// Host and port.
        address: String,
    },
    /// The answer to the login does not end.
    #[error(
        "{address} answers the login with a sentence that does not end: check that this is the port of a RouterOS API (api 8728, api-ssl 8729)"
    )]
    EndlessSentence {
        /// Host and port.
        address: String,
    },
    /// The connection closed before the login was answered.
    #[error(
        "{address} closed the connection before the login: check that `/ip/service` and the user allow this machine's address, and that max-sessions of the service are not used up"
    )]
    ClosedBeforeLogin {
        /// Host and port.
        address: String,
    },
    /// The connection broke in another way.
    #[error("the connection with {address} broke: check the network and try again")]
    Broken {
        /// Host and port.
        address: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl ConnectError {
    /// On whose side the remedy lies.
    pub fn fault(&self) -> Fault {
        match self {
            ConnectError::UnknownHost { .. }
            | ConnectError::WrongPassword { .. }
            | ConnectError::PinMismatch { .. }
            | ConnectError::TlsSilent { .. }
            | ConnectError::NotTls { .. }
            | ConnectError::SpeaksTls { .. }
            | ConnectError::NotRouterOs { .. }
            | ConnectError::EndlessSentence { .. } => Fault::Settings,
            ConnectError::Refused { .. }
            | ConnectError::LoginRefused { .. }
            | ConnectError::NoCertificate { .. }
            | ConnectError::ClosedInTls { .. }
            | ConnectError::Tls { .. }
            | ConnectError::ClosedBeforeLogin { .. } => Fault::Router,
            ConnectError::Unreachable { .. }
            | ConnectError::NoAnswer { .. }
            | ConnectError::LoginSilent { .. }
            | ConnectError::Broken { .. } => Fault::Network,
        }
    }

    /// Whether the same attempt may succeed later without anybody changing anything.
    ///
    /// True also for a refused port and a connection closed before the login: a router that is starting up, and one whose sessions
    /// are used up, look like that. Never for a wrong password: repeating it may lock the user out.
    pub fn may_succeed_later(&self) -> bool {
        self.fault() == Fault::Network
            || matches!(
                self,
                ConnectError::Refused { .. }
                    | ConnectError::ClosedBeforeLogin { .. }
                    | ConnectError::ClosedInTls { .. }
            )
    }
}

/// Why a series of commands ended before all were answered.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The router closed the connection.
    #[error("the router closed the connection")]
    Closed,
    /// The router ended the connection and said why.
    #[error("the router ended the connection: {0}")]
    Fatal(String),
    /// Nothing came for too long.
    #[error("the router has not answered for {0:?}")]
    Silent(Duration),
    /// The connection broke.
    #[error("the connection broke")]
    Broken(#[source] io::Error),
    /// What came is no API traffic.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The answers are larger than the limit, in bytes.
    #[error("the router sent more than {0} bytes in answer")]
    EndlessAnswer(u64),
    /// An earlier call on this connection was given up midway, or failed.
    #[error("the connection was given up by an earlier call")]
    GivenUp,
}

impl Cause {
    /// On whose side the remedy lies.
    pub fn fault(&self) -> Fault {
        match self {
            Cause::Closed | Cause::Silent(_) | Cause::Broken(_) | Cause::GivenUp => Fault::Network,
            Cause::Fatal(_) | Cause::Wire(_) | Cause::EndlessAnswer(_) => Fault::Router,
        }
    }
}

/// A series of commands that was not answered to the end. The connection is of no use any more.
#[derive(Debug)]
pub struct Interrupted {
    /// What happened.
    pub cause: Cause,
    /// What became of each command, in their order.
    pub outcomes: Vec<Outcome>,
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.cause, self.what_next())
    }
}

impl Error for Interrupted {
    /// What is behind the cause: the cause itself is in the text.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

impl Interrupted {
    /// The answers that came, with the numbers of their commands.
    pub fn replies(&self) -> impl Iterator<Item = (usize, &Reply)> {
        self.outcomes
            .iter()
            .enumerate()
            .filter_map(|(index, outcome)| Some((index, outcome.reply()?)))
    }

    /// The numbers of the commands that may or may not have been carried out.
    pub fn unknown(&self) -> impl Iterator<Item = usize> {
        self.having(Outcome::Unknown)
    }

    /// The numbers of the commands that the router cannot have carried out.
    pub fn not_sent(&self) -> impl Iterator<Item = usize> {
        self.having(Outcome::NotSent)
    }

    fn having(&self, wanted: Outcome) -> impl Iterator<Item = usize> {
        let matching =
            move |(index, outcome): (usize, &Outcome)| (*outcome == wanted).then_some(index);
        self.outcomes.iter().enumerate().filter_map(matching)
    }

    fn what_next(&self) -> String {
        let (unknown, not_sent) = (self.unknown().count(), self.not_sent().count());
        match unknown {
            0 => format!(
                "{not_sent} of {} commands were not sent: connect again",
                self.outcomes.len()
            ),
            _ => format!(
                "of {} commands {unknown} may or may not have been carried out and {not_sent} were not sent: connect again and read the router before sending anything",
                self.outcomes.len()
            ),
        }
    }
}
