//! What the box needs from its network and its disk, looked at when somebody sets it up.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tokio::net::{TcpStream, UdpSocket};

use crate::domain::moment::Moment;
use crate::service::appliance::Appliance;

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

/// The box's own addresses as Linux lists them.
fn listed() -> Vec<Ipv4Addr> {
    own(&std::fs::read_to_string("/proc/net/fib_trie").unwrap_or_default())
}

/// Own addresses in the text of `/proc/net/fib_trie`: an address on one line, `/32 host LOCAL` on the next.
fn own(text: &str) -> Vec<Ipv4Addr> {
    let mut found: Vec<Ipv4Addr> = Vec::new();
    let mut last = None;
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("|-- ") {
            last = rest.trim().parse::<Ipv4Addr>().ok();
        } else if line.starts_with("/32 host LOCAL")
            && let Some(address) = last
            && !address.is_loopback()
            && !found.contains(&address)
        {
            found.push(address);
        }
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    const TRIE: &str = "\
Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
     +-- 127.0.0.0/8 2 0 2
        |-- 127.0.0.1
           /32 host LOCAL
     +-- 192.168.88.0/24 2 0 2
        |-- 192.168.88.0
           /24 link UNICAST
        |-- 192.168.88.10
           /32 host LOCAL
        |-- 192.168.88.255
           /32 link BROADCAST
Local:
        |-- 192.168.88.10
           /32 host LOCAL
";

    #[test]
    fn own_addresses_are_found_once_and_loopback_is_none() {
        assert_eq!(own(TRIE), [Ipv4Addr::new(192, 168, 88, 10)]);
        assert_eq!(own(""), Vec::<Ipv4Addr>::new());
    }
}
