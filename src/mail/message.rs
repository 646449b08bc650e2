//! One mail.

use std::time::{Duration, SystemTime};

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, MessageBuilder};

use super::settings::SmtpSettings;
use crate::domain::access::Email;
use crate::domain::moment::Moment;

/// A mail of plain text.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Whom it goes to.
    pub to: Email,
    /// One line. Line breaks and other control characters in it become spaces.
    pub subject: String,
    /// The text, with `\n` between lines.
    pub body: String,
    /// Names this mail among all that this box sends (`outbox-17`): the same mail sent twice, since nobody knows whether the first
    /// went out, is shown once by many mail programs. Letters, digits, dots and dashes; others become dashes.
    pub id: String,
}

impl std::fmt::Debug for Message {
    /// The text may hold a link that lets somebody in.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({}, {:?} to {})", self.id, self.subject, self.to)
    }
}

/// A part of a mail cannot be written as mails are.
#[derive(Debug, thiserror::Error)]
#[error("the mail cannot be written")]
pub(super) struct NotWritten(#[source] Box<dyn std::error::Error + Send + Sync>);

impl NotWritten {
    fn new(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(error.into())
    }
}

impl Message {
    /// The mail as it goes over the wire.
    pub(super) fn written(
        &self,
        settings: &SmtpSettings,
        now: Moment,
    ) -> Result<lettre::Message, NotWritten> {
        let from = mailbox(
            settings.from_name.as_ref().map(ToString::to_string),
            &settings.from,
        )?;
        let domain = settings.domain();
        let id = format!("<{}@{domain}>", plain(&self.id));
        MessageBuilder::new()
            .from(from)
            .to(mailbox(None, &self.to)?)
            .date(system_time(now))
            .message_id(Some(id))
            .subject(one_line(&self.subject))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            // Or answering machines would answer (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .body(self.body.replace("\r\n", "\n").replace('\n', "\r\n"))
            .map_err(NotWritten::new)
    }
}

fn mailbox(name: Option<String>, email: &Email) -> Result<Mailbox, NotWritten> {
    let address: Address = email.as_str().parse().map_err(NotWritten::new)?;
    Ok(Mailbox::new(name, address))
}

/// A line break in a subject would begin another header.
fn one_line(text: &str) -> String {
    let space = |c: char| {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            c
        }
    };
    text.trim().chars().map(space).collect()
}

fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect()
}

/// A mail cannot be dated before 1970; a box without the right time may think that it is earlier.
fn system_time(now: Moment) -> SystemTime {
    let millis = u64::try_from(now.as_millis()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::SmtpSecurity;
    use proptest::prelude::*;

    fn settings() -> SmtpSettings {
        SmtpSettings {
            host: "smtp.example.org".to_owned(),
            port: 587,
            security: SmtpSecurity::StartTls,
            user: None,
            password: None,
            from: "duka@example.org".parse().unwrap(),
            from_name: Some("Duka \"Net\" ñ".parse().unwrap()),
            authority: None,
        }
    }

    fn written(subject: &str, body: &str, id: &str) -> String {
        let message = Message {
            to: "amina@example.org".parse().unwrap(),
            subject: subject.to_owned(),
            body: body.to_owned(),
            id: id.to_owned(),
        };
        let now = Moment::from_secs(1_795_655_649);
        String::from_utf8(message.written(&settings(), now).unwrap().formatted()).unwrap()
    }

    /// The names of the headers.
    fn headers(mail: &str) -> Vec<String> {
        let (head, _) = mail.split_once("\r\n\r\n").unwrap();
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect()
    }

    const HEADERS: [&str; 9] = [
        "From",
        "To",
        "Date",
        "Message-ID",
        "Subject",
        "Content-Type",
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "MIME-Version",
    ];

    fn sorted(mut names: Vec<String>) -> Vec<String> {
        names.sort();
        names
    }

    #[test]
    fn it_has_the_headers_of_a_mail_and_no_others() {
        let mail = written("Karibu", "Habari\nAmina", "outbox-17");
        let expected = HEADERS.map(str::to_owned).to_vec();
        assert_eq!(sorted(headers(&mail)), sorted(expected), "{mail}");
        assert!(
            mail.contains("Message-ID: <outbox-17@example.org>\r\n"),
            "{mail}"
        );
        assert!(
            mail.contains("Date: Thu, 26 Nov 2026 01:14:09 +0000\r\n"),
            "{mail}"
        );
        assert!(mail.ends_with("\r\n\r\nHabari\r\nAmina"), "{mail}");
    }

    #[test]
    fn no_value_adds_a_header() {
        for bad in [
            "a\r\nBcc: eve@example.org",
            "a\nBcc: eve@example.org\n\nbody",
            "a\rBcc: eve@example.org",
            "a\u{2028}Bcc: b",
            "\0",
        ] {
            let mail = written(bad, "text", bad);
            assert_eq!(headers(&mail).len(), HEADERS.len(), "{mail}");
        }
    }

    #[test]
    fn a_box_in_the_past_sends_too() {
        let message = Message {
            to: "amina@example.org".parse().unwrap(),
            subject: String::new(),
            body: String::new(),
            id: String::new(),
        };
        assert!(message.written(&settings(), Moment::FIRST).is_ok());
        assert!(message.written(&settings(), Moment::LAST).is_ok());
    }

    proptest! {
        #[test]
        fn whatever_the_values_the_headers_are_these(subject in "(?s).{0,60}", body in "(?s).{0,200}", id in "(?s).{0,20}") {
            let mail = written(&subject, &body, &id);
            let expected = HEADERS.map(str::to_owned).to_vec();
            prop_assert_eq!(sorted(headers(&mail)), sorted(expected));
        }
    }
}
