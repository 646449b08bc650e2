//! Accounts: the people of the operator.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::StoreError;
use crate::domain::access::{Email, LoginName, Role};
use crate::domain::id::{AccountId, OperatorId};
use crate::domain::language::Language;
use crate::domain::moment::Moment;

/// An account as it is stored, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Whose person it is.
    pub operator: OperatorId,
    /// What is typed to sign in.
    pub login: LoginName,
    /// The person's name.
    pub name: String,
    /// Where mail goes.
    pub email: Option<Email>,
    /// Since when the address is known to be theirs.
    pub email_verified_at: Option<Moment>,
    /// What it may do.
    pub role: Role,
    /// `en` or `sw`, where the person chose one.
    pub language: Option<String>,
    /// Whether a second factor is asked for.
    pub totp: bool,
    /// Since when it may not sign in.
    pub locked_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
    /// When it last did something.
    pub seen_at: Option<Moment>,
}

/// What a new account begins with. It holds what a password could be guessed by, so it has no `Debug`.
pub struct NewAccount<'a> {
    /// Whose person it is.
    pub operator: OperatorId,
    /// What is typed to sign in.
    pub login: &'a LoginName,
    /// The person's name.
    pub name: &'a str,
    /// Where mail goes.
    pub email: Option<&'a Email>,
    /// Whether the address is known to be theirs: an invitation was mailed to it.
    pub email_verified: bool,
    /// What it may do.
    pub role: Role,
    /// PHC string.
    pub password_hash: &'a str,
}

/// What is needed to sign in. It holds what a password could be guessed by, so it has no `Debug`.
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// PHC string.
    pub password_hash: String,
    /// The sealed secret of the second factor, once it was confirmed.
    pub totp_secret: Option<Vec<u8>>,
    /// The last time step whose code was used.
    pub totp_step: Option<i64>,
}

const COLUMNS: &str = "id, operator_id, login, name, email, email_verified_at, role, language, totp_confirmed_at IS NOT NULL, locked_at, created_at, seen_at";

fn account(row: &Row<'_>) -> Result<Account, rusqlite::Error> {
    Ok(Account {
        id: row.get(0)?,
        operator: row.get(1)?,
        login: row.get(2)?,
        name: row.get(3)?,
        email: row.get(4)?,
        email_verified_at: row.get(5)?,
        role: row.get(6)?,
        language: row.get(7)?,
        totp: row.get(8)?,
        locked_at: row.get(9)?,
        created_at: row.get(10)?,
        seen_at: row.get(11)?,
    })
}

/// Adds an account.
///
/// # Errors
/// [`StoreError::Conflict`] where the login or the address is taken.
pub fn insert(
    connection: &Connection,
    new: &NewAccount<'_>,
    now: Moment,
) -> Result<AccountId, StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO account (operator_id, login, name, email, email_verified_at, role, password_hash, password_changed_at, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) RETURNING id",
        )?
        .query_row(
            params![
                new.operator,
                new.login,
                new.name,
                new.email,
                new.email_verified.then_some(now),
                new.role,
                new.password_hash,
                now,
            ],
            |row| row.get(0),
        )
        .map_err(StoreError::from)
}

/// The account with this number.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn get(connection: &Connection, id: AccountId) -> Result<Account, StoreError> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM account WHERE id = ?1"))?
        .query_row([id], account)?)
}

/// What is needed to sign in by this login or mail address; `None` where nobody has it.
///
/// # Errors
/// The database.
pub fn credentials(
    connection: &Connection,
    login: &str,
) -> Result<Option<Credentials>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, password_hash, iif(totp_confirmed_at IS NULL, NULL, totp_secret), totp_step
         FROM account WHERE login = ?1 OR (email = ?1 AND email_verified_at IS NOT NULL)"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([login], read_credentials)
        .optional()?)
}

/// The same by number.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn credentials_of(connection: &Connection, id: AccountId) -> Result<Credentials, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, password_hash, iif(totp_confirmed_at IS NULL, NULL, totp_secret), totp_step
         FROM account WHERE id = ?1"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([id], read_credentials)?)
}

fn read_credentials(row: &Row<'_>) -> Result<Credentials, rusqlite::Error> {
    Ok(Credentials {
        account: account(row)?,
        password_hash: row.get(12)?,
        totp_secret: row.get(13)?,
        totp_step: row.get(14)?,
    })
}

/// All accounts of an operator, by name.
///
/// # Errors
/// The database.
pub fn all(connection: &Connection, operator: OperatorId) -> Result<Vec<Account>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM account WHERE operator_id = ?1 ORDER BY name, id"
    ))?;
    let accounts = statement.query_map([operator], account)?;
    Ok(accounts.collect::<Result<_, _>>()?)
}

