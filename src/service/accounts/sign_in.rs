//! Signing in: a name and a password, and for some a code of their app behind it.

use crate::credentials::{PasswordHash, Sealed, Token, TokenHash, TotpSecret, Verdict};
use crate::domain::access::Role;
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::service::throttle::network;
use crate::store::account::{self, Account, Credentials};
use crate::store::session::Face;
use crate::store::single_use::{self, Purpose, SingleUse};
use crate::store::{Connection, StoreError};

use super::known::{is_known, proof};
use super::session::{Pair, begin_api, begin_browser};
use super::{AccountError, Device, note, subject};

/// How long the code of the second factor is waited for: longer than whoever tried too often has to wait.
const SECOND: Span = Span::from_secs(900);
/// Wrong codes after which the password must be typed again.
const CODES: u32 = 5;

/// What a right password gives.
#[derive(Debug)]
pub enum Entry {
    /// The person is in.
    In(Box<Opened>),
    /// A code of the second factor is needed; it is sent with this token.
    SecondFactor(Secret),
}

/// A session that has just begun.
#[derive(Debug)]
pub struct Opened {
    /// Whose it is.
    pub account: Account,
    /// What the device keeps.
    pub keys: Keys,
}

/// What the device keeps of a session.
#[derive(Debug)]
pub enum Keys {
    /// The values of two cookies.
    Cookies {
        /// Of the session.
        session: Secret,
        /// By which the browser is known from now on.
        proof: Secret,
    },
    /// Access and refresh token.
    Pair(Pair),
}

/// Where a second factor of an account is sealed.
pub fn totp_place(account: AccountId) -> String {
    format!("account/{account}/totp")
}

/// Signs in by name (or proven mail address) and password.
///
/// # Errors
/// [`AccountError::Refused`] alike for unknown names, wrong passwords and locked accounts; [`AccountError::TooOften`].
pub async fn sign_in(
    appliance: &Appliance,
    login: &str,
    password: &Secret,
    face: Face,
    device: &Device,
) -> Result<Entry, AccountError> {
    let login = login.trim().to_lowercase();
    let name = login.clone();
    let found = appliance
        .state
        .read(move |connection| account::credentials(connection, &name))
        .await?;
    let throttles = &appliance.throttles;
    let known = found
        .as_ref()
        .filter(|found| is_known(appliance, device, found))
        .map(|found| found.account.id);
    if known.is_none() {
        throttles
            .sign_in_address
            .attempt(&network(device.address))?;
    }
    throttles.passwords.attempt(device.address, known, &login)?;
    let stored = found
        .as_ref()
        .map(|found| PasswordHash::from_stored(found.password_hash.clone()));
    let verdict = appliance.hasher.verify(password, stored.as_ref()).await?;
    let (Some(found), Verdict::Right | Verdict::RightButOld) = (found, verdict) else {
        return Err(AccountError::Refused);
    };
    if found.account.locked_at.is_some() {
        return Err(AccountError::Refused);
    }
    if verdict == Verdict::RightButOld {
        rehash(appliance, &found, password).await?;
    }
    if found.totp_secret.is_some() {
        return second_factor(appliance, &found.account).await;
    }
    Ok(Entry::In(Box::new(
        open(appliance, found.account, face, device).await?,
    )))
}

/// A new hash at today's cost, of a password that was right.
async fn rehash(
    appliance: &Appliance,
    found: &Credentials,
    password: &Secret,
) -> Result<(), AccountError> {
    let hash = appliance.hasher.hash(password).await?;
    let (id, now) = (found.account.id, appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            account::set_password(connection, id, hash.as_str(), now)?;
            Ok(())
        })
        .await
}

async fn second_factor(appliance: &Appliance, account: &Account) -> Result<Entry, AccountError> {
    let token = Token::random()?;
    let (hash, now) = (token.hash, appliance.clock.now());
    let pending = SingleUse {
        purpose: Purpose::SecondFactor,
        account: Some(account.id),
        email: None,
        role: None::<Role>,
        created_by: None,
        created_at: now,
        expires_at: now.plus(SECOND),
        attempts: 0,
    };
    appliance
        .state
        .write(move |connection| {
            single_use::insert(connection, *hash.as_bytes(), &pending)?;
            Ok::<_, AccountError>(())
        })
        .await?;
    Ok(Entry::SecondFactor(token.secret))
}

