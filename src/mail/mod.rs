//! Mails: their texts, and the way out over a mail server of the operator's choice (SMTP).

mod error;
mod letter;
mod mailer;
mod message;
mod settings;

pub use error::MailError;
pub use letter::{Letter, LetterError, Letters};
pub use mailer::Mailer;
pub use message::Message;
pub use settings::{SettingsError, SmtpSecurity, SmtpSettings};