/// One page of an operator's accounts, by name: those behind an account whose name, login or e-mail has this text in it.
///
/// # Errors
/// The database.
pub fn page(
    connection: &Connection,
    operator: OperatorId,
    after: Option<AccountId>,
    search: &str,
    limit: u32,
) -> Result<Vec<Account>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM account
         WHERE operator_id = ?1
           AND (?2 IS NULL OR (name, id) > (SELECT name, id FROM account WHERE id = ?2))
           AND (?3 = '' OR instr(lower(name || ' ' || login || ' ' || coalesce(email, '')), lower(?3)) > 0)
         ORDER BY name, id LIMIT ?4"
    ))?;
    let accounts = statement.query_map(params![operator, after, search, limit], account)?;
    Ok(accounts.collect::<Result<_, _>>()?)
}

/// How many owners may sign in.
///
/// # Errors
/// The database.
pub fn owners(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM account WHERE role = 'owner' AND locked_at IS NULL")?
        .query_row([], |row| row.get(0))?)
}

/// Whether the first owner was made: then the set-up code is worth nothing any more.
///
/// # Errors
/// The database.
pub fn exists_owner(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM account WHERE role = 'owner')")?
        .query_row([], |row| row.get(0))?)
}

/// When the first account was made.
///
/// # Errors
/// The database.
pub fn first_made(connection: &Connection) -> Result<Option<Moment>, StoreError> {
    Ok(connection.query_row("SELECT min(created_at) FROM account", [], |row| row.get(0))?)
}

/// Whether there is, or was invited, anybody beside the first.
///
/// # Errors
/// The database.
pub fn others(connection: &Connection, now: Moment) -> Result<bool, StoreError> {
    Ok(connection.query_row(
        "SELECT (SELECT count(*) FROM account) > 1
             OR EXISTS (SELECT 1 FROM single_use WHERE purpose = 'invitation' AND used_at IS NULL AND expires_at > ?1)",
        [now],
        |row| row.get(0),
    )?)
}

/// Stores a new password.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_password(
    connection: &Connection,
    id: AccountId,
    hash: &str,
    now: Moment,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET password_hash = ?2, password_changed_at = ?3 WHERE id = ?1",
        params![id, hash, now],
    )?)
}

/// Changes what an account may do.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_role(connection: &Connection, id: AccountId, role: Role) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET role = ?2 WHERE id = ?1",
        params![id, role],
    )?)
}

/// Locks an account, or lets it in again.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_locked(
    connection: &Connection,
    id: AccountId,
    locked_at: Option<Moment>,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET locked_at = ?2 WHERE id = ?1",
        params![id, locked_at],
    )?)
}

/// Changes the person's name.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_name(connection: &Connection, id: AccountId, name: &str) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET name = ?2 WHERE id = ?1",
        params![id, name],
    )?)
}

/// Stores a mail address, and since when it is known to be theirs.
///
/// # Errors
/// [`StoreError::Conflict`] where somebody else has it.
pub fn set_email(
    connection: &Connection,
    id: AccountId,
    email: &Email,
    verified_at: Option<Moment>,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET email = ?2, email_verified_at = ?3 WHERE id = ?1",
        params![id, email, verified_at],
    )?)
}

/// Changes the language in which the person is written to.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn set_language(
    connection: &Connection,
    id: AccountId,
    language: Language,
) -> Result<(), StoreError> {
    changed(connection.execute(
        "UPDATE account SET language = ?2 WHERE id = ?1",
        params![id, language.code()],
    )?)
}

/// Notes that it did something.
///
/// # Errors
/// The database.
pub fn seen(connection: &Connection, id: AccountId, now: Moment) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE account SET seen_at = ?2 WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}

/// An update that must have met one row.
pub(super) fn changed(rows: usize) -> Result<(), StoreError> {
    if rows == 0 {
        Err(StoreError::Missing)
    } else {
        Ok(())
    }
}

/// Notes the step of time whose code was used. Tells whether it is a later one than the last: no code works twice.
///
/// # Errors
/// The database.
pub fn use_totp_step(
    connection: &Connection,
    id: AccountId,
    step: i64,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "UPDATE account SET totp_step = ?2 WHERE id = ?1 AND (totp_step IS NULL OR totp_step < ?2)",
        params![id, step],
    )? > 0)
}

/// Uses up a recovery code. Tells whether it was one that still worked.
///
/// # Errors
/// The database.
pub fn use_recovery_code(
    connection: &Connection,
    id: AccountId,
    hash: [u8; 32],
    now: Moment,
) -> Result<bool, StoreError> {
    Ok(connection.execute(
        "UPDATE recovery_code SET used_at = ?3 WHERE account_id = ?1 AND hash = ?2 AND used_at IS NULL",
        params![id, hash, now],
    )? > 0)
}

/// How many accounts may sign in.
///
/// # Errors
/// The database.
pub fn active(connection: &Connection, operator: OperatorId) -> Result<u32, StoreError> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM account WHERE operator_id = ?1 AND locked_at IS NULL",
        )?
        .query_row([operator], |row| row.get(0))?)
}
