//! Which addresses this program connects to as routers. Without that, whoever may add a router could have the box knock at
//! anything: services of the box itself, a cloud's metadata, other people's machines.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What is allowed beside private addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// This machine itself: for the demonstration and tests only.
    pub loopback: bool,
    /// Addresses of the internet: where the settings say so.
    pub public: bool,
}

/// What an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Private,
    Loopback,
    Public,
    LinkLocal,
    /// Groups, everybody, nobody, and what is set aside.
    NoHost,
}

/// Why an address is not one that a router is reached at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReachError {
    /// This machine.
    #[error(
        "{0} is this machine itself, not a router; write the router's address in the local network, like 192.168.88.1"
    )]
    Loopback(IpAddr),
    /// The internet.
    #[error(
        "{0} is an address of the internet; routers are reached at private addresses, unless the settings allow others"
    )]
    Public(IpAddr),
    /// 169.254.0.0/16 or fe80::/10.
    #[error(
        "{0} is an address that a device gives itself; give the router one of the local network, like 192.168.88.1"
    )]
    LinkLocal(IpAddr),
    /// No single device has it.
    #[error(
        "{0} is an address that no router can have; write the router's address in the local network, like 192.168.88.1"
    )]
    NoHost(IpAddr),
}

impl Reach {
    /// The address to connect to, where it is allowed: an IPv4 address that is written as an IPv6 address comes out as what it is.
    ///
    /// A name is looked up first, and each of its addresses asked about here; the connection is then made to the address, not to
    /// the name, which might be looked up to another one the next time.
    ///
    /// # Errors
    /// See [`ReachError`].
    pub fn allow(self, address: IpAddr) -> Result<IpAddr, ReachError> {
        let (address, class) = classify(address);
        match class {
            Class::Private => Ok(address),
            Class::Loopback if self.loopback => Ok(address),
            Class::Public if self.public => Ok(address),
            Class::Loopback => Err(ReachError::Loopback(address)),
            Class::Public => Err(ReachError::Public(address)),
            Class::LinkLocal => Err(ReachError::LinkLocal(address)),
            Class::NoHost => Err(ReachError::NoHost(address)),
        }
    }
}

/// Whether a device is in a network of the operator's own, and not of the internet.
pub fn is_near(address: IpAddr) -> bool {
    matches!(
        classify(address).1,
        Class::Private | Class::Loopback | Class::LinkLocal
    )
}

fn classify(address: IpAddr) -> (IpAddr, Class) {
    match address {
        IpAddr::V4(v4) => (address, of_v4(v4)),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => (IpAddr::V4(v4), of_v4(v4)),
            None => (address, of_v6(v6)),
        },
    }
}

/// By the IANA register of special addresses.
fn of_v4(address: Ipv4Addr) -> Class {
    match address.octets() {
        [10, ..] | [192, 168, ..] => Class::Private,
        [172, second, ..] if second & 0xf0 == 16 => Class::Private,
        // Shared by providers (RFC 6598); VPNs use it too.
        [100, second, ..] if second & 0xc0 == 64 => Class::Private,
        [127, ..] => Class::Loopback,
        [169, 254, ..] => Class::LinkLocal,
        // This network; protocol assignments; documentation; 6to4 relays; measurements of networks; groups, set aside, everybody.
        [0, ..] | [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _] => {
            Class::NoHost
        }
        [198, 18 | 19, ..] | [224..=255, ..] => Class::NoHost,
        _ => Class::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> Class {
    if address == Ipv6Addr::LOCALHOST {
        return Class::Loopback;
    }
    match address.segments() {
        // Unique local (RFC 4193).
        [first, ..] if first & 0xfe00 == 0xfc00 => Class::Private,
        [first, ..] if first & 0xffc0 == 0xfe80 => Class::LinkLocal,
        // Ways to write IPv4 addresses behind a translator or a tunnel, which could be any of the above; and documentation.
        [0x2002, ..] | [0x2001, 0 | 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => Class::NoHost,
        // What is given out: 2000::/3. All else (unspecified, groups, site-local, 64:ff9b::/96) is no router's.
        [first, ..] if first & 0xe000 == 0x2000 => Class::Public,
        _ => Class::NoHost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING_MORE: Reach = Reach {
        loopback: false,
        public: false,
    };
    const ALL: Reach = Reach {
        loopback: true,
        public: true,
    };

    #[test]
    fn private_addresses_are_allowed() {
        for text in [
            "10.0.0.1",
            "10.255.255.254",
            "172.16.0.1",
            "172.31.255.254",
            "192.168.88.1",
            "100.64.0.1",
            "100.127.255.254",
            "fd00::1",
            "fc12:3456::1",
        ] {
            let address = text.parse().unwrap();
            assert_eq!(NOTHING_MORE.allow(address), Ok(address), "{text}");
        }
    }

    #[test]
    fn this_machine_only_where_it_is_said() {
        let with = Reach {
            loopback: true,
            public: false,
        };
        for text in ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"] {
            let address: IpAddr = text.parse().unwrap();
            let canonical = address.to_canonical();
            assert_eq!(
                NOTHING_MORE.allow(address),
                Err(ReachError::Loopback(canonical)),
                "{text}"
            );
            assert_eq!(with.allow(address), Ok(canonical));
        }
    }

    #[test]
    fn the_internet_only_where_it_is_said() {
        let with = Reach {
            loopback: false,
            public: true,
        };
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "41.90.64.1",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "223.255.255.255",
            "2c0f:fe08::1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            let canonical = address.to_canonical();
            assert_eq!(
                NOTHING_MORE.allow(address),
                Err(ReachError::Public(canonical)),
                "{text}"
            );
            assert_eq!(with.allow(address), Ok(canonical));
        }
    }

    #[test]
    fn some_are_never_allowed() {
        for text in [
            "169.254.0.0",
            "169.254.169.254",
            "169.254.255.255",
            "fe80::1",
            "febf::1",
            "::ffff:169.254.169.254",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(
                ALL.allow(address),
                Err(ReachError::LinkLocal(address.to_canonical())),
                "{text}"
            );
        }
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::2",
            "::127.0.0.1",
            "::ffff:0.0.0.0",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fec0::1",
            "ff02::1",
        ] {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(
                ALL.allow(address),
                Err(ReachError::NoHost(address.to_canonical())),
                "{text}"
            );
        }
    }
}
