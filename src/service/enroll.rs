//! hotspotd let onto a router for the first time, in one of two ways: somebody pastes a script into the router's terminal, or
//! somebody gives an administrator's name and password once, and hotspotd does by itself what that script does.
//!
//! Both leave an account of hotspotd's own with the least it needs, and a certificate at the secure API. The administrator's password is used and
//! forgotten.

use std::net::Ipv4Addr;
use std::time::Duration;

use crate::domain::hotspot::bootstrap::{Wish, script_of};
use crate::domain::hotspot::site::AccessService;
use crate::domain::secret::Secret;
use crate::routeros::{
    Cause, Client, ConnectError, Credentials, Endpoint, Fingerprint, Interrupted, Security,
};
use crate::service::apply::{Pause, Target};

mod prepare;

use prepare::prepare;

/// How often is looked.
const EVERY: Duration = Duration::from_secs(2);
/// Attempts to sign in by the new account: the service starts anew with its certificate.
const ATTEMPTS: u32 = 5;

/// The script to be pasted into the terminal of a router of which nothing is known, or of one that has a site.
///
/// `password` is drawn for this script alone, and an account of hotspotd's that exists gets it too: whoever pastes the last script that was shown
/// lets hotspotd in.
pub fn paste_script(wish: &Wish, password: &Secret) -> String {
    script_of(wish, password, true)
}

/// A router that lets hotspotd in.
#[derive(Debug)]
pub struct Enrolled {
    /// Where and as whom to come in from now on, its certificate pinned.
    pub target: Target,
    /// Its certificate; absent where the wish is the plain service.
    pub fingerprint: Option<Fingerprint>,
    /// What was made or changed on the router, one sentence each; empty: all was there.
    pub done: Vec<String>,
}

/// Why hotspotd is not let in. What was made by then stays, and does no harm: it is taken up the next time.
#[derive(Debug, thiserror::Error)]
pub enum EnrollError {
    /// The administrator cannot sign in.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The connection ended.
    #[error("the connection ended while the account was made: try again")]
    Interrupted(#[source] Cause),
    /// The router refused a step.
    #[error(
        "the router refused {step} ({message}): give the name and password of an administrator (group full), or paste the script as one"
    )]
    Refused {
        /// What was refused.
        step: &'static str,
        /// Its words.
        message: String,
    },
    /// The account is somebody else's.
    #[error(
        "the router has an account {user} already that hotspotd did not make (its group is {group}): rename or remove it, or choose another name"
    )]
    AccountTaken {
        /// The account.
        user: String,
        /// Its group.
        group: String,
    },
    /// The account would not be let in from here.
    #[error(
        "the router sees this box as {from}, which the addresses it shall let in ({allowed}) do not have: correct the box's address"
    )]
    ShutOut {
        /// Where we come from, as the router sees it.
        from: Ipv4Addr,
        /// What was wished.
        allowed: String,
    },
    /// It makes no key.
    #[error(
        "the router has not made the key of its certificate within {0:?}: try again in some minutes"
    )]
    NotSigned(Duration),
    /// All is made, and the new account cannot sign in.
    #[error(
        "everything is set up on the router, but its secure API (port {port}) cannot be reached from this box: check the router's firewall"
    )]
    NotReached {
        /// The port.
        port: u16,
        /// Why not.
        #[source]
        source: ConnectError,
    },
}

impl From<Interrupted> for EnrollError {
    fn from(lost: Interrupted) -> Self {
        EnrollError::Interrupted(lost.cause)
    }
}

/// Makes hotspotd's account with this password, its certificate and its service, and proves them by signing in.
///
/// Where the wish says no addresses, the one that the router sees us come from is let in. `port` is where the wished service is reached where that is
/// not the port that the router tells (a forwarded port).
///
/// A service that works already is left as it is, but for this box's address where it lists addresses: others may use it.
///
/// # Errors
/// See [`EnrollError`].
pub async fn enroll(
    administrator: &Target,
    wish: &Wish,
    password: &Secret,
    port: Option<u16>,
    pause: &Pause<'_>,
) -> Result<Enrolled, EnrollError> {
    let Target {
        endpoint,
        credentials,
        limits,
    } = administrator;
    let mut client = Client::connect(endpoint, credentials, limits).await?;
    let made = prepare(&mut client, &credentials.user, wish, password, pause).await;
    client.close().await;
    let (done, told_port) = made?;
    let security = match wish.service {
        AccessService::ApiSsl => Security::Tls { pin: None },
        AccessService::Api => Security::Plain,
    };
    let mut target = Target {
        endpoint: Endpoint {
            host: endpoint.host.clone(),
            port: port.unwrap_or(told_port),
            security,
        },
        credentials: Credentials {
            user: wish.user.clone(),
            password: password.clone(),
        },
        limits: limits.clone(),
    };
    let client = sign_in(&target, pause).await?;
    let fingerprint = client.fingerprint();
    client.close().await;
    if fingerprint.is_some() {
        target.endpoint.security = Security::Tls { pin: fingerprint };
    }
    Ok(Enrolled {
        target,
        fingerprint,
        done,
    })
}

async fn sign_in(target: &Target, pause: &Pause<'_>) -> Result<Client, EnrollError> {
    let mut attempt = 1;
    loop {
        let Target {
            endpoint,
            credentials,
            limits,
        } = target;
        match Client::connect(endpoint, credentials, limits).await {
            Ok(client) => return Ok(client),
            Err(source) if attempt >= ATTEMPTS || !source.may_succeed_later() => {
                let port = endpoint.port;
                return Err(EnrollError::NotReached { port, source });
            }
            Err(_) => {}
        }
        attempt += 1;
        pause(EVERY).await;
    }
}
