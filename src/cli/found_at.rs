//! What `serve` and `status` tell a person of where the program is found.

use std::net::SocketAddr;

use crate::routeros::Fingerprint;
use crate::service::own_addresses;

/// A certificate that the administration shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// It is the operator's own.
    pub own: bool,
}

/// Where people find the program.
#[derive(Debug, PartialEq, Eq)]
pub struct FoundAt {
    /// Addresses to type for the administration.
    pub administration: Vec<String>,
    /// Addresses to type for the customers' portal.
    pub portal: Vec<String>,
    /// What the browser is shown first.
    pub certificate: Option<Shown>,
}

impl FoundAt {
    /// For listeners at these addresses. Without a certificate, everything is plain HTTP.
    pub fn of(administration: SocketAddr, portal: SocketAddr, certificate: Option<Shown>) -> Self {
        let scheme = certificate.map_or("http", |_| "https");
        FoundAt {
            administration: addresses(scheme, administration),
            portal: addresses("http", portal),
            certificate,
        }
    }

    /// In lines.
    pub fn told(&self) -> String {
        let lines = |what: &str, addresses: &[String]| {
            let lines = addresses
                .iter()
                .map(|address| format!("{what}: {address}\n"));
            lines.collect::<String>()
        };
        let mut text = lines("Administration", &self.administration);
        text.push_str(&lines("Customers' portal", &self.portal));
        if let Some(Shown { fingerprint, own }) = self.certificate {
            if !own {
                text.push_str("The browser warns once, because this box has made its certificate itself: go on where it shows this fingerprint.\n");
            }
            let pairs = fingerprint.in_pairs();
            text.push_str(&format!("Certificate (SHA-256): {pairs}\n"));
        }
        text
    }
}

/// What people type to reach a listener: every address of this machine in its networks, where it listens at all of them.
fn addresses(scheme: &str, listen: SocketAddr) -> Vec<String> {
    let all: Vec<String> = own_addresses::reaching(listen)
        .into_iter()
        .map(|ip| format!("{scheme}://{}/", SocketAddr::new(ip, listen.port())))
        .collect();
    if !all.is_empty() {
        return all;
    }
    // Where the system does not tell, the name that is right on this machine is told.
    vec![if listen.ip().is_unspecified() {
        format!("{scheme}://localhost:{}/", listen.port())
    } else {
        format!("{scheme}://{listen}/")
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(administration: &str, certificate: Option<Shown>) -> FoundAt {
        let portal = "10.5.50.1:8080".parse().unwrap();
        FoundAt::of(administration.parse().unwrap(), portal, certificate)
    }

    #[test]
    fn what_is_told_follows_from_where_it_listens_and_what_it_shows() {
        let plain = at("192.168.88.2:80", None);
        assert_eq!(
            plain.told(),
            "Administration: http://192.168.88.2:80/\nCustomers' portal: http://10.5.50.1:8080/\n"
        );
        let fingerprint = Fingerprint::of(b"abc");
        let made = at(
            "127.0.0.1:8000",
            Some(Shown {
                fingerprint,
                own: false,
            }),
        )
        .told();
        assert!(
            made.starts_with("Administration: https://127.0.0.1:8000/\n"),
            "{made}"
        );
        assert!(
            made.contains("warns once") && made.contains("SHA-256): BA:78:"),
            "{made}"
        );
        assert!(made.contains("portal: http://"), "{made}");
        let own = at(
            "[::1]:8000",
            Some(Shown {
                fingerprint,
                own: true,
            }),
        )
        .told();
        assert!(
            own.starts_with("Administration: https://[::1]:8000/\n"),
            "{own}"
        );
        assert!(!own.contains("warns") && own.contains("BA:78:"), "{own}");
        assert!(!at("0.0.0.0:8000", None).administration.is_empty());
    }
}
