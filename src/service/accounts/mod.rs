//! Accounts: who may sign in, and what keeps others out.

pub mod console;
pub mod email;
pub mod invitations;
pub mod known;
mod links;
pub mod password;
pub mod people;
pub mod register;
pub mod second_factor;
pub mod session;
pub mod sign_in;

use std::net::IpAddr;

use crate::credentials::{HashError, JwtError, RandomError, SealError, TotpError};
use crate::domain::id::AccountId;
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::domain::language::Language;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::service::outbox::OutboxError;
use crate::store::account::Account;
use crate::store::{Connection, StoreError, audit};

/// The device from which somebody asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its address.
    pub address: IpAddr,
    /// What it says of itself, cut to 200 characters.
    pub user_agent: String,
    /// What it kept from signing in before: the number of an account, and the proof.
    pub proofs: Vec<(String, Secret)>,
}

/// Why something about an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Fields are wrong.
    #[error("some of the fields need another look")]
    Faults(Vec<Fault>),
    /// Name or password. Nobody is told which, or whether the account is locked.
    #[error("the name or the password is not right")]
    Refused,
    /// The second factor.
    #[error("the code is not right: enter the one that the app shows now, or a recovery code")]
    WrongCode,
    /// A link or code that has run out, was used, or never was.
    #[error(
        "the link or code is not right, has run out or was used already: type it again, or ask for another"
    )]
    Spent,
    /// Too often.
    #[error(transparent)]
    TooOften(#[from] super::throttle::TooOften),
    /// Nobody is signed in, or the session has ended.
    #[error("sign in first; the session has ended or there was none")]
    NoSession,
    /// The last owner would be locked out.
    #[error("this is the last owner who may sign in: make somebody else owner first")]
    LastOwner,
    /// It is the account of whoever asks.
    #[error("this is your own account: another owner does this")]
    OwnAccount,
    /// The role does not allow it any more.
    #[error("your role does not allow this any more: ask an owner of this box")]
    NotAllowed,
    /// The second factor is set up already.
    #[error("the second step is on already: turn it off first")]
    SecondFactorOn,
    /// Nothing waits to be confirmed, or there is no second factor.
    #[error("the second step is not set up: begin with setting it up")]
    SecondFactorOff,
    /// The mail settings or the text of a mail.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The app's secret.
    #[error(transparent)]
    Totp(#[from] TotpError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// A token could not be made.
    #[error(transparent)]
    Token(#[from] JwtError),
    /// A secret does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Kinded for AccountError {
    fn kind(&self) -> Kind {
        match self {
            AccountError::Faults(_) | AccountError::Spent => Kind::Invalid,
            AccountError::Refused | AccountError::WrongCode | AccountError::NoSession => {
                Kind::Unauthenticated
            }
            AccountError::TooOften(_) => Kind::TooMany,
            AccountError::LastOwner
            | AccountError::OwnAccount
            | AccountError::SecondFactorOn
            | AccountError::SecondFactorOff => Kind::Conflict,
            AccountError::NotAllowed => Kind::Forbidden,
            AccountError::Outbox(error) => error.kind(),
            AccountError::Store(error) => error.kind(),
            AccountError::Hash(HashError::Busy) => Kind::Busy,
            AccountError::Hash(_)
            | AccountError::Random(_)
            | AccountError::Token(_)
            | AccountError::Totp(_)
            | AccountError::Seal(_) => Kind::Internal,
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            AccountError::Faults(faults) => faults.clone(),
            _ => Vec::new(),
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            AccountError::TooOften(often) => Some(often.seconds),
            _ => None,
        }
    }
}

/// Adds a line about an account to the audit log.
pub(super) fn note(
    connection: &Connection,
    actor: &Account,
    device: &Device,
    action: &str,
    subject: &str,
    detail: &str,
    now: Moment,
) -> Result<(), StoreError> {
    audit::append(
        connection,
        &audit::NewEntry {
            operator: actor.operator,
            account: Some(actor.id),
            actor: actor.login.as_str(),
            action,
            subject,
            detail,
            address: &device.address.to_string(),
        },
        now,
    )
}

/// `account amina`.
pub(super) fn subject(account: &Account) -> String {
    format!("account {}", account.login.as_str())
}

/// Which account does something.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account.
    pub account: Account,
    /// From where.
    pub device: Device,
}

impl Actor {
    /// Adds a line about what it does to the audit log.
    ///
    /// # Errors
    /// The database.
    pub fn note(
        &self,
        connection: &Connection,
        action: &str,
        subject: &str,
        detail: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        note(
            connection,
            &self.account,
            &self.device,
            action,
            subject,
            detail,
            now,
        )
    }

    /// Its number.
    pub fn id(&self) -> AccountId {
        self.account.id
    }
}

/// The language in which the person is written to.
pub(super) fn language(account: &Account) -> Language {
    account
        .language
        .as_deref()
        .and_then(|code| code.parse().ok())
        .unwrap_or_default()
}
