//! A router met for the first time: can it be reached, what is it, and what should be mended before it is set up.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::domain::hotspot::preflight::OLDEST;
use crate::domain::hotspot::survey::{self as judge, Finding, Ground, suggest};
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::inventory::Port;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use crate::routeros::survey::survey as ask;
use crate::routeros::{Client, Command, ConnectError, Fingerprint, Reply, Security};
use crate::service::apply::Target;

mod trouble;

pub use trouble::Trouble;

/// A router, read and judged. Nothing was changed on it.
#[derive(Debug)]
pub struct Survey {
    /// What it says of itself.
    pub facts: Facts,
    /// What is good, worth knowing, to be mended or in the way; the worst first.
    pub findings: Vec<Finding>,
    /// The certificate that it showed, to be pinned; absent on a plain connection.
    pub fingerprint: Option<Fingerprint>,
    /// Its interfaces.
    pub ports: Vec<Port>,
    /// What it calls its board.
    pub board: String,
    /// Its RouterOS.
    pub version: Version,
    /// Its name.
    pub identity: String,
    /// The board of the catalogue that it can be.
    pub model: Option<&'static Model>,
    /// How often it was waited for: 4 on a plain connection, 5 over TLS 1.3.
    pub turnarounds: u32,
}

/// Reads a router over one connection and judges it. `now` is in seconds since 1970, by a clock that is trusted; where there is none, its clock is not
/// judged.
///
/// # Errors
/// Why it could not be reached or read, as [`Trouble`].
pub async fn survey(target: &Target, now: Option<i64>) -> Result<Survey, Trouble> {
    let mut client = connect(target).await?;
    let user = &target.credentials.user;
    let (reading, inventory) = ask(&mut client, user).await?;
    let findings = judge::survey(&Ground {
        facts: &reading.facts,
        observed: &reading.observed,
        guards: &reading.guards,
        inventory: &inventory,
        user,
        plain: target.endpoint.security == Security::Plain,
        now,
    });
    let survey = Survey {
        findings,
        fingerprint: client.fingerprint(),
        ports: inventory.ports,
        board: reading.facts.board.clone(),
        version: reading.facts.version,
        identity: inventory.identity,
        model: suggest(Catalogue::builtin(), &reading.facts),
        facts: reading.facts,
        turnarounds: client.turnarounds(),
    };
    client.close().await;
    Ok(survey)
}

/// A router that was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Its name.
    pub identity: String,
    /// What it calls its board.
    pub board: String,
    /// Its RouterOS.
    pub version: Version,
    /// The certificate that it showed; absent on a plain connection.
    pub fingerprint: Option<Fingerprint>,
}

/// Whether a router can be reached and signed in to, and is new enough. Nothing is changed on it.
///
/// # Errors
/// Why not, as [`Trouble`].
pub async fn reach(target: &Target) -> Result<Reached, Trouble> {
    let mut client = connect(target).await?;
    let commands = [
        Command::read("/system/resource/print").proplist(&["version", "board-name"]),
        Command::read("/system/identity/print").proplist(&["name"]),
    ];
    let replies = client
        .run_all(&commands)
        .await
        .map_err(|lost| Trouble::Broken(lost.cause.to_string()))?;
    for reply in &replies {
        if let Reply::Trap { message, .. } = reply {
            return Err(Trouble::MayNotRead(message.clone()));
        }
    }
    let first = |at: usize, name: &str| {
        let record = replies.get(at).and_then(|reply| reply.records().first());
        record
            .and_then(|record| record.get(name))
            .unwrap_or_default()
            .to_owned()
    };
    let version = first(0, "version")
        .parse()
        .map_err(|_| Trouble::NotRouterOs)?;
    let reached = Reached {
        identity: first(1, "name"),
        board: first(0, "board-name"),
        version,
        fingerprint: client.fingerprint(),
    };
    client.close().await;
    match (version.major, version.minor) < (OLDEST.major, OLDEST.minor) {
        true => Err(Trouble::TooOld { runs: version }),
        false => Ok(reached),
    }
}

async fn connect(target: &Target) -> Result<Client, Trouble> {
    let Target {
        endpoint,
        credentials,
        limits,
    } = target;
    match Client::connect(endpoint, credentials, limits).await {
        Ok(client) => Ok(client),
        Err(error @ ConnectError::Refused { .. }) => {
            match other_doors(target, &OTHER_DOORS).await {
                true => Err(Trouble::ApiOff {
                    port: endpoint.port,
                }),
                false => Err(error.into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// Ports at which a router usually answers though its API is off: WinBox, its web page, SSH.
const OTHER_DOORS: [u16; 3] = [8291, 80, 22];

/// Whether something listens on one of these ports of the same host.
async fn other_doors(target: &Target, doors: &[u16]) -> bool {
    const AT_MOST: Duration = Duration::from_secs(2);
    let host = target.endpoint.host.trim_matches(['[', ']']);
    for door in doors {
        let knock = timeout(AT_MOST, TcpStream::connect((host, *door)));
        if matches!(knock.await, Ok(Ok(_))) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::domain::secret::Secret;
    use crate::routeros::{Credentials, Endpoint, Limits};

    #[tokio::test]
    async fn a_router_whose_api_is_off_still_has_other_doors() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let open = listener.local_addr().unwrap().port();
        let closed = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let shut = closed.local_addr().unwrap().port();
        drop(closed);
        let target = Target {
            endpoint: Endpoint {
                host: "127.0.0.1".to_owned(),
                port: shut,
                security: Security::Plain,
            },
            credentials: Credentials {
                user: "admin".to_owned(),
                password: Secret::new(""),
            },
            limits: Limits::default(),
        };
        assert!(other_doors(&target, &[shut, open]).await);
        assert!(!other_doors(&target, &[shut]).await);
    }
}
