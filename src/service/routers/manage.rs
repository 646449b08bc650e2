//! Adding a router, changing how it is reached, letting it go.

use crate::credentials::Sealed;
use crate::domain::id::RouterId;
use crate::domain::kind::Fault;
use crate::domain::name::Label;
use crate::domain::secret::Secret;
use crate::routeros::{Credentials, Endpoint, Fingerprint, Security};
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::service::apply::Target;
use crate::store::StoreError;
use crate::store::router::{self, Router, Way};

use super::{RouterError, password_place};

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

/// A wanted router whose fields are good.
#[derive(Debug, Clone)]
pub struct Checked {
    name: String,
    endpoint: Endpoint,
    user: String,
    password: Option<Secret>,
}

impl Checked {
    /// How to reach it, with this password where none was typed.
    pub fn target(&self, appliance: &Appliance, kept: Option<Secret>) -> Target {
        Target {
            endpoint: self.endpoint.clone(),
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

    fn way<'a>(&'a self, pin: Option<&'a str>) -> Way<'a> {
        Way {
            name: &self.name,
            host: &self.endpoint.host,
            port: self.endpoint.port,
            tls: matches!(self.endpoint.security, Security::Tls { .. }),
            pin,
            user: &self.user,
        }
    }

    fn pin(&self) -> Option<String> {
        match self.endpoint.security {
            Security::Tls { pin } => pin.map(|pin| pin.to_string()),
            Security::Plain => None,
        }
    }
}

/// Checks what somebody typed.
///
/// # Errors
/// [`RouterError::Faults`].
pub fn check(wanted: &Wanted) -> Result<Checked, RouterError> {
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
    Ok(Checked {
        name: name.as_str().to_owned(),
        endpoint: Endpoint {
            host: host.to_owned(),
            port: wanted
                .port
                .unwrap_or_else(|| Endpoint::default_port(security)),
            security,
        },
        user: user.to_owned(),
        password: wanted.password.clone(),
    })
}

/// Takes a router into care.
///
/// # Errors
/// [`RouterError::Faults`] where the name is taken.
pub async fn add(
    appliance: &Appliance,
    actor: &Actor,
    checked: Checked,
) -> Result<RouterId, RouterError> {
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    let sealer = appliance.sealer.clone();
    appliance
        .state
        .write(move |connection| {
            let pin = checked.pin();
            let id = router::insert(connection, operator, &checked.way(pin.as_deref()), now)
                .map_err(name_taken)?;
            let password = checked.password.clone().unwrap_or_else(|| Secret::new(""));
            let sealed = sealer.seal(&password_place(id), &password)?;
            router::set_password(connection, id, sealed.as_bytes())?;
            let subject = format!("router {}", checked.name);
            let detail = checked.endpoint.to_string();
            note(
                connection,
                &actor.account,
                &actor.device,
                "add",
                &subject,
                &detail,
                now,
            )?;
            Ok(id)
        })
        .await
}

/// Changes how a router is reached. The pin is kept unless another was given.
///
/// # Errors
/// [`RouterError::Faults`] where the name is taken.
pub async fn edit(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    checked: Checked,
) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    let sealer = appliance.sealer.clone();
    appliance
        .state
        .write(move |connection| {
            let former = owned(connection, operator, id)?;
            let pin = checked.pin().or(former.pin);
            router::set_way(connection, id, &checked.way(pin.as_deref())).map_err(name_taken)?;
            if let Some(password) = &checked.password {
                let sealed = sealer.seal(&password_place(id), password)?;
                router::set_password(connection, id, sealed.as_bytes())?;
            }
            let subject = format!("router {}", checked.name);
            let detail = checked.endpoint.to_string();
            note(
                connection,
                &actor.account,
                &actor.device,
                "edit",
                &subject,
                &detail,
                now,
            )?;
            Ok(())
        })
        .await
}

/// Lets a router go. What is on it stays there; what was done stays on record; its password and site are forgotten.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn remove(appliance: &Appliance, actor: &Actor, id: RouterId) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    appliance
        .state
        .write(move |connection| {
            let router = owned(connection, operator, id)?;
            router::archive(connection, id, now)?;
            let subject = format!("router {}", router.name);
            note(
                connection,
                &actor.account,
                &actor.device,
                "remove",
                &subject,
                "",
                now,
            )?;
            Ok::<_, RouterError>(())
        })
        .await?;
    super::site::learn_hotspots(appliance).await
}

/// Trusts the certificate that the router shows now.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn trust(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    pin: Fingerprint,
) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    appliance
        .state
        .write(move |connection| {
            let router = owned(connection, operator, id)?;
            router::set_pin(connection, id, &pin.to_string())?;
            let subject = format!("router {}", router.name);
            let detail = pin.to_string();
            note(
                connection,
                &actor.account,
                &actor.device,
                "trust-certificate",
                &subject,
                &detail,
                now,
            )?;
            Ok(())
        })
        .await
}

/// The router with this number, where it is this operator's.
///
/// # Errors
/// [`StoreError::Missing`].
pub(super) fn owned(
    connection: &crate::store::Connection,
    operator: crate::domain::id::OperatorId,
    id: RouterId,
) -> Result<Router, StoreError> {
    let router = router::get(connection, id)?;
    if router.operator == operator {
        Ok(router)
    } else {
        Err(StoreError::Missing)
    }
}

/// The router with this number.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn get(appliance: &Appliance, id: RouterId) -> Result<Router, RouterError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| Ok(owned(connection, operator, id)?))
        .await
}

/// Routers behind this number that contain a text.
///
/// # Errors
/// The database.
pub async fn list(
    appliance: &Appliance,
    after: Option<RouterId>,
    search: &str,
    limit: u32,
) -> Result<Vec<Router>, RouterError> {
    let (operator, search) = (appliance.operator, search.trim().to_owned());
    appliance
        .state
        .read(move |connection| Ok(router::page(connection, operator, after, &search, limit)?))
        .await
}

/// A router and how to reach it.
///
/// # Errors
/// [`StoreError::Missing`]; its password does not open.
pub async fn target(appliance: &Appliance, id: RouterId) -> Result<(Router, Target), RouterError> {
    let operator = appliance.operator;
    let (router, sealed) = appliance
        .state
        .read(move |connection| {
            let router = owned(connection, operator, id)?;
            let sealed = router::sealed(connection, id)?;
            Ok::<_, RouterError>((router, sealed))
        })
        .await?;
    let password = appliance
        .sealer
        .open(&password_place(id), &Sealed::from_bytes(sealed.password))?;
    let security = if router.tls {
        let pin = router.pin.as_deref().map(str::parse).transpose();
        Security::Tls {
            pin: pin.map_err(|_| StoreError::Damaged("a certificate's fingerprint"))?,
        }
    } else {
        Security::Plain
    };
    let target = Target {
        endpoint: Endpoint {
            host: router.host.clone(),
            port: router.port,
            security,
        },
        credentials: Credentials {
            user: router.user.clone(),
            password,
        },
        limits: appliance.limits.clone(),
    };
    Ok((router, target))
}

fn name_taken(error: StoreError) -> RouterError {
    match error {
        StoreError::Conflict(_) => RouterError::Faults(vec![Fault::new(
            "name",
            "another router has this name: take another",
        )]),
        error => error.into(),
    }
}
