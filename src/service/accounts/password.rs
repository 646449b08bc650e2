//! Another password: by the old one, by a link that was mailed, or by a link that an owner hands over.

use crate::credentials::{PasswordHash, Token, TokenHash, Verdict};
use crate::domain::access::password;
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::mail::Letter;
use crate::service::appliance::Appliance;
use crate::service::outbox::Envelope;
use crate::service::throttle::network;
use crate::store::account::{self, Account};
use crate::store::single_use::{self, Purpose};
use crate::store::{Connection, StoreError, session};

use super::links::{self, RESET_MINUTES};
use super::session::Signed;
use super::{AccountError, Device, language, note, subject};

/// Where a link for another password leads.
const PATH: &str = "/password-reset";

/// Whether it is the password of whoever is signed in. Tried as often as a sign-in, so that a session left open is no way to guess it.
///
/// # Errors
/// [`AccountError::Faults`] at this field; [`AccountError::TooOften`].
pub(super) async fn prove(
    appliance: &Appliance,
    signed: &Signed,
    typed: &Secret,
    field: &str,
) -> Result<(), AccountError> {
    let id = signed.account.id;
    appliance.throttles.own.attempt(&id.to_string())?;
    let found = appliance
        .state
        .read(move |connection| account::credentials_of(connection, id))
        .await?;
    let stored = PasswordHash::from_stored(found.password_hash);
    match appliance.hasher.verify(typed, Some(&stored)).await? {
        Verdict::Right | Verdict::RightButOld => Ok(()),
        Verdict::Wrong => Err(AccountError::Faults(vec![Fault::new(
            field,
            "this is not your password",
        )])),
    }
}

/// Changes the password of whoever asks. Their other sessions end.
///
/// # Errors
/// [`AccountError::Faults`] at `current` and `password`; [`AccountError::TooOften`].
pub async fn change(
    appliance: &Appliance,
    signed: &Signed,
    current: &Secret,
    new: &Secret,
    device: &Device,
) -> Result<(), AccountError> {
    prove(appliance, signed, current, "current").await?;
    good(&signed.account, new)?;
    let hash = appliance.hasher.hash(new).await?;
    let (signed, device, now) = (signed.clone(), device.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            let account = &signed.account;
            replace(connection, account, &hash, now)?;
            session::revoke_all(connection, account.id, Some(signed.session), now)?;
            let subject = subject(account);
            note(
                connection,
                account,
                &device,
                "change-password",
                &subject,
                "",
                now,
            )?;
            Ok(())
        })
        .await
}

pub(super) fn good(account: &Account, new: &Secret) -> Result<(), AccountError> {
    password::check(new, &account.login, account.email.as_ref())
        .map_err(|error| AccountError::Faults(vec![Fault::new("password", error)]))
}

/// Stores the hash; links for yet another password stop working.
pub(super) fn replace(
    connection: &Connection,
    account: &Account,
    hash: &PasswordHash,
    now: Moment,
) -> Result<(), StoreError> {
    account::set_password(connection, account.id, hash.as_str(), now)?;
    single_use::withdraw(connection, Purpose::ResetPassword, Some(account.id))?;
    single_use::withdraw(connection, Purpose::SecondFactor, Some(account.id))?;
    Ok(())
}

