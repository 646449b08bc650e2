//! For which names and addresses the box's own certificate is.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::credentials::certificate::is_name;
use crate::service::own_addresses;

/// The most of them in one certificate. Beyond, those that went longest ago are left out.
const MOST: usize = 40;

/// Those by which this box is reached now, where its administration listens there.
pub fn of_this_box(listen: SocketAddr) -> Vec<String> {
    let host = hostname::get().unwrap_or_default();
    let host = host.to_string_lossy();
    // Names of this machine's loopback are for whoever comes through a tunnel, and for the machine's own browser.
    let mut addresses = vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    // A public address may be another every day, and each new one would have every browser warn anew. One that the settings name stays.
    let reaching = own_addresses::reaching(listen);
    addresses.extend(
        reaching
            .into_iter()
            .filter(|address| is_private(*address) || *address == listen.ip()),
    );
    of(&host, &addresses)
}

/// Whether an address is of a network of one's own (RFC 1918, RFC 4193).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    }
}

/// Those of a box that is called so, with these addresses.
fn of(host: &str, addresses: &[IpAddr]) -> Vec<String> {
    let host = host.trim().trim_end_matches('.').to_lowercase();
    let mut names = vec!["localhost".to_owned()];
    if let Some(label) = host.split('.').next().filter(|label| !label.is_empty()) {
        // By this name a box is found without a name server (RFC 6762).
        names.extend([host.clone(), format!("{label}.local")]);
    }
    names.extend(addresses.iter().map(ToString::to_string));
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if is_name(&name) && !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

/// Those of now, and after them those of before: a box that goes back to an address finds it in its certificate, and browsers ask nobody.
pub(super) fn with_former(now: &[String], former: &[String]) -> Vec<String> {
    let gone = former
        .iter()
        .filter(|name| !now.contains(name) && is_name(name));
    now.iter().chain(gone).take(MOST).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_none_to_rely_on() {
        for (address, private) in [
            ("192.168.88.10", true),
            ("10.1.2.3", true),
            ("172.16.0.1", true),
            ("197.248.1.2", false),
            ("100.64.0.9", false),
            ("fd00::2", true),
            ("2c0f:fe38::1", false),
        ] {
            assert_eq!(is_private(address.parse().unwrap()), private, "{address}");
        }
    }

    #[test]
    fn a_box_is_reached_by_its_names_and_addresses() {
        let addresses = ["127.0.0.1", "192.168.88.10", "127.0.0.1", "fd00::2"];
        let addresses = addresses.map(|it| it.parse().unwrap());
        let numbers = ["127.0.0.1", "192.168.88.10", "fd00::2"];
        for (host, named) in [
            ("Duka", &["localhost", "duka", "duka.local"][..]),
            (
                "duka.shop.example.",
                &["localhost", "duka.shop.example", "duka.local"],
            ),
            ("duka.local", &["localhost", "duka.local"]),
            ("localhost", &["localhost", "localhost.local"]),
            ("my_box", &["localhost", "my_box", "my_box.local"]),
            ("", &["localhost"]),
            ("no name", &["localhost"]),
            ("-", &["localhost"]),
        ] {
            assert_eq!(of(host, &addresses), [named, &numbers].concat(), "{host:?}");
        }
    }

    #[test]
    fn what_went_is_kept_behind_what_is_there() {
        let list = |text: &str| {
            let words = text.split_whitespace().map(str::to_owned);
            words.collect::<Vec<_>>()
        };
        assert_eq!(with_former(&list("b d"), &list("a b c")), list("b d a c"));
        let many: Vec<String> = (0..100).map(|number| format!("box{number}")).collect();
        let kept = with_former(&list("new"), &many);
        assert_eq!((kept.len(), kept[0].as_str()), (MOST, "new"));
    }
}
