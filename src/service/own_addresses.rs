//! By which addresses others reach this box, as Linux lists them in `/proc`. Asking the system by netlink would be shorter, and systemd's
//! unit lets the service do that as little as anything else that it does not need.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The system draws it anew by itself (RFC 8981).
const FLAG_TEMPORARY: u32 = 0x01;
/// The system is about to take it away.
const FLAG_DEPRECATED: u32 = 0x20;

/// The addresses at which a listener is reached from other machines; none where it listens on loopback alone, or the system tells of none.
pub fn reaching(listen: SocketAddr) -> Vec<IpAddr> {
    match listen.ip() {
        ip if ip.is_loopback() => Vec::new(),
        ip if !ip.is_unspecified() => vec![ip.to_canonical()],
        ip => {
            let mut all: Vec<IpAddr> = listed().into_iter().map(IpAddr::V4).collect();
            all.retain(|it| !matches!(it, IpAddr::V4(it) if it.is_link_local()));
            if ip.is_ipv6() {
                let text = std::fs::read_to_string("/proc/net/if_inet6").unwrap_or_default();
                all.extend(own_six(&text).into_iter().map(IpAddr::V6));
            }
            all
        }
    }
}

/// The box's own addresses of IPv4, without loopback.
pub fn listed() -> Vec<Ipv4Addr> {
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

/// Own addresses in the text of `/proc/net/if_inet6`: address, index, length of the prefix, scope, flags, each in hexadecimal digits, and the
/// interface. Only those that stay: an address that the system draws anew every day, against being followed, is none to type.
fn own_six(text: &str) -> Vec<Ipv6Addr> {
    let address = |line: &str| {
        let mut words = line.split_whitespace();
        let address = u128::from_str_radix(words.next()?, 16).ok()?;
        let scope = words.nth(2)?;
        let flags = u32::from_str_radix(words.next()?, 16).ok()?;
        let stays = flags & (FLAG_TEMPORARY | FLAG_DEPRECATED) == 0;
        // Scope 00 is every network, 20 one link, 10 the machine itself.
        (scope == "00" && stays).then(|| Ipv6Addr::from_bits(address))
    };
    text.lines().filter_map(address).collect()
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

    #[test]
    fn addresses_of_ipv6_that_go_by_themselves_are_none() {
        let text = "\
00000000000000000000000000000001 01 80 10 80       lo
fd000000000000000000000000000002 02 40 00 80     eth0
fd00000000000000d1a7000000000003 02 40 00 01     eth0
fd000000000000000000000000000004 02 40 00 20     eth0
fe800000000000000000000000000002 02 40 20 80     eth0
nonsense
";
        assert_eq!(own_six(text), ["fd00::2".parse::<Ipv6Addr>().unwrap()]);
    }

    #[test]
    fn one_address_is_reached_at_itself_and_loopback_at_none() {
        for (listen, found) in [
            ("192.168.88.2:80", &["192.168.88.2"][..]),
            ("[::ffff:192.168.88.2]:80", &["192.168.88.2"]),
            ("127.0.0.1:80", &[]),
            ("[::1]:80", &[]),
        ] {
            let found: Vec<IpAddr> = found.iter().map(|it| it.parse().unwrap()).collect();
            assert_eq!(reaching(listen.parse().unwrap()), found, "{listen}");
        }
    }
}