/// Mails a link for another password, where somebody has this name or proven address. Whoever asks learns nothing of that: the same is
/// done and answered either way.
///
/// # Errors
/// [`AccountError::TooOften`].
pub async fn ask(
    appliance: &Appliance,
    login_or_email: &str,
    device: &Device,
) -> Result<(), AccountError> {
    let typed = login_or_email.trim().to_lowercase();
    let throttle = &appliance.throttles.codes;
    throttle.attempt(&network(device.address))?;
    throttle.attempt(&format!("reset/{typed}"))?;
    let found = appliance
        .state
        .read(move |connection| account::credentials(connection, &typed))
        .await?
        .map(|found| found.account)
        .filter(|account| account.locked_at.is_none() && account.email_verified_at.is_some())
        // Nobody fills somebody's letter box. Who asked too often has letters already, and is told nothing else than others are.
        .filter(|account| {
            let letters = &appliance.throttles.reset_letter;
            letters.attempt(&account.id.to_string()).is_ok()
        });
    let token = Token::random()?;
    let mail = links::mail(appliance).await?;
    let envelope = match (&found, &mail) {
        (Some(account), Some(mail)) => {
            let link = links::link(&mail.address, PATH, &token);
            Some(envelope(appliance, account, &link)?)
        }
        _ => None,
    };
    let (device, now) = (device.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            // Without an account, or without a mail that tells of it, a token that nobody knows.
            let id = found.as_ref().map(|account| account.id);
            let works = links::minutes(RESET_MINUTES);
            let reset = links::of(id, Purpose::ResetPassword, works, now);
            single_use::insert(connection, *token.hash.as_bytes(), &reset)?;
            if let (Some(account), Some(envelope)) = (&found, envelope.flatten()) {
                envelope.post(connection, now)?;
                let subject = subject(account);
                note(
                    connection,
                    account,
                    &device,
                    "ask-password",
                    &subject,
                    "",
                    now,
                )?;
            }
            Ok(())
        })
        .await
}

fn envelope(
    appliance: &Appliance,
    account: &Account,
    link: &Secret,
) -> Result<Option<Envelope>, AccountError> {
    let Some(to) = &account.email else {
        return Ok(None);
    };
    let letter = Letter::PasswordReset {
        name: &account.name,
        login: account.login.as_str(),
        business: &links::business(appliance),
        link: link.reveal(),
        minutes: RESET_MINUTES,
    };
    let envelope = Envelope::write(appliance, &letter, language(account), to)?;
    Ok(Some(envelope))
}

/// A link for another password, for an owner to hand over.
pub(super) fn handed_over(address: &str, token: &Token) -> Secret {
    links::link(address, PATH, token)
}

/// Whose password a link sets; nothing is used up.
///
/// # Errors
/// [`AccountError::Spent`]; [`AccountError::TooOften`].
pub async fn whose(
    appliance: &Appliance,
    token: &str,
    device: &Device,
) -> Result<Account, AccountError> {
    appliance
        .throttles
        .codes
        .attempt(&network(device.address))?;
    let (hash, now) = (TokenHash::of(token.trim()), appliance.clock.now());
    appliance
        .state
        .read(move |connection| {
            let found =
                single_use::find(connection, *hash.as_bytes(), Purpose::ResetPassword, now)?;
            let id = found.and_then(|token| token.account);
            let account = account::get(connection, id.ok_or(AccountError::Spent)?)?;
            if account.locked_at.is_some() {
                return Err(AccountError::Spent);
            }
            Ok(account)
        })
        .await
}

/// Sets another password by a link. All sessions of the account end; its second factor stays.
///
/// # Errors
/// [`AccountError::Spent`]; [`AccountError::Faults`] at `password`, and the link still works; [`AccountError::TooOften`].
pub async fn set(
    appliance: &Appliance,
    token: &str,
    new: &Secret,
    device: &Device,
) -> Result<Account, AccountError> {
    let account = whose(appliance, token, device).await?;
    good(&account, new)?;
    let hash = appliance.hasher.hash(new).await?;
    let (token, device) = (TokenHash::of(token.trim()), device.clone());
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            single_use::take(connection, *token.as_bytes(), Purpose::ResetPassword, now)?
                .ok_or(AccountError::Spent)?;
            // Locked meanwhile?
            let account = account::get(connection, account.id)?;
            if account.locked_at.is_some() {
                return Err(AccountError::Spent);
            }
            replace(connection, &account, &hash, now)?;
            session::revoke_all(connection, account.id, None, now)?;
            let subject = subject(&account);
            note(
                connection,
                &account,
                &device,
                "set-password",
                &subject,
                "by a link",
                now,
            )?;
            Ok(account)
        })
        .await
}
