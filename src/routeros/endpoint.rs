//! Where a router is and who logs in.

use std::fmt;

use super::tls::Fingerprint;
use crate::domain::secret::Secret;

/// Where a router's API listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// A name or an address; IPv6 with or without brackets.
    pub host: String,
    /// 8729 (`api-ssl`) or 8728 (`api`) unless changed in `/ip/service`.
    pub port: u16,
    /// Whether the connection is encrypted.
    pub security: Security,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all: the password crosses the network in clear text.
    Plain,
    /// TLS. Routers have self-signed certificates, so what is trusted is one certificate, by its fingerprint.
    Tls {
        /// The certificate that must be shown; `None` takes any and tells it by [`super::Client::fingerprint`], to be pinned from then on.
        pin: Option<Fingerprint>,
    },
}

impl Endpoint {
    /// RouterOS's default port for this kind of connection.
    pub fn default_port(security: Security) -> u16 {
        match security {
            Security::Plain => 8728,
            Security::Tls { .. } => 8729,
        }
    }

    /// The host without the brackets of an IPv6 address.
    pub(super) fn bare_host(&self) -> &str {
        self.host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .unwrap_or(&self.host)
    }
}

/// `host:port`, with brackets around an IPv6 address.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.bare_host();
        if host.contains(':') {
            write!(f, "[{host}]:{}", self.port)
        } else {
            write!(f, "{host}:{}", self.port)
        }
    }
}

/// Who logs in.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The name of a user of the router.
    pub user: String,
    /// Their password; a router fresh from the box takes the empty one.
    pub password: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_the_usual_way() {
        for (host, expected) in [
            ("10.0.0.1", "10.0.0.1:8728"),
            ("fe80::1", "[fe80::1]:8728"),
            ("[fe80::1]", "[fe80::1]:8728"),
            ("shop.example", "shop.example:8728"),
        ] {
            let endpoint = Endpoint {
                host: host.to_owned(),
                port: Endpoint::default_port(Security::Plain),
                security: Security::Plain,
            };
            assert_eq!(endpoint.to_string(), expected);
        }
    }
}
