//! How a router is reached, as somebody typed it, checked before anything is connected to.

use std::net::IpAddr;

use crate::domain::kind::Fault;
use crate::domain::name::Label;
use crate::domain::secret::Secret;
use crate::routeros::{Credentials, Endpoint, Fingerprint, Security};
use crate::service::appliance::Appliance;
use crate::service::apply::Target;
use crate::service::told::sentence;
use crate::store::router::Way;

use super::RouterError;
use super::reach::{self, NotReached};

/// The longest host name of the domain name system.
const LONGEST_HOST: usize = 253;

/// How a router is reached, as somebody typed it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What people call it.
    pub name: String,
    /// Address or host name.
    pub host: String,
    /// TCP port of its API; usually 8729 with TLS, 8728 without.
    pub port: Option<u16>,
    /// Whether the API is spoken over TLS.
    pub tls: bool,
    /// The certificate that was shown and is trusted, hexadecimal.
    pub pin: Option<String>,
    /// The account on the router.
    pub user: String,
    /// Its password; `None` keeps the one that is stored.
    pub password: Option<Secret>,
}

/// Host and port of an address like `192.168.88.1`, `duka.lan:8729` or `[fd00::1]:8729`.
///
/// # Errors
/// What is behind the colon is no port.
pub fn split(address: &str) -> Result<(String, Option<u16>), RouterError> {
    let address = address.trim();
    let (host, port) = match address
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None if address.matches(':').count() == 1 => match address.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (address, None),
        },
        None => (address, None),
    };
    let port = port.map(str::parse::<u16>).transpose().map_err(|_| {
        RouterError::Faults(vec![Fault::new(
            "port",
            "a port is a number from 1 to 65535",
        )])
    })?;
    Ok((host.to_owned(), port))
}

/// A wanted router whose fields are good.
#[derive(Debug, Clone)]
pub struct Checked {
    pub(super) name: String,
    pub(super) endpoint: Endpoint,
    /// The address behind the host, which may be connected to.
    address: IpAddr,
    user: String,
    pub(super) password: Option<Secret>,
}

impl Checked {
    /// The address behind the host.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// Trusts this certificate from the beginning.
    #[must_use]
    pub fn trusting(mut self, pin: Option<Fingerprint>) -> Self {
        if let Security::Tls { pin: trusted } = &mut self.endpoint.security {
            *trusted = pin.or(*trusted);
        }
        self
    }

    /// How to reach it, with this password where none was typed.
    pub fn target(&self, appliance: &Appliance, kept: Option<Secret>) -> Target {
        Target {
            endpoint: Endpoint {
                host: self.address.to_string(),
                ..self.endpoint.clone()
            },
            credentials: Credentials {
                user: self.user.clone(),
                password: self
                    .password
                    .clone()
                    .or(kept)
                    .unwrap_or_else(|| Secret::new("")),
            },
            limits: appliance.limits.clone(),
        }
    }

    pub(super) fn way<'a>(&'a self, pin: Option<&'a str>) -> Way<'a> {
        Way {
            name: &self.name,
            host: &self.endpoint.host,
            port: self.endpoint.port,
            tls: matches!(self.endpoint.security, Security::Tls { .. }),
            pin,
            user: &self.user,
        }
    }

    pub(super) fn pin(&self) -> Option<String> {
        match self.endpoint.security {
            Security::Tls { pin } => pin.map(|pin| pin.to_string()),
            Security::Plain => None,
        }
    }
}

/// Checks what somebody typed, and looks up the address behind the host. Nothing is connected to.
///
/// # Errors
/// [`RouterError::Faults`].
pub async fn check(appliance: &Appliance, wanted: &Wanted) -> Result<Checked, RouterError> {
    let mut faults = Vec::new();
    let name = wanted.name.trim().parse::<Label>();
    if let Err(error) = &name {
        faults.push(Fault::new("name", error));
    }
    let host = wanted.host.trim();
    let is_host = !host.is_empty()
        && host.len() <= LONGEST_HOST
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ".-_:[]%".contains(c));
    if !is_host {
        faults.push(Fault::new(
            "host",
            "write the router's address, e.g. 192.168.88.1, or its name on this network",
        ));
    }
    let pin = wanted
        .pin
        .as_deref()
        .map(str::trim)
        .filter(|pin| !pin.is_empty() && wanted.tls)
        .map(str::parse::<Fingerprint>)
        .transpose();
    if let Err(error) = &pin {
        faults.push(Fault::new("pin", error));
    }
    let user = wanted.user.trim();
    if user.is_empty() || user.len() > 64 || user.chars().any(char::is_control) {
        faults.push(Fault::new(
            "user",
            "write the name of an account on the router, 1 to 64 characters",
        ));
    }
    if wanted.port == Some(0) {
        faults.push(Fault::new("port", "a port is a number from 1 to 65535"));
    }
    let (Ok(name), Ok(pin), true) = (name, pin, faults.is_empty()) else {
        return Err(RouterError::Faults(faults));
    };
    let security = if wanted.tls {
        Security::Tls { pin }
    } else {
        Security::Plain
    };
    let port = wanted
        .port
        .unwrap_or_else(|| Endpoint::default_port(security));
    let address = reach::find(appliance, host, port)
        .await
        .map_err(|error| match error {
            NotReached::Store(error) => RouterError::Store(error),
            error => RouterError::Faults(vec![Fault::new("host", sentence(&error.to_string()))]),
        })?;
    Ok(Checked {
        name: name.as_str().to_owned(),
        address,
        endpoint: Endpoint {
            host: host.to_owned(),
            port,
            security,
        },
        user: user.to_owned(),
        password: wanted.password.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_have_a_port() {
        for (typed, host, port) in [
            ("192.168.88.1", "192.168.88.1", None),
            (" duka.lan:8729 ", "duka.lan", Some(8729)),
            ("[fd00::1]:8728", "fd00::1", Some(8728)),
            ("[fd00::1]", "fd00::1", None),
            ("fd00::1", "fd00::1", None),
        ] {
            let found = split(typed).unwrap();
            assert_eq!(found, (host.to_owned(), port), "{typed}");
        }
        assert!(split("duka.lan:http").is_err());
        assert!(split("duka.lan:70000").is_err());
    }
}
