//! What the box needs from its network and its disk, looked at when somebody sets it up.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tokio::net::{TcpStream, UdpSocket};

use crate::domain::moment::Moment;
use crate::service::appliance::Appliance;
use crate::service::own_addresses::listed;

/// No clock that is right shows an earlier moment: this was written then (2026-11-01).
const EARLIEST: Moment = Moment::from_secs(1_793_491_200);
/// Less free space than this is trouble to come: databases, their backups and exports of routers.
pub const ENOUGH: u64 = 200 << 20;
/// Who is asked whether there is internet, only when somebody wants to know: a resolver of the public, by number, so that
/// it works without names too.
const OUTSIDE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(1, 1, 1, 1)), 443);
/// How long it is waited for.
const LONGEST: Duration = Duration::from_secs(3);

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// Addresses by which others reach the box, without loopback.
    pub addresses: Vec<Ipv4Addr>,
    /// What the clock shows.
    pub now: Moment,
    /// Whether that can be right.
    pub clock_trusted: bool,
    /// Whether the data folder can be written to.
    pub writable: bool,
    /// Free space on its disk, in bytes, where the system tells.
    pub free: Option<u64>,
    /// Whether the internet answers; `None` where nobody asked it.
    pub internet: Option<bool>,
}

/// Looks. The internet is asked only when that is wanted.
pub async fn look(appliance: &Appliance, internet: bool) -> Findings {
    let data = appliance.data().to_owned();
    let disk = tokio::task::spawn_blocking(move || (can_write(&data), free(&data), listed()));
    let (writable, free, mut addresses) = disk.await.unwrap_or_default();
    if addresses.is_empty() {
        addresses.extend(towards_others().await);
    }
    let now = appliance.clock.now();
    Findings {
        addresses,
        now,
        clock_trusted: now >= EARLIEST,
        writable,
        free,
        internet: if internet {
            Some(answers(OUTSIDE).await)
        } else {
            None
        },
    }
}

fn can_write(folder: &Path) -> bool {
    let probe = folder.join(".probe");
    let written = std::fs::write(&probe, b"probe").is_ok();
    // Where it could not be written, there is nothing to remove.
    let _ = std::fs::remove_file(&probe);
    written
}

fn free(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

/// By which address the box would speak to others. Nothing is sent: connecting a UDP socket only chooses a route.
async fn towards_others() -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await.ok()?;
    socket.connect(OUTSIDE).await.ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(address) if !address.is_loopback() && !address.is_unspecified() => Some(address),
        _ => None,
    }
}

async fn answers(address: SocketAddr) -> bool {
    matches!(
        tokio::time::timeout(LONGEST, TcpStream::connect(address)).await,
        Ok(Ok(_))
    )
}
