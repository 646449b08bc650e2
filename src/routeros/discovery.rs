//! Which MikroTik devices are on the network: asked by broadcast, as WinBox does (MNDP; see `domain/routeros/neighbour.rs`).

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde::Serialize;
use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::domain::kind::{Kind, Kinded};
use crate::domain::mac::Mac;
use crate::domain::net::Subnet;
use crate::domain::routeros::neighbour::{LARGEST, Neighbour, PORT, REFRESH, read};

/// How devices are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Where answers are heard. Devices answer by broadcast to port 5678, so this is that port on every address of the box.
    pub bind: SocketAddr,
    /// Where the question goes.
    pub ask: Vec<SocketAddr>,
    /// How long is listened.
    pub listen: Duration,
    /// How often the question is repeated: a broadcast is easily lost over radio.
    pub every: Duration,
    /// The most devices taken in; who makes them up cannot fill the memory.
    pub most: usize,
}

impl Default for Discovery {
    /// The network that the system takes for a broadcast, for five seconds.
    fn default() -> Discovery {
        Discovery {
            bind: (Ipv4Addr::UNSPECIFIED, PORT).into(),
            ask: vec![(Ipv4Addr::BROADCAST, PORT).into()],
            listen: Duration::from_secs(5),
            every: Duration::from_secs(2),
            most: 256,
        }
    }
}

impl Discovery {
    /// Asks in these networks too. A box with several network cards sends a plain broadcast by one of them only.
    #[must_use]
    pub fn and_in(mut self, networks: &[Subnet]) -> Discovery {
        let more = networks
            .iter()
            .map(|network| SocketAddr::from((network.broadcast(), PORT)));
        self.ask.extend(more);
        self
    }
}

/// A device that was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// What it says of itself.
    pub neighbour: Neighbour,
    /// Where its datagram came from.
    pub from: IpAddr,
}

impl Heard {
    /// Where to connect to: the address it names, else the one it spoke from.
    pub fn address(&self) -> IpAddr {
        self.neighbour
            .ipv4
            .filter(|address| !address.is_unspecified())
            .map_or(self.from, IpAddr::V4)
    }
}

/// Why nobody could be looked for.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// Another program has the port.
    #[error(
        "another program on this machine listens on UDP port {port} already (WinBox, or another hotspotd): end it and look again, or type the router's address"
    )]
    PortInUse {
        /// The port.
        port: u16,
    },
    /// The system does not let us.
    #[error(
        "this machine does not let hotspotd look for routers on {address}: type the router's address instead"
    )]
    NotAllowed {
        /// Where was listened or sent to.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// There is no network.
    #[error(
        "this machine could not ask for routers at {address}: check that it has a network, or type the router's address"
    )]
    NoNetwork {
        /// Where the question was to go.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Kinded for DiscoveryError {
    fn kind(&self) -> Kind {
        match self {
            DiscoveryError::PortInUse { .. } => Kind::Busy,
            DiscoveryError::NotAllowed { .. } | DiscoveryError::NoNetwork { .. } => Kind::Upstream,
        }
    }
}

/// Asks, and listens for as long as it says. By hardware address; where a device answers several times, its last word counts.
///
/// # Errors
/// See [`DiscoveryError`]. That nobody answers is none.
pub async fn discover(discovery: &Discovery) -> Result<Vec<Heard>, DiscoveryError> {
    let socket = open(discovery).await?;
    let end = Instant::now() + discovery.listen;
    let mut found: BTreeMap<Mac, Heard> = BTreeMap::new();
    let mut ask_at = Instant::now();
    // One byte more than the largest, so that a larger one is seen to be larger.
    let mut space = [0; LARGEST + 1];
    loop {
        if Instant::now() >= ask_at {
            ask(&socket, discovery).await?;
            ask_at = Instant::now() + discovery.every;
        }
        let until = ask_at.min(end);
        match timeout_at(until, socket.recv_from(&mut space)).await {
            Ok(Ok((size, from))) => {
                let datagram = space.get(..size).unwrap_or_default();
                // What is no answer, our own question among it, is nobody's fault.
                if let Ok(neighbour) = read(datagram) {
                    let room = found.len() < discovery.most || found.contains_key(&neighbour.mac);
                    if room {
                        let from = from.ip();
                        found.insert(neighbour.mac, Heard { neighbour, from });
                    }
                }
                // Whoever floods us must not keep us here.
                if Instant::now() >= end {
                    break;
                }
            }
            // An ICMP answer to an earlier question: that somebody does not listen is no news.
            Ok(Err(_)) if Instant::now() < end => tokio::task::yield_now().await,
            Ok(Err(_)) => break,
            Err(_) if Instant::now() >= end => break,
            Err(_) => {}
        }
    }
    Ok(found.into_values().collect())
}

async fn open(discovery: &Discovery) -> Result<UdpSocket, DiscoveryError> {
    let address = discovery.bind;
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => DiscoveryError::PortInUse {
            port: address.port(),
        },
        _ => DiscoveryError::NotAllowed { address, source },
    };
    let socket = UdpSocket::bind(address).await.map_err(failed)?;
    socket.set_broadcast(true).map_err(failed)?;
    Ok(socket)
}

/// Sends the question everywhere; it is enough that one way is open.
async fn ask(socket: &UdpSocket, discovery: &Discovery) -> Result<(), DiscoveryError> {
    let mut failure = None;
    let mut asked = false;
    for address in &discovery.ask {
        match socket.send_to(&REFRESH, address).await {
            Ok(_) => asked = true,
            Err(source) => failure = Some((*address, source)),
        }
    }
    match failure {
        Some((address, source)) if !asked => Err(match source.kind() {
            io::ErrorKind::PermissionDenied => DiscoveryError::NotAllowed { address, source },
            _ => DiscoveryError::NoNetwork { address, source },
        }),
        _ => Ok(()),
    }
}
