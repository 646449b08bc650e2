//! The outbox: mails are written with what they tell of, in one transaction, and sent later. Nothing ever waits for a mail server.

use crate::credentials::{SealError, Sealed};
use crate::domain::access::Email;
use crate::domain::kind::{Kind, Kinded};
use crate::domain::language::Language;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::mail::{Letter, LetterError, MailError, Mailer, Message};
use crate::service::appliance::Appliance;
use crate::service::mail_settings::{self, MailSettingsError};
use crate::store::mail::{self, Waiting};
use crate::store::{Connection, StoreError};

/// How many mails are sent in one go; the next go takes the rest.
const AT_ONCE: u32 = 20;
/// How long to wait after the first, second, … failure. After the last the mail is given up, a day and a half after it was written.
const WAITS: [Span; 8] = [
    Span::from_secs(60),
    Span::from_secs(5 * 60),
    Span::from_secs(15 * 60),
    Span::from_secs(3_600),
    Span::from_secs(3 * 3_600),
    Span::from_secs(6 * 3_600),
    Span::from_secs(12 * 3_600),
    Span::from_secs(12 * 3_600),
];

/// Why a mail was not written, or the outbox not emptied.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The text of the mail.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// Sealing.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The mail settings.
    #[error(transparent)]
    Settings(#[from] MailSettingsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for OutboxError {
    fn kind(&self) -> Kind {
        match self {
            OutboxError::Letter(_) | OutboxError::Seal(_) => Kind::Internal,
            OutboxError::Settings(error) => error.kind(),
            OutboxError::Store(error) => error.kind(),
        }
    }
}

/// A mail that is written and sealed, for [`Envelope::post`]. It holds a link, so it has no `Debug`.
pub struct Envelope {
    to: Email,
    subject: String,
    sealed: Sealed,
}

/// Where the text of a mail is sealed.
fn place(to: &Email) -> String {
    format!("mail/{}", to.as_str())
}

impl Envelope {
    /// Writes a mail.
    ///
    /// # Errors
    /// A text that comes with the program is wrong; sealing.
    pub fn write(
        appliance: &Appliance,
        letter: &Letter<'_>,
        language: Language,
        to: &Email,
    ) -> Result<Self, OutboxError> {
        let message = appliance
            .letters
            .write(letter, language, to.clone(), "outbox")?;
        let body = Secret::new(message.body);
        Ok(Envelope {
            sealed: appliance.sealer.seal(&place(to), &body)?,
            to: message.to,
            subject: message.subject,
        })
    }

    /// Puts it into the outbox, within the transaction of what it tells of.
    ///
    /// # Errors
    /// The database.
    pub fn post(&self, connection: &Connection, now: Moment) -> Result<(), StoreError> {
        mail::insert(
            connection,
            &self.to,
            &self.subject,
            self.sealed.as_bytes(),
            now,
        )?;
        Ok(())
    }
}

/// Sends what waits and whose time has come; gives how many mails went out. One sends at a time.
///
/// # Errors
/// The database, or settings that do not open. That a mail was not taken is no error: it is noted and tried again.
pub async fn drain(appliance: &Appliance) -> Result<usize, OutboxError> {
    let _alone = appliance.posting.lock().await;
    let now = appliance.clock.now();
    let waiting = appliance
        .state
        .read(move |connection| mail::due(connection, now, AT_ONCE))
        .await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let Some(settings) = mail_settings::load(appliance).await? else {
        return Ok(0);
    };
    let mailer = Mailer::new(settings.smtp).map_err(MailSettingsError::from)?;
    let mut sent = 0;
    for waiting in waiting {
        if send(appliance, &mailer, waiting).await? {
            sent += 1;
        }
    }
    Ok(sent)
}

async fn send(
    appliance: &Appliance,
    mailer: &Mailer,
    waiting: Waiting,
) -> Result<bool, OutboxError> {
    let id = waiting.id;
    let sealed = Sealed::from_bytes(waiting.body);
    let body = appliance.sealer.open(&place(&waiting.to), &sealed)?;
    let message = Message {
        to: waiting.to,
        subject: waiting.subject,
        body: body.reveal().to_owned(),
        id: format!("outbox-{id}"),
    };
    let outcome = mailer.send(&message, appliance.clock.now()).await;
    let now = appliance.clock.now();
    let Err(error) = outcome else {
        appliance
            .state
            .write(move |connection| mail::sent(connection, id, now))
            .await?;
        return Ok(true);
    };
    tracing::warn!(mail = id, error = %error, "a mail did not go out");
    let again = again(&error, waiting.attempts, now);
    let trouble = error.to_string();
    appliance
        .state
        .write(move |connection| match again {
            Some(at) => mail::postpone(connection, id, at, &trouble),
            None => mail::give_up(connection, id, now, &trouble),
        })
        .await?;
    Ok(false)
}

/// When to try again after a failure. What the server will never take, and what was tried often enough, is given up; everything
/// else may be mended meanwhile, settings too.
fn again(error: &MailError, attempts: u32, now: Moment) -> Option<Moment> {
    if matches!(
        error,
        MailError::Permanent { .. } | MailError::NotWritten { .. }
    ) {
        return None;
    }
    let wait = WAITS.get(usize::try_from(attempts).ok()?)?;
    Some(now.plus(*wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_answer() -> MailError {
        MailError::NoAnswer {
            server: "smtp.example.org:587".to_owned(),
        }
    }

    #[test]
    fn it_is_tried_again_ever_more_rarely_and_then_given_up() {
        let now = Moment::from_secs(1_800_000_000);
        let mut last = Span::from_secs(0);
        for attempts in 0..8 {
            let wait = again(&no_answer(), attempts, now).unwrap().since(now);
            assert!(wait >= last, "{attempts}");
            last = wait;
        }
        assert_eq!(again(&no_answer(), 8, now), None);
    }

    #[test]
    fn what_the_server_will_never_take_is_given_up_at_once() {
        let refused = MailError::Permanent {
            server: String::new(),
            answer: "550".to_owned(),
        };
        assert_eq!(again(&refused, 0, Moment::from_secs(0)), None);
    }
}
