//! The people of the business: who is invited, what each may do, who is kept out. Owners do this, to others only.

use crate::credentials::Token;
use crate::domain::access::{Permission, PersonName, Role};
use crate::domain::id::{AccountId, OperatorId};
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::service::appliance::Appliance;
use crate::store::account::{self, Account};
use crate::store::second_factor;
use crate::store::session::{self, Session};
use crate::store::single_use::{self, Invitation, Purpose};
use crate::store::{Connection, StoreError};

use super::links::{self, RESET_MINUTES};
use super::{AccountError, Actor, note, password, subject};

/// Who is or will be in.
#[derive(Debug)]
pub struct People {
    /// One page of the accounts, by name.
    pub accounts: Vec<Account>,
    /// The invitations that still work, the latest first.
    pub invitations: Vec<Invitation>,
}

/// So many people behind an account, by name, of whom something has this text in it; and everybody who is invited.
///
/// # Errors
/// The database.
pub async fn list(
    appliance: &Appliance,
    after: Option<AccountId>,
    search: &str,
    limit: u32,
) -> Result<People, AccountError> {
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let search = search.trim().to_owned();
    appliance
        .state
        .read(move |connection| {
            Ok(People {
                accounts: account::page(connection, operator, after, &search, limit)?,
                invitations: single_use::invitations(connection, now)?,
            })
        })
        .await
}

/// One person, and where they are signed in.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn one(
    appliance: &Appliance,
    id: AccountId,
) -> Result<(Account, Vec<Session>), AccountError> {
    let (operator, now) = (appliance.operator, appliance.clock.now());
    appliance
        .state
        .read(move |connection| {
            let account = ours(connection, operator, id)?;
            Ok((account, session::of(connection, id, now)?))
        })
        .await
}

/// The role counts at the moment of writing: two owners may be at it at once.
pub(super) fn still_owner(connection: &Connection, actor: &Actor) -> Result<(), AccountError> {
    let account = account::get(connection, actor.id())?;
    if account.locked_at.is_none() && account.role.may(Permission::ManagePeople) {
        Ok(())
    } else {
        Err(AccountError::NotAllowed)
    }
}

/// The account with this number, where it is one of this business.
fn ours(
    connection: &Connection,
    operator: OperatorId,
    id: AccountId,
) -> Result<Account, StoreError> {
    let account = account::get(connection, id)?;
    if account.operator == operator {
        Ok(account)
    } else {
        Err(StoreError::Missing)
    }
}

/// Does something to the account of somebody else, and notes it.
async fn to_another<T, J>(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
    action: &'static str,
    job: J,
) -> Result<T, AccountError>
where
    T: Send + 'static,
    J: FnOnce(&Connection, &Account, Moment) -> Result<(T, String), AccountError> + Send + 'static,
{
    if id == actor.id() {
        return Err(AccountError::OwnAccount);
    }
    let (actor, now) = (actor.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            still_owner(connection, &actor)?;
            let account = ours(connection, actor.account.operator, id)?;
            let (done, detail) = job(connection, &account, now)?;
            if account::owners(connection)? == 0 {
                return Err(AccountError::LastOwner);
            }
            let subject = subject(&account);
            note(
                connection,
                &actor.account,
                &actor.device,
                action,
                &subject,
                &detail,
                now,
            )?;
            Ok(done)
        })
        .await
}

/// Changes what somebody may do, from their next request on.
///
/// # Errors
/// [`AccountError::OwnAccount`], [`AccountError::LastOwner`], [`StoreError::Missing`].
pub async fn set_role(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
    role: Role,
) -> Result<Account, AccountError> {
    to_another(
        appliance,
        actor,
        id,
        "set-role",
        move |connection, account, _| {
            account::set_role(connection, id, role)?;
            let detail = format!("from {} to {role}", account.role);
            Ok((account::get(connection, id)?, detail))
        },
    )
    .await
}

