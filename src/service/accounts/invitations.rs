//! Invitations: made, mailed or handed over, and taken back.

use crate::credentials::Token;
use crate::domain::access::{Email, Role};
use crate::domain::kind::Fault;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::mail::Letter;
use crate::service::appliance::Appliance;
use crate::service::outbox::Envelope;
use crate::store::single_use;

use super::links::{self, INVITATION_HOURS};
use super::people::still_owner;
use super::{AccountError, Actor, language, note};

/// Where an invitation leads.
const PATH: &str = "/invitation";

/// An invitation that was just made.
#[derive(Debug)]
pub struct Invited {
    /// Names it without letting anybody in.
    pub reference: String,
    /// The link to hand over; it is known only now.
    pub link: Secret,
    /// Whether it is mailed too.
    pub mailed: bool,
    /// Until when it works.
    pub expires_at: Moment,
}

/// Invites somebody. Where an address is given and mail is set up, the link is mailed; it is given back either way.
///
/// # Errors
/// [`AccountError::Faults`] at `email`.
pub async fn invite(
    appliance: &Appliance,
    actor: &Actor,
    email: Option<&str>,
    role: Role,
    here: &str,
) -> Result<Invited, AccountError> {
    let email: Option<Email> = email
        .map(str::trim)
        .filter(|email| !email.is_empty())
        .map(str::parse)
        .transpose()
        .map_err(|error| AccountError::Faults(vec![Fault::new("email", error)]))?;
    let token = Token::random()?;
    let mail = links::mail(appliance).await?;
    let address = mail.as_ref().map_or(here, |mail| mail.address.as_str());
    let link = links::link(address, PATH, &token);
    let envelope = match (&email, &mail) {
        (Some(email), Some(_)) => {
            let letter = Letter::Invitation {
                inviter: &actor.account.name,
                business: &links::business(appliance),
                role,
                link: link.reveal(),
                hours: INVITATION_HOURS,
            };
            let language = language(&actor.account);
            Some(Envelope::write(appliance, &letter, language, email)?)
        }
        _ => None,
    };
    let now = appliance.clock.now();
    // Only what was mailed proves by being used that the address is theirs.
    let mailed = envelope.is_some();
    let invitation = links::invitation(email.filter(|_| mailed), role, actor.id(), now);
    let (hash, expires_at) = (*token.hash.as_bytes(), invitation.expires_at);
    let actor = actor.clone();
    appliance
        .state
        .write(move |connection| {
            still_owner(connection, &actor)?;
            single_use::insert(connection, hash, &invitation)?;
            if let Some(envelope) = &envelope {
                envelope.post(connection, now)?;
            }
            let whom = invitation.email.as_ref().map_or("", Email::as_str);
            let detail = format!("as {role} {whom}");
            let subject = "invitation";
            note(
                connection,
                &actor.account,
                &actor.device,
                "invite",
                subject,
                detail.trim(),
                now,
            )?;
            Ok::<_, AccountError>(())
        })
        .await?;
    Ok(Invited {
        reference: single_use::reference(&hash),
        link,
        mailed,
        expires_at,
    })
}

/// Takes an invitation back.
///
/// # Errors
/// [`StoreError::Missing`](crate::store::StoreError::Missing).
pub async fn withdraw(
    appliance: &Appliance,
    actor: &Actor,
    reference: &str,
) -> Result<(), AccountError> {
    let (actor, reference) = (actor.clone(), reference.to_owned());
    let now = appliance.clock.now();
    appliance
        .state
        .write(move |connection| {
            still_owner(connection, &actor)?;
            single_use::withdraw_invitation(connection, &reference)?;
            let detail = reference.as_str();
            let device = &actor.device;
            note(
                connection,
                &actor.account,
                device,
                "withdraw",
                "invitation",
                detail,
                now,
            )?;
            Ok(())
        })
        .await
}