/// Signs in by a code of the app, or by a recovery code, after the password.
///
/// # Errors
/// [`AccountError::WrongCode`]; [`AccountError::Spent`] where the password must be typed again.
pub async fn confirm(
    appliance: &Appliance,
    token: &str,
    code: &str,
    face: Face,
    device: &Device,
) -> Result<Opened, AccountError> {
    let now = appliance.clock.now();
    let hash = TokenHash::of(token);
    let found = appliance
        .state
        .read(move |connection| {
            let pending =
                single_use::find(connection, *hash.as_bytes(), Purpose::SecondFactor, now)?
                    .filter(|pending| pending.attempts < CODES)
                    .ok_or(AccountError::Spent)?;
            let account = pending.account.ok_or(AccountError::Spent)?;
            Ok::<_, AccountError>(account::credentials_of(connection, account)?)
        })
        .await?;
    let id = found.account.id;
    let known = is_known(appliance, device, &found).then_some(id);
    let guesses = &appliance.throttles.second_factor;
    guesses.attempt(device.address, known, &id.to_string())?;
    let right = Right::find(appliance, &found, code, now)?;
    let (person, at) = (found.account.clone(), device.clone());
    let taken = appliance
        .state
        .write(move |connection| {
            let used = match right {
                Some(right) => right.use_up(connection, id, now)?,
                None => false,
            };
            if used {
                let taken =
                    single_use::take(connection, *hash.as_bytes(), Purpose::SecondFactor, now)?;
                Ok::<_, StoreError>(taken.is_some())
            } else {
                single_use::failed(connection, *hash.as_bytes())?;
                // Whoever typed this knows the password: the owner of the account wants to hear of it.
                let subject = subject(&person);
                note(connection, &person, &at, "wrong-code", &subject, "", now)?;
                Ok(false)
            }
        })
        .await?;
    if !taken {
        return Err(AccountError::WrongCode);
    }
    if found.account.locked_at.is_some() {
        return Err(AccountError::Spent);
    }
    open(appliance, found.account, face, device).await
}

/// What a typed code is.
pub(super) enum Right {
    /// The app's, of this step of time.
    Step(i64),
    /// Perhaps a recovery code.
    Recovery(TokenHash),
}

impl Right {
    /// Uses the code up. Tells whether it still worked.
    pub(super) fn use_up(
        self,
        connection: &Connection,
        id: AccountId,
        now: Moment,
    ) -> Result<bool, StoreError> {
        match self {
            Right::Step(step) => account::use_totp_step(connection, id, step),
            Right::Recovery(code) => {
                account::use_recovery_code(connection, id, *code.as_bytes(), now)
            }
        }
    }

    /// What this code may be: whether it still works, only [`Right::use_up`] tells.
    pub(super) fn find(
        appliance: &Appliance,
        found: &Credentials,
        code: &str,
        now: Moment,
    ) -> Result<Option<Self>, AccountError> {
        let Some(sealed) = found.totp_secret.clone() else {
            return Ok(None);
        };
        let place = totp_place(found.account.id);
        let secret = appliance.sealer.open(&place, &Sealed::from_bytes(sealed))?;
        let secret =
            TotpSecret::from_text(&secret).map_err(|_| StoreError::Damaged("a second factor"))?;
        let last = found.totp_step.and_then(|step| u64::try_from(step).ok());
        Ok(match secret.step_of(code, now, last) {
            Some(step) => i64::try_from(step).ok().map(Right::Step),
            None => appliance.codes.hash(code).map(Right::Recovery),
        })
    }
}

/// Begins the session.
pub(super) async fn open(
    appliance: &Appliance,
    account: Account,
    face: Face,
    device: &Device,
) -> Result<Opened, AccountError> {
    let now = appliance.clock.now();
    let token = Token::random()?;
    let (device, person, kept) = (device.clone(), account.clone(), token.clone());
    let id = appliance
        .state
        .write(move |connection| {
            let id = match face {
                Face::Browser => begin_browser(connection, &person, &device, &kept, now)?,
                Face::Api => begin_api(connection, &person, &device, &kept, now)?,
            };
            note(
                connection,
                &person,
                &device,
                "sign-in",
                &subject(&person),
                "",
                now,
            )?;
            Ok::<_, AccountError>(id)
        })
        .await?;
    let keys = match face {
        Face::Browser => Keys::Cookies {
            session: token.secret,
            proof: proof(appliance, account.id).await?,
        },
        Face::Api => Keys::Pair(Pair {
            access: appliance.tokens.issue(account.id, id, now)?,
            refresh: token.secret,
        }),
    };
    Ok(Opened { account, keys })
}
