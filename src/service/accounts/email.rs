//! The mail address of an account: proved by a link that is mailed there, before anything else is.

use crate::credentials::{Token, TokenHash};
use crate::domain::access::Email;
use crate::domain::kind::Fault;
use crate::domain::language::Language;
use crate::domain::secret::Secret;
use crate::mail::Letter;
use crate::service::appliance::Appliance;
use crate::service::outbox::Envelope;
use crate::service::throttle::network;
use crate::store::StoreError;
use crate::store::account::{self, Account};
use crate::store::single_use::{self, Purpose};

use super::links::{self, PROOF_HOURS};
use super::session::Signed;
use super::{AccountError, Device, language, note, password, subject};

/// Where the link leads.
const PATH: &str = "/verify-email";

/// A link to an address, ready for the outbox.
pub(super) struct Proof {
    /// Its token.
    pub(super) token: Token,
    /// The mail.
    pub(super) envelope: Envelope,
}

/// The mail that asks whether an address is somebody's; `None` where no mail goes out.
pub(super) async fn proof(
    appliance: &Appliance,
    name: &str,
    email: &Email,
    language: Language,
) -> Result<Option<Proof>, AccountError> {
    let Some(mail) = links::mail(appliance).await? else {
        return Ok(None);
    };
    let token = Token::random()?;
    let link = links::link(&mail.address, PATH, &token);
    let letter = Letter::VerifyEmail {
        name,
        business: &links::business(appliance),
        link: link.reveal(),
        hours: PROOF_HOURS,
    };
    let envelope = Envelope::write(appliance, &letter, language, email)?;
    Ok(Some(Proof { token, envelope }))
}

/// What became of a wish for another address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// A link was mailed there; the address counts once it was opened.
    Asked,
    /// No mail goes out, so the address stands, not proved: nothing is mailed to it and nobody signs in by it.
    Noted,
}

/// Wants another mail address for whoever asks, or to have the one that is there proved.
///
/// # Errors
/// [`AccountError::Faults`] at `email` and `password`; [`AccountError::TooOften`].
pub async fn change(
    appliance: &Appliance,
    signed: &Signed,
    email: &str,
    password: &Secret,
    device: &Device,
) -> Result<Changed, AccountError> {
    let fault = |message: String| AccountError::Faults(vec![Fault::new("email", message)]);
    let email: Email = email
        .trim()
        .parse()
        .map_err(|error: crate::domain::access::email::EmailError| fault(error.to_string()))?;
    password::prove(appliance, signed, password, "password").await?;
    let account = signed.account.clone();
    let same = account.email.as_ref() == Some(&email);
    if same && account.email_verified_at.is_some() {
        return Err(fault("this is your address already".to_owned()));
    }
    let proof = proof(appliance, &account.name, &email, language(&account)).await?;
    let (device, now) = (device.clone(), appliance.clock.now());
    appliance
        .state
        .write(move |connection| {
            let subject = subject(&account);
            let purpose = if same {
                Purpose::VerifyEmail
            } else {
                Purpose::ChangeEmail
            };
            single_use::withdraw(connection, Purpose::ChangeEmail, Some(account.id))?;
            single_use::withdraw(connection, Purpose::VerifyEmail, Some(account.id))?;
            let changed = if let Some(proof) = proof {
                let mut token =
                    links::of(Some(account.id), purpose, links::hours(PROOF_HOURS), now);
                token.email = Some(email.clone());
                single_use::insert(connection, *proof.token.hash.as_bytes(), &token)?;
                proof.envelope.post(connection, now)?;
                Changed::Asked
            } else {
                account::set_email(connection, account.id, &email, None).map_err(taken)?;
                Changed::Noted
            };
            let detail = format!("to {}", email.as_str());
            note(
                connection,
                &account,
                &device,
                "change-email",
                &subject,
                &detail,
                now,
            )?;
            Ok(changed)
        })
        .await
}

fn taken(error: StoreError) -> AccountError {
    match error {
        StoreError::Conflict(_) => AccountError::Faults(vec![Fault::new(
            "email",
            "another account has this address: take another",
        )]),
        error => error.into(),
    }
}

/// Proves an address by the link that was mailed there. Where it takes the place of another proven one, that one is told.
///
/// # Errors
/// [`AccountError::Spent`]; [`AccountError::TooOften`].
pub async fn prove(
    appliance: &Appliance,
    token: &str,
    device: &Device,
) -> Result<Account, AccountError> {
    appliance
        .throttles
        .codes
        .attempt(&network(device.address))?;
    let (hash, now) = (TokenHash::of(token.trim()), appliance.clock.now());
    let (purpose, account, email) = appliance
        .state
        .read(move |connection| {
            for purpose in [Purpose::VerifyEmail, Purpose::ChangeEmail] {
                let found = single_use::find(connection, *hash.as_bytes(), purpose, now)?;
                if let Some(token) = found
                    && let (Some(id), Some(email)) = (token.account, token.email)
                {
                    return Ok((purpose, account::get(connection, id)?, email));
                }
            }
            Err(AccountError::Spent)
        })
        .await?;
    let farewell = farewell(appliance, &account, &email).await?;
    let device = device.clone();
    appliance
        .state
        .write(move |connection| {
            single_use::take(connection, *hash.as_bytes(), purpose, now)?
                .ok_or(AccountError::Spent)?;
            let account = account::get(connection, account.id)?;
            if account.locked_at.is_some() {
                return Err(AccountError::Spent);
            }
            account::set_email(connection, account.id, &email, Some(now)).map_err(taken)?;
            if let Some(farewell) = farewell {
                farewell.post(connection, now)?;
            }
            // Links that were mailed to the former address stop working.
            single_use::withdraw(connection, Purpose::ResetPassword, Some(account.id))?;
            let (subject, detail) = (subject(&account), email.as_str());
            note(
                connection,
                &account,
                &device,
                "verify-email",
                &subject,
                detail,
                now,
            )?;
            Ok(account::get(connection, account.id)?)
        })
        .await
}

/// The mail to the former address, where there was a proven one.
async fn farewell(
    appliance: &Appliance,
    account: &Account,
    email: &Email,
) -> Result<Option<Envelope>, AccountError> {
    let former = account
        .email
        .as_ref()
        .filter(|former| *former != email && account.email_verified_at.is_some());
    let (Some(former), Some(_)) = (former, links::mail(appliance).await?) else {
        return Ok(None);
    };
    let letter = Letter::EmailChanged {
        name: &account.name,
        business: &links::business(appliance),
        new_email: email.as_str(),
    };
    let envelope = Envelope::write(appliance, &letter, language(account), former)?;
    Ok(Some(envelope))
}
