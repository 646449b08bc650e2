//! The uplink of a shop.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::domain::net::Interface;
use crate::domain::secret::Secret;

/// `[wan]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Wan {
    /// Port of the uplink.
    pub port: String,
    /// Tag of the provider's VLAN on that port.
    pub vlan: Option<u16>,
    /// How the uplink gets its address.
    pub mode: WanMode,
}

/// How the uplink gets its address: `mode = "dhcp" | "static" | "pppoe"`.
#[derive(Debug, Clone, PartialEq)]
pub enum WanMode {
    /// From the provider.
    Dhcp,
    /// Fixed.
    Static {
        /// Address with prefix.
        address: Interface,
        /// Next hop.
        gateway: Ipv4Addr,
    },
    /// PPP over Ethernet.
    Pppoe {
        /// Account at the provider.
        user: String,
        /// Its password.
        password: Secret,
    },
}

/// `[wan]` as it is written: one flat table, so that an unknown key in it is refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    port: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vlan: Option<u16>,
    mode: Word,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<Interface>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gateway: Option<Ipv4Addr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<Secret>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Dhcp,
    Static,
    Pppoe,
}

/// Why a `[wan]` does not hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WanError {
    /// `dhcp` with keys of other modes.
    #[error(
        "[wan] with mode = \"dhcp\" takes only port and vlan; remove address, gateway, user and password, or change the mode"
    )]
    Dhcp,
    /// `static` without its keys, or with those of `pppoe`.
    #[error(
        "[wan] with mode = \"static\" needs address (like \"41.90.10.2/30\") and gateway (like \"41.90.10.1\"), and no user or password"
    )]
    Static,
    /// `pppoe` without its keys, or with those of `static`.
    #[error(
        "[wan] with mode = \"pppoe\" needs user and password from the provider, and no address or gateway"
    )]
    Pppoe,
}

impl TryFrom<Written> for Wan {
    type Error = WanError;

    fn try_from(written: Written) -> Result<Self, WanError> {
        let Written {
            port,
            vlan,
            mode,
            address,
            gateway,
            user,
            password,
        } = written;
        let mode = match (mode, address, gateway, user, password) {
            (Word::Dhcp, None, None, None, None) => WanMode::Dhcp,
            (Word::Dhcp, ..) => return Err(WanError::Dhcp),
            (Word::Static, Some(address), Some(gateway), None, None) => {
                WanMode::Static { address, gateway }
            }
            (Word::Static, ..) => return Err(WanError::Static),
            (Word::Pppoe, None, None, Some(user), Some(password)) => {
                WanMode::Pppoe { user, password }
            }
            (Word::Pppoe, ..) => return Err(WanError::Pppoe),
        };
        Ok(Self { port, vlan, mode })
    }
}

impl From<Wan> for Written {
    fn from(wan: Wan) -> Self {
        let Wan { port, vlan, mode } = wan;
        let none = Self {
            port,
            vlan,
            mode: Word::Dhcp,
            address: None,
            gateway: None,
            user: None,
            password: None,
        };
        match mode {
            WanMode::Dhcp => none,
            WanMode::Static { address, gateway } => Self {
                mode: Word::Static,
                address: Some(address),
                gateway: Some(gateway),
                ..none
            },
            WanMode::Pppoe { user, password } => Self {
                mode: Word::Pppoe,
                user: Some(user),
                password: Some(password),
                ..none
            },
        }
    }
}