/// Changes what somebody is called; one's own name too.
///
/// # Errors
/// [`AccountError::Faults`] at `name`, [`StoreError::Missing`].
pub async fn set_name(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
    name: &str,
) -> Result<(), AccountError> {
    let name: PersonName = name.parse().map_err(
        |error: crate::domain::access::person_name::PersonNameError| {
            AccountError::Faults(vec![Fault::new("name", error)])
        },
    )?;
    let (actor, now) = (actor.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            still_owner(connection, &actor)?;
            let account = ours(connection, actor.account.operator, id)?;
            if account.name == name.as_str() {
                return Ok(());
            }
            account::set_name(connection, id, name.as_str())?;
            let subject = subject(&account);
            note(
                connection,
                &actor.account,
                &actor.device,
                "rename",
                &subject,
                name.as_str(),
                now,
            )?;
            Ok(())
        })
        .await
}

/// Locks somebody out: their sessions end at once, and links that would let them in stop working.
///
/// # Errors
/// [`AccountError::OwnAccount`], [`AccountError::LastOwner`], [`StoreError::Missing`].
pub async fn lock(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
) -> Result<Account, AccountError> {
    to_another(
        appliance,
        actor,
        id,
        "lock",
        move |connection, account, now| {
            account::set_locked(connection, id, Some(account.locked_at.unwrap_or(now)))?;
            let ended = session::revoke_all(connection, id, None, now)?;
            for purpose in [
                Purpose::ResetPassword,
                Purpose::SecondFactor,
                Purpose::VerifyEmail,
                Purpose::ChangeEmail,
            ] {
                single_use::withdraw(connection, purpose, Some(id))?;
            }
            Ok((account::get(connection, id)?, format!("{ended} sessions")))
        },
    )
    .await
}

/// Lets somebody in again.
///
/// # Errors
/// [`AccountError::OwnAccount`], [`StoreError::Missing`].
pub async fn unlock(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
) -> Result<Account, AccountError> {
    to_another(appliance, actor, id, "unlock", move |connection, _, _| {
        account::set_locked(connection, id, None)?;
        Ok((account::get(connection, id)?, String::new()))
    })
    .await
}

/// Ends all sessions of somebody; gives how many.
///
/// # Errors
/// [`AccountError::OwnAccount`], [`StoreError::Missing`].
pub async fn sign_out(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
) -> Result<usize, AccountError> {
    to_another(
        appliance,
        actor,
        id,
        "end-sessions",
        move |connection, _, now| {
            let ended = session::revoke_all(connection, id, None, now)?;
            Ok((ended, format!("{ended} sessions")))
        },
    )
    .await
}

/// Makes a link by which somebody sets another password, to be handed over; former links stop working.
///
/// # Errors
/// [`AccountError::OwnAccount`], [`StoreError::Missing`].
pub async fn reset_link(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
    here: &str,
) -> Result<Secret, AccountError> {
    let token = Token::random()?;
    let link = password::handed_over(here, &token);
    let by = actor.id();
    to_another(
        appliance,
        actor,
        id,
        "reset-link",
        move |connection, account, now| {
            if account.locked_at.is_some() {
                return Err(AccountError::Faults(vec![Fault::new(
                    "account",
                    "this account is locked: unlock it first",
                )]));
            }
            single_use::withdraw(connection, Purpose::ResetPassword, Some(id))?;
            let works = links::minutes(RESET_MINUTES);
            let mut reset = links::of(Some(id), Purpose::ResetPassword, works, now);
            reset.created_by = Some(by);
            single_use::insert(connection, *token.hash.as_bytes(), &reset)?;
            Ok(((), String::new()))
        },
    )
    .await?;
    Ok(link)
}

/// Takes somebody's second factor away: their phone is lost, and the recovery codes too.
///
/// # Errors
/// [`AccountError::OwnAccount`], [`StoreError::Missing`].
pub async fn remove_second_factor(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
) -> Result<(), AccountError> {
    to_another(
        appliance,
        actor,
        id,
        "second-factor-off",
        move |connection, _, _| {
            second_factor::remove(connection, id)?;
            Ok(((), String::new()))
        },
    )
    .await
}

/// Ends one session of somebody.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn end_session(
    appliance: &Appliance,
    actor: &Actor,
    id: AccountId,
    session: crate::domain::id::SessionId,
) -> Result<(), AccountError> {
    to_another(
        appliance,
        actor,
        id,
        "end-session",
        move |connection, _, now| {
            if session::revoke(connection, id, session, now)? {
                Ok(((), String::new()))
            } else {
                Err(StoreError::Missing.into())
            }
        },
    )
    .await
}
