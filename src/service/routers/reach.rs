//! The address behind what somebody typed, looked up once and asked about before anything is connected to.
//!
//! The connection is made to the address that comes out here. A name would be looked up again for the connection, and whoever
//! answers for it could answer otherwise then.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

use crate::domain::net::{Reach, ReachError};
use crate::service::appliance::Appliance;
use crate::store::{StoreError, setting};

/// The setting that lets routers be at addresses of the internet, where its value is [`YES`].
pub const PUBLIC: &str = "routers.public";
/// The value that lets them.
pub(super) const YES: &str = "yes";
/// How long a name may take to be looked up.
const LOOKS_UP_WITHIN: Duration = Duration::from_secs(5);

/// Why nothing is connected to.
#[derive(Debug, thiserror::Error)]
pub enum NotReached {
    /// Nobody knows the name.
    #[error(
        "nothing of the name {0:?} is known on this network: check the spelling, or write the router's address in numbers, such as 192.168.88.1"
    )]
    Unknown(String),
    /// Nobody answers for names.
    #[error(
        "the name {0:?} could not be looked up in time: write the router's address in numbers, such as 192.168.88.1"
    )]
    Slow(String),
    /// The address is none for a router.
    #[error(transparent)]
    Refused(#[from] ReachError),
    /// The setting cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What this appliance allows.
///
/// # Errors
/// The database.
pub async fn allowed(appliance: &Appliance) -> Result<Reach, StoreError> {
    let public = appliance
        .state
        .read(|connection| setting::get(connection, PUBLIC))
        .await?;
    Ok(Reach {
        loopback: appliance.loopback,
        public: public.as_deref() == Some(YES),
    })
}

/// The address of a host, where it and every other address of the same name is allowed.
///
/// # Errors
/// See [`NotReached`].
pub async fn find(appliance: &Appliance, host: &str, port: u16) -> Result<IpAddr, NotReached> {
    let reach = allowed(appliance).await?;
    let bare = host.trim_matches(['[', ']']);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(reach.allow(address)?);
    }
    let found = match timeout(LOOKS_UP_WITHIN, lookup_host((bare, port))).await {
        Err(_) => return Err(NotReached::Slow(bare.to_owned())),
        Ok(Err(_)) => return Err(NotReached::Unknown(bare.to_owned())),
        Ok(Ok(found)) => found.map(|found| found.ip()),
    };
    all_allowed(reach, found)?.ok_or_else(|| NotReached::Unknown(bare.to_owned()))
}

/// The first address, where all are allowed. One that is not spoils the rest: whoever answers for a name could mix them.
fn all_allowed(
    reach: Reach,
    found: impl Iterator<Item = IpAddr>,
) -> Result<Option<IpAddr>, ReachError> {
    let allowed: Vec<IpAddr> = found
        .map(|address| reach.allow(address))
        .collect::<Result<_, _>>()?;
    Ok(allowed.into_iter().next())
}

/// This box's own address on the way to another. Nothing is sent.
pub fn own_address(to: IpAddr) -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(SocketAddr::new(to, 9)).ok()?;
    match socket.local_addr().ok()?.ip() {
        IpAddr::V4(own) if !own.is_unspecified() => Some(own),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(texts: &[&str]) -> Vec<IpAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn one_address_that_is_not_allowed_spoils_the_name() {
        let private = Reach {
            loopback: false,
            public: false,
        };
        let good = addresses(&["192.168.88.1", "10.0.0.1"]);
        assert_eq!(
            all_allowed(private, good.clone().into_iter()),
            Ok(Some(good[0]))
        );
        for bad in ["127.0.0.1", "169.254.169.254", "1.1.1.1", "::1", "0.0.0.0"] {
            let mixed = addresses(&["192.168.88.1", bad]);
            assert!(all_allowed(private, mixed.into_iter()).is_err(), "{bad}");
        }
        assert_eq!(all_allowed(private, std::iter::empty()), Ok(None));
    }

    #[test]
    fn the_box_knows_where_it_speaks_from() {
        let own = own_address(Ipv4Addr::LOCALHOST.into());
        assert_eq!(own, Some(Ipv4Addr::LOCALHOST));
    }
}
