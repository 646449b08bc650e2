//! Tokens that work once: set-up code, invitations, mail addresses to be verified, passwords to be set anew, sign-ins that wait for
//! their second factor. Only their hashes are stored.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use crate::domain::access::{Email, Role};
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To make the first owner.
    SetUp,
    /// To make an account.
    Invitation,
    /// To prove a mail address.
    VerifyEmail,
    /// To prove another mail address, which then takes the place of the first.
    ChangeEmail,
    /// To set another password.
    ResetPassword,
    /// To sign in by the second factor, after the first.
    SecondFactor,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Purpose::SetUp => "set-up",
            Purpose::Invitation => "invitation",
            Purpose::VerifyEmail => "verify-email",
            Purpose::ChangeEmail => "change-email",
            Purpose::ResetPassword => "reset-password",
            Purpose::SecondFactor => "second-factor",
        }
    }
}

impl ToSql for Purpose {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
        Ok(self.as_str().into())
    }
}

impl FromSql for Purpose {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        [
            Purpose::SetUp,
            Purpose::Invitation,
            Purpose::VerifyEmail,
            Purpose::ChangeEmail,
            Purpose::ResetPassword,
            Purpose::SecondFactor,
        ]
        .into_iter()
        .find(|purpose| purpose.as_str() == text)
        .ok_or(FromSqlError::InvalidType)
    }
}

/// A token's meaning.
#[derive(Debug, Clone)]
pub struct SingleUse {
    /// What it is good for.
    pub purpose: Purpose,
    /// Whose it is, where it is somebody's.
    pub account: Option<AccountId>,
    /// The address to be proved or invited.
    pub email: Option<Email>,
    /// What the invited person may do.
    pub role: Option<Role>,
    /// Who made it.
    pub created_by: Option<AccountId>,
    /// When it was made.
    pub created_at: Moment,
    /// Until when it works.
    pub expires_at: Moment,
    /// How often something went wrong with it, a wrong code for one.
    pub attempts: u32,
}

/// Stores a token.
///
/// # Errors
/// The database.
pub fn insert(
    connection: &Connection,
    hash: [u8; 32],
    token: &SingleUse,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO single_use (hash, purpose, account_id, email, role, created_by, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            hash,
            token.purpose,
            token.account,
            token.email,
            token.role,
            token.created_by,
            token.created_at,
            token.expires_at,
        ],
    )?;
    Ok(())
}

/// What a token means, as long as it works.
///
/// # Errors
/// The database.
pub fn find(
    connection: &Connection,
    hash: [u8; 32],
    purpose: Purpose,
    now: Moment,
) -> Result<Option<SingleUse>, StoreError> {
    Ok(connection
        .query_row(
            "SELECT purpose, account_id, email, role, created_by, created_at, expires_at, attempts
             FROM single_use WHERE hash = ?1 AND purpose = ?2 AND used_at IS NULL AND expires_at > ?3",
            params![hash, purpose, now],
            |row| {
                Ok(SingleUse {
                    purpose: row.get(0)?,
                    account: row.get(1)?,
                    email: row.get(2)?,
                    role: row.get(3)?,
                    created_by: row.get(4)?,
                    created_at: row.get(5)?,
                    expires_at: row.get(6)?,
                    attempts: row.get(7)?,
                })
            },
        )
        .optional()?)
}

/// Uses a token up; a second call finds nothing.
///
/// # Errors
/// The database.
pub fn take(
    connection: &Connection,
    hash: [u8; 32],
    purpose: Purpose,
    now: Moment,
) -> Result<Option<SingleUse>, StoreError> {
    let found = find(connection, hash, purpose, now)?;
    if found.is_some() {
        connection.execute(
            "UPDATE single_use SET used_at = ?2 WHERE hash = ?1",
            params![hash, now],
        )?;
    }
    Ok(found)
}

/// Counts a failure with a token.
///
/// # Errors
/// The database.
pub fn failed(connection: &Connection, hash: [u8; 32]) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE single_use SET attempts = attempts + 1 WHERE hash = ?1",
        [hash],
    )?;
    Ok(())
}

/// Takes back all tokens of one purpose that an account has, or that are nobody's.
///
/// # Errors
/// The database.
pub fn withdraw(
    connection: &Connection,
    purpose: Purpose,
    account: Option<AccountId>,
) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM single_use WHERE purpose = ?1 AND account_id IS ?2 AND used_at IS NULL",
        params![purpose, account],
    )?)
}

/// An invitation that waits for its person.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The first bytes of its hash, hexadecimal: names it without letting anybody in.
    pub reference: String,
    /// Whom it was sent to.
    pub email: Option<Email>,
    /// What the person may do then.
    pub role: Role,
    /// When it was made.
    pub created_at: Moment,
    /// Until when it works.
    pub expires_at: Moment,
}

/// What names the invitation with this hash, without letting anybody in.
pub fn reference(hash: &[u8; 32]) -> String {
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The invitations that still work, the latest first.
///
/// # Errors
/// The database.
pub fn invitations(connection: &Connection, now: Moment) -> Result<Vec<Invitation>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT lower(hex(substr(hash, 1, 8))), email, role, created_at, expires_at FROM single_use
         WHERE purpose = 'invitation' AND used_at IS NULL AND expires_at > ?1 ORDER BY created_at DESC",
    )?;
    let found = statement.query_map([now], |row| {
        Ok(Invitation {
            reference: row.get(0)?,
            email: row.get(1)?,
            role: row.get(2)?,
            created_at: row.get(3)?,
            expires_at: row.get(4)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Takes an invitation back.
///
/// # Errors
/// [`StoreError::Missing`].
pub fn withdraw_invitation(connection: &Connection, reference: &str) -> Result<(), StoreError> {
    super::account::changed(connection.execute(
        "DELETE FROM single_use WHERE purpose = 'invitation' AND used_at IS NULL AND lower(hex(substr(hash, 1, 8))) = ?1",
        [reference],
    )?)
}

/// Forgets tokens that stopped working before this moment.
///
/// # Errors
/// The database.
pub fn sweep(connection: &Connection, before: Moment) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "DELETE FROM single_use WHERE expires_at < ?1 OR used_at < ?1",
        [before],
    )?)
}
