//! Who sends commands, and by which way they came in.

use std::collections::BTreeSet;
use std::net::IpAddr;

/// An authenticated session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Number of the session; 0 for what the router does by itself.
    pub session: u64,
    /// Name of the `/user`.
    pub name: String,
    /// Granted policies of the user's group, e.g. `read`, `write`.
    pub policies: BTreeSet<String>,
    /// The way in.
    pub entry: Entry,
}

impl Caller {
    /// May the caller do what needs this policy?
    pub fn may(&self, policy: &str) -> bool {
        self.policies.contains(policy)
    }
}

/// The way a session comes in: port, addresses, service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Physical or virtual interface the packets arrive on, e.g. `ether2`.
    pub interface: String,
    /// Address of the client.
    pub from: IpAddr,
    /// Address of the router that the client speaks to.
    pub to: IpAddr,
    /// API service spoken.
    pub service: Service,
    /// TCP port of the router, e.g. 8728.
    pub port: u16,
}

/// The two services of the binary API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Plain text, 8728 by default.
    Api,
    /// TLS, 8729 by default.
    ApiSsl,
}

impl Service {
    /// Name in `/ip/service`.
    pub fn name(self) -> &'static str {
        match self {
            Service::Api => "api",
            Service::ApiSsl => "api-ssl",
        }
    }
}

/// Connection state of a session's packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// The first packet of a connection.
    New,
    /// Packets of a connection that was already accepted.
    Established,
}

/// Why the router's own network would not let a session's packets through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such interface.
    #[error("the router has no interface `{0}`")]
    NoInterface(String),
    /// The port is switched off.
    #[error("interface `{0}` is disabled")]
    InterfaceDisabled(String),
    /// Nothing on the way from the port owns the destination address.
    #[error("{to} is not an address of the router that is reachable by `{interface}`")]
    NoAddress {
        /// Destination address.
        to: IpAddr,
        /// Port the session comes in by.
        interface: String,
    },
    /// The service is off or on another port.
    #[error("service `{0}` is disabled or listens on another port")]
    ServiceOff(String),
    /// `/ip/service address=` does not contain the client.
    #[error("service `{service}` does not serve {from}: it is not in its address list")]
    ServiceAddress {
        /// Name of the service.
        service: String,
        /// Address of the client.
        from: IpAddr,
    },
    /// An input rule drops or rejects the packets.
    #[error("firewall filter rule {rule} ({what}) stops the packets")]
    Firewall {
        /// `.id` of the rule.
        rule: String,
        /// Action and comment of the rule.
        what: String,
    },
    /// A hotspot on the interface stops clients that are not logged in.
    #[error("the hotspot `{0}` stops clients that are not logged in")]
    Hotspot(String),
}

/// Why a login is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginRefused {
    /// Unknown name, wrong password, disabled user, address or policy `api` missing.
    #[error("invalid user name or password (6)")]
    Invalid,
}
