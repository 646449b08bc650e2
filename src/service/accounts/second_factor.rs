//! The second factor: an authenticator app, and recovery codes for when the phone is lost.

use crate::credentials::{Sealed, TokenHash, TotpSecret};
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::service::appliance::Appliance;
use crate::store::second_factor as store;
use crate::store::single_use::{self, Purpose};
use crate::store::{Connection, StoreError, account};

use super::session::Signed;
use super::sign_in::{Right, totp_place};
use super::{AccountError, Device, note, password, subject};

/// What the app is given.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// To be typed (base32).
    pub secret: Secret,
    /// To be scanned (`otpauth://…`).
    pub address: Secret,
}

/// Whoever asks is signed in, so a wrong code is a wrong field and no question of who they are.
fn wrong_code() -> AccountError {
    AccountError::Faults(vec![Fault::new("code", AccountError::WrongCode)])
}

/// Makes a secret for the app of whoever asks. It does not count before it was confirmed.
///
/// # Errors
/// [`AccountError::SecondFactorOn`]; [`AccountError::Faults`] at `password`; [`AccountError::TooOften`].
pub async fn begin(
    appliance: &Appliance,
    signed: &Signed,
    password: &Secret,
) -> Result<Enrolment, AccountError> {
    password::prove(appliance, signed, password, "password").await?;
    let (secret, account) = (TotpSecret::random()?, &signed.account);
    let text = secret.to_text();
    let sealed = appliance.sealer.seal(&totp_place(account.id), &text)?;
    let id = account.id;
    appliance
        .state
        .write(move |connection| {
            store::begin(connection, id, sealed.as_bytes()).map_err(|error| match error {
                StoreError::Missing => AccountError::SecondFactorOn,
                error => error.into(),
            })
        })
        .await?;
    Ok(Enrolment {
        address: secret.address(account.login.as_str())?,
        secret: text,
    })
}

/// What waits to be confirmed, once more; `None` where nothing does.
///
/// # Errors
/// The database.
pub async fn pending(
    appliance: &Appliance,
    signed: &Signed,
) -> Result<Option<Enrolment>, AccountError> {
    let id = signed.account.id;
    let sealed = appliance
        .state
        .read(move |connection| store::pending(connection, id))
        .await?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let text = appliance
        .sealer
        .open(&totp_place(id), &Sealed::from_bytes(sealed))?;
    let secret = TotpSecret::from_text(&text)?;
    Ok(Some(Enrolment {
        address: secret.address(signed.account.login.as_str())?,
        secret: text,
    }))
}

/// Turns the second factor on by a code that the app shows; gives the recovery codes, which are not shown again. Other sessions, which
/// were begun without it, end.
///
/// # Errors
/// [`AccountError::Faults`] at `code`; [`AccountError::SecondFactorOff`]; [`AccountError::TooOften`].
pub async fn confirm(
    appliance: &Appliance,
    signed: &Signed,
    code: &str,
    device: &Device,
) -> Result<Vec<Secret>, AccountError> {
    let id = signed.account.id;
    appliance.throttles.second_factor.known(id)?;
    let enrolment = pending(appliance, signed)
        .await?
        .ok_or(AccountError::SecondFactorOff)?;
    let now = appliance.clock.now();
    let secret = TotpSecret::from_text(&enrolment.secret)?;
    let step = secret
        .step_of(code, now, None)
        .and_then(|step| i64::try_from(step).ok())
        .ok_or_else(wrong_code)?;
    let (codes, hashes) = recovery(appliance)?;
    let (signed, device) = (signed.clone(), device.clone());
    appliance
        .state
        .write(move |connection| {
            store::confirm(connection, id, step, now)?;
            store::set_recovery_codes(connection, id, &hashes)?;
            crate::store::session::revoke_all(connection, id, Some(signed.session), now)?;
            tell(connection, &signed, &device, "second-factor-on", now)
        })
        .await?;
    Ok(codes)
}

fn recovery(appliance: &Appliance) -> Result<(Vec<Secret>, Vec<[u8; 32]>), AccountError> {
    let codes = appliance.codes.recovery()?;
    let hashes = codes
        .iter()
        .filter_map(|code| appliance.codes.hash(code.reveal()))
        .map(|hash: TokenHash| *hash.as_bytes())
        .collect();
    Ok((codes, hashes))
}

fn tell(
    connection: &Connection,
    signed: &Signed,
    device: &Device,
    action: &str,
    now: Moment,
) -> Result<(), AccountError> {
    let account = &signed.account;
    Ok(note(
        connection,
        account,
        device,
        action,
        &subject(account),
        "",
        now,
    )?)
}

/// What a code proves, if it still works.
async fn right(
    appliance: &Appliance,
    signed: &Signed,
    code: &str,
    now: Moment,
) -> Result<Right, AccountError> {
    let id = signed.account.id;
    appliance.throttles.second_factor.known(id)?;
    let found = appliance
        .state
        .read(move |connection| account::credentials_of(connection, id))
        .await?;
    if found.totp_secret.is_none() {
        return Err(AccountError::SecondFactorOff);
    }
    Right::find(appliance, &found, code, now)?.ok_or_else(wrong_code)
}

/// Turns it off, by a code of the app or a recovery code.
///
/// # Errors
/// [`AccountError::Faults`] at `code`; [`AccountError::SecondFactorOff`]; [`AccountError::TooOften`].
pub async fn remove(
    appliance: &Appliance,
    signed: &Signed,
    code: &str,
    device: &Device,
) -> Result<(), AccountError> {
    let now = appliance.clock.now();
    let right = right(appliance, signed, code, now).await?;
    let (signed, device) = (signed.clone(), device.clone());
    appliance
        .state
        .write(move |connection| {
            let id = signed.account.id;
            if !right.use_up(connection, id, now)? {
                return Err(wrong_code());
            }
            store::remove(connection, id)?;
            single_use::withdraw(connection, Purpose::SecondFactor, Some(id))?;
            tell(connection, &signed, &device, "second-factor-off", now)
        })
        .await
}

/// Other recovery codes, by a code of the app or one of the former recovery codes. The former ones stop working.
///
/// # Errors
/// [`AccountError::Faults`] at `code`; [`AccountError::SecondFactorOff`]; [`AccountError::TooOften`].
pub async fn renew_recovery_codes(
    appliance: &Appliance,
    signed: &Signed,
    code: &str,
    device: &Device,
) -> Result<Vec<Secret>, AccountError> {
    let now = appliance.clock.now();
    let right = right(appliance, signed, code, now).await?;
    let (codes, hashes) = recovery(appliance)?;
    let (signed, device) = (signed.clone(), device.clone());
    appliance
        .state
        .write(move |connection| {
            let id = signed.account.id;
            if !right.use_up(connection, id, now)? {
                return Err(wrong_code());
            }
            store::set_recovery_codes(connection, id, &hashes)?;
            tell(connection, &signed, &device, "recovery-codes", now)
        })
        .await?;
    Ok(codes)
}

/// How the second factor of whoever asks is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Since when it is asked for.
    pub since: Option<Moment>,
    /// How many recovery codes still work.
    pub recovery_codes: u32,
}

/// How it is.
///
/// # Errors
/// The database.
pub async fn state(appliance: &Appliance, signed: &Signed) -> Result<State, AccountError> {
    let id = signed.account.id;
    appliance
        .state
        .read(move |connection| {
            Ok(State {
                since: store::since(connection, id)?,
                recovery_codes: store::recovery_codes_left(connection, id)?,
            })
        })
        .await
}
