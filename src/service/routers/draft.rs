//! A router that was met and has no name yet: how it is reached is kept sealed for a day, for the person who met it.

use serde::{Deserialize, Serialize};

use crate::credentials::{RandomError, Sealed};
use crate::domain::id::DraftId;
use crate::domain::moment::Moment;
use crate::domain::password;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::service::accounts::Actor;
use crate::service::appliance::Appliance;
use crate::store::{StoreError, draft};

use super::RouterError;
use super::manage::Wanted;

/// So long a draft is kept.
const KEPT: Span = Span::from_secs(24 * 3_600);

/// What is known of the router.
#[derive(Debug, Clone)]
pub struct Draft {
    /// How it is reached; the name is still empty where none was typed.
    pub wanted: Wanted,
    /// What it said of itself; empty before it was met.
    pub itself: Itself,
    /// From where the account on it may sign in, as the script says; empty for other ways.
    pub from: String,
}

/// What a router said of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Itself {
    /// Its board.
    pub board: String,
    /// Its RouterOS.
    pub routeros: String,
    /// Its name.
    pub identity: String,
}

/// A draft as it is sealed.
#[derive(Serialize, Deserialize)]
struct Written {
    name: String,
    host: String,
    port: Option<u16>,
    tls: bool,
    pin: Option<String>,
    user: String,
    password: String,
    itself: Itself,
    from: String,
}

impl From<&Draft> for Written {
    fn from(draft: &Draft) -> Self {
        let wanted = &draft.wanted;
        let password = wanted.password.as_ref().map_or("", Secret::reveal);
        Written {
            name: wanted.name.clone(),
            host: wanted.host.clone(),
            port: wanted.port,
            tls: wanted.tls,
            pin: wanted.pin.clone(),
            user: wanted.user.clone(),
            password: password.to_owned(),
            itself: draft.itself.clone(),
            from: draft.from.clone(),
        }
    }
}

impl From<Written> for Draft {
    fn from(written: Written) -> Self {
        Draft {
            wanted: Wanted {
                name: written.name,
                host: written.host,
                port: written.port,
                tls: written.tls,
                pin: written.pin,
                user: written.user,
                password: Some(Secret::new(written.password)),
            },
            itself: written.itself,
            from: written.from,
        }
    }
}

fn place(id: DraftId) -> String {
    format!("draft/{id}")
}

/// Drafts made at or before this moment are over.
fn over(appliance: &Appliance) -> Moment {
    appliance.clock.now().minus(KEPT)
}

/// Keeps a draft. Those whose time is over are forgotten.
///
/// # Errors
/// The database; sealing.
pub async fn keep(
    appliance: &Appliance,
    actor: &Actor,
    draft: &Draft,
) -> Result<DraftId, RouterError> {
    let (operator, account, now) = (appliance.operator, actor.id(), appliance.clock.now());
    let over = over(appliance);
    let id = appliance
        .state
        .write(move |connection| {
            draft::delete_before(connection, over)?;
            Ok::<_, RouterError>(draft::insert(connection, operator, account, now)?)
        })
        .await?;
    replace(appliance, id, draft).await?;
    Ok(id)
}

/// Keeps something else as this draft.
///
/// # Errors
/// [`StoreError::Missing`]; sealing.
pub async fn replace(appliance: &Appliance, id: DraftId, draft: &Draft) -> Result<(), RouterError> {
    let text = serde_json::to_string(&Written::from(draft)).unwrap_or_default();
    let sealed = appliance.sealer.seal(&place(id), &Secret::new(text))?;
    appliance
        .state
        .write(move |connection| Ok(draft::set_content(connection, id, sealed.as_bytes())?))
        .await
}

/// A draft of this person's.
///
/// # Errors
/// [`StoreError::Missing`] where there is none, its time is over, or it is another's.
pub async fn get(appliance: &Appliance, actor: &Actor, id: DraftId) -> Result<Draft, RouterError> {
    let (operator, account, over) = (appliance.operator, actor.id(), over(appliance));
    let sealed = appliance
        .state
        .read(move |connection| {
            Ok::<_, RouterError>(draft::content(connection, id, operator, account, over)?)
        })
        .await?;
    let text = appliance
        .sealer
        .open(&place(id), &Sealed::from_bytes(sealed))?;
    let written: Written = serde_json::from_str(text.reveal())
        .map_err(|_| StoreError::Damaged("a router that was met"))?;
    Ok(written.into())
}

/// Forgets a draft.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn forget(appliance: &Appliance, id: DraftId) -> Result<(), RouterError> {
    appliance
        .state
        .write(move |connection| Ok(draft::delete(connection, id)?))
        .await
}

/// A password that nobody has used before, for an account of hotspotd's own.
///
/// # Errors
/// No random numbers.
pub(super) fn draw() -> Result<Secret, RouterError> {
    loop {
        let mut bytes = [0; password::RANDOM];
        getrandom::fill(&mut bytes).map_err(RandomError::from)?;
        if let Some(password) = password::from_random(&bytes) {
            return Ok(password);
        }
    }
}
