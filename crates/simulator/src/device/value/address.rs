//! MAC and IP addresses, networks and ranges.

use std::net::IpAddr;

use ipnet::IpNet;

/// A MAC address in capitals with colons; in also with dashes, dots or nothing between.
pub fn mac(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ':' | '-' | '.'))
        .collect();
    if digits.len() != 12 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let upper = digits.to_ascii_uppercase();
    let pairs: Vec<&str> = (0..6)
        .filter_map(|at| upper.get(at * 2..at * 2 + 2))
        .collect();
    Some(pairs.join(":"))
}

/// A plain address.
pub fn plain(text: &str) -> Option<String> {
    text.parse::<IpAddr>().ok().map(|ip| ip.to_string())
}

/// An address of the router itself, host bits kept: `10.5.50.1` → `10.5.50.1/32`.
pub fn interface(text: &str) -> Option<String> {
    network_of(text).map(|net| net.to_string())
}

/// A network, host bits cleared: `10.5.50.7/24` → `10.5.50.0/24`, a single host gains `/32`.
pub fn network(text: &str) -> Option<String> {
    network_of(text).map(|net| net.trunc().to_string())
}

/// What a rule matches: address, network or range. A single host loses its `/32`.
pub fn matcher(text: &str) -> Option<String> {
    if let Some((from, to)) = text.split_once('-') {
        let (from, to) = (
            from.trim().parse::<IpAddr>().ok()?,
            to.trim().parse::<IpAddr>().ok()?,
        );
        return (from <= to).then(|| format!("{from}-{to}"));
    }
    let net = network_of(text)?.trunc();
    Some(if net.prefix_len() == net.max_prefix_len() {
        net.addr().to_string()
    } else {
        net.to_string()
    })
}

/// Pool ranges: `a-b,c`; a network stands for its usable addresses as typed.
pub fn pool(text: &str) -> Option<String> {
    let parts: Option<Vec<String>> = text.split(',').map(|part| matcher(part.trim())).collect();
    Some(parts?.join(","))
}

/// Reads an address with or without a prefix length or a dotted mask.
pub fn network_of(text: &str) -> Option<IpNet> {
    if let Ok(net) = text.parse::<IpNet>() {
        return Some(net);
    }
    if let Some((address, mask)) = text.split_once('/') {
        return IpNet::with_netmask(address.parse().ok()?, mask.parse().ok()?).ok();
    }
    text.parse::<IpAddr>().ok().map(IpNet::from)
}

/// Does a matcher (address, network, range) contain the address?
pub fn matches(matcher: &str, ip: IpAddr) -> bool {
    if let Some((from, to)) = matcher.split_once('-') {
        let bounds = (from.parse::<IpAddr>(), to.parse::<IpAddr>());
        return matches!(bounds, (Ok(from), Ok(to)) if from <= ip && ip <= to);
    }
    network_of(matcher).is_some_and(|net| net.contains(&ip))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_the_router_writes_them() {
        assert_eq!(
            mac("aa-bb-cc-dd-ee-0f").as_deref(),
            Some("AA:BB:CC:DD:EE:0F")
        );
        assert_eq!(mac("aa:bb"), None);
        assert_eq!(interface("10.5.50.1").as_deref(), Some("10.5.50.1/32"));
        assert_eq!(
            interface("10.5.50.1/255.255.255.0").as_deref(),
            Some("10.5.50.1/24")
        );
        assert_eq!(network("10.5.50.7/24").as_deref(), Some("10.5.50.0/24"));
        assert_eq!(matcher("10.0.0.1/32").as_deref(), Some("10.0.0.1"));
        assert_eq!(matcher("10.0.0.9-10.0.0.1"), None);
        assert_eq!(
            pool("10.5.50.10-10.5.50.20, 10.5.50.30").as_deref(),
            Some("10.5.50.10-10.5.50.20,10.5.50.30")
        );
        assert!(matches("10.0.0.1-10.0.0.9", "10.0.0.5".parse().unwrap()));
        assert!(!matches("10.0.0.0/24", "10.0.1.5".parse().unwrap()));
    }
}
