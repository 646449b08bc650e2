//! Adding a router, changing how it is reached, letting it go.

use crate::credentials::{Sealed, Sealer};
use crate::domain::id::RouterId;
use crate::domain::kind::Fault;
use crate::domain::secret::Secret;
use crate::routeros::{Credentials, Endpoint, Fingerprint, Security};
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::service::apply::Target;
use crate::service::told::sentence;
use crate::store::StoreError;
use crate::store::job;
use crate::store::router::{self, Router};

use super::{RouterError, password_place, reach};

pub use super::way::{Checked, Wanted, check, split};

/// Takes a router into care.
///
/// # Errors
/// [`RouterError::Faults`] where the name is taken, or one at the same address is in care already.
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
            let (host, port) = (&checked.endpoint.host, checked.endpoint.port);
            if let Some(there) = router::at(connection, operator, host, port, None)? {
                return Err(RouterError::Faults(vec![Fault::new(
                    "host",
                    format!(
                        "the router {} is at this address already: change how that one is reached, or let it go first",
                        there.name
                    ),
                )]));
            }
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
            if checked.password.is_none() && !same_far_side(&former, &checked) {
                let kept = open(&sealer, id, router::sealed(connection, id)?.password)?;
                type_it_again(&kept)?;
            }
            let trusted = checked.pin().filter(|pin| former.pin.as_ref() != Some(pin));
            let pin = checked.pin().or(former.pin);
            router::set_way(connection, id, &checked.way(pin.as_deref())).map_err(name_taken)?;
            if let Some(password) = &checked.password {
                let sealed = sealer.seal(&password_place(id), password)?;
                router::set_password(connection, id, sealed.as_bytes())?;
            }
            let subject = format!("router {}", checked.name);
            let detail = checked.endpoint.to_string();
            actor.note(connection, "edit", &subject, &detail, now)?;
            if let Some(pin) = trusted {
                actor.note(connection, "trust-certificate", &subject, &pin, now)?;
            }
            Ok(())
        })
        .await
}

/// Whether it would be the router of before that hears the password: whoever proves to have its certificate is, wherever it is; without
/// one it is known by its address and port alone.
fn same_far_side(former: &Router, checked: &Checked) -> bool {
    let tls = checked.endpoint.security != Security::Plain;
    let pin = checked.pin();
    let same_place = former.host == checked.endpoint.host && former.port == checked.endpoint.port;
    let proves_itself = tls && former.pin.is_some();
    former.tls == tls && (pin.is_none() || pin == former.pin) && (same_place || proves_itself)
}

/// The stored password goes only to the router that it went to before: nobody learns it by naming a machine of their own, or that machine's
/// certificate. An empty one is no secret.
fn type_it_again(kept: &Secret) -> Result<(), RouterError> {
    if kept.reveal().is_empty() {
        return Ok(());
    }
    Err(RouterError::Faults(vec![Fault::new(
        "password",
        "the stored password goes only to the router that it was given for, which proves itself by its certificate, or without TLS by its address and port: type it again",
    )]))
}

/// How to reach a router as it would be after an edit, to try it out.
///
/// # Errors
/// [`StoreError::Missing`]; [`RouterError::Faults`] where the password must be typed again.
pub async fn target_of_edit(
    appliance: &Appliance,
    id: RouterId,
    checked: &Checked,
) -> Result<Target, RouterError> {
    let (former, sealed) = sealed(appliance, id).await?;
    if checked.password.is_some() {
        return Ok(checked.target(appliance, None));
    }
    let kept = open(&appliance.sealer, id, sealed)?;
    if !same_far_side(&former, checked) {
        type_it_again(&kept)?;
    }
    let pin = former.pin.as_deref().map(str::parse).transpose();
    let pin = pin.map_err(|_| StoreError::Damaged("a certificate's fingerprint"))?;
    let known = match checked.endpoint.security {
        Security::Tls { pin: None } => checked.clone().trusting(pin),
        _ => checked.clone(),
    };
    Ok(known.target(appliance, Some(kept)))
}

async fn sealed(appliance: &Appliance, id: RouterId) -> Result<(Router, Vec<u8>), RouterError> {
    let operator = appliance.operator;
    appliance
        .state
        .read(move |connection| {
            let router = owned(connection, operator, id)?;
            let sealed = router::sealed(connection, id)?;
            Ok::<_, RouterError>((router, sealed.password))
        })
        .await
}

fn open(sealer: &Sealer, id: RouterId, sealed: Vec<u8>) -> Result<Secret, RouterError> {
    Ok(sealer.open(&password_place(id), &Sealed::from_bytes(sealed))?)
}

/// Lets a router go. What is on it stays there; what was done stays on record; its password and site are forgotten.
///
/// # Errors
/// [`StoreError::Missing`]; [`RouterError::UnderWay`].
pub async fn remove(appliance: &Appliance, actor: &Actor, id: RouterId) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    appliance
        .state
        .write(move |connection| {
            let router = owned(connection, operator, id)?;
            // A job would find no password and no site any more, and could not tell what became of the router.
            if job::is_open(connection, id)? {
                return Err(RouterError::UnderWay);
            }
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

/// Trusts the certificate that the router shows now. Another one than the trusted one wants the password typed again.
///
/// # Errors
/// [`StoreError::Missing`]; [`RouterError::Faults`] where the password must be typed again.
pub async fn trust(
    appliance: &Appliance,
    actor: &Actor,
    id: RouterId,
    pin: Fingerprint,
    password: Option<Secret>,
) -> Result<(), RouterError> {
    let now = appliance.clock.now();
    let (operator, actor) = (appliance.operator, actor.clone());
    let sealer = appliance.sealer.clone();
    appliance
        .state
        .write(move |connection| {
            let router = owned(connection, operator, id)?;
            if let Some(password) = &password {
                let sealed = sealer.seal(&password_place(id), password)?;
                router::set_password(connection, id, sealed.as_bytes())?;
            } else if router.pin.as_ref() != Some(&pin.to_string()) {
                let kept = open(&sealer, id, router::sealed(connection, id)?.password)?;
                type_it_again(&kept)?;
            }
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
    let (router, sealed) = sealed(appliance, id).await?;
    let password = open(&appliance.sealer, id, sealed)?;
    let security = if router.tls {
        let pin = router.pin.as_deref().map(str::parse).transpose();
        Security::Tls {
            pin: pin.map_err(|_| StoreError::Damaged("a certificate's fingerprint"))?,
        }
    } else {
        Security::Plain
    };
    // Looked up and asked about anew each time: a name may lead elsewhere today.
    let address = match reach::find(appliance, &router.host, router.port).await {
        Ok(address) => address,
        Err(error) => {
            super::compare::silent(appliance, id, sentence(&error.to_string())).await?;
            return Err(error.into());
        }
    };
    let target = Target {
        endpoint: Endpoint {
            host: address.to_string(),
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
