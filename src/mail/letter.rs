//! What mails say. The texts stand in `templates/mail/<language>/`: the subject in the first line, then an empty one, then the mail.

use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Tera};

use super::message::Message;
use crate::domain::access::{Email, Role};
use crate::domain::language::Language;

#[derive(RustEmbed)]
#[folder = "templates/mail"]
#[include = "*/*.txt"]
struct Files;

/// A letter, with what it needs to say. Links hold tokens, so a letter is never logged: it has no `Debug`.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub enum Letter<'a> {
    /// Somebody is asked to open an account.
    Invitation {
        /// Who asks.
        inviter: &'a str,
        /// The business.
        business: &'a str,
        /// What the account will be for.
        role: Role,
        /// Where to go.
        link: &'a str,
        /// How long the link works.
        hours: u32,
    },
    /// Whether the address is theirs.
    VerifyEmail {
        /// The person's name.
        name: &'a str,
        /// The business.
        business: &'a str,
        /// Where to go.
        link: &'a str,
        /// How long the link works.
        hours: u32,
    },
    /// A way to a new password.
    PasswordReset {
        /// The person's name.
        name: &'a str,
        /// By what the account signs in.
        login: &'a str,
        /// The business.
        business: &'a str,
        /// Where to go.
        link: &'a str,
        /// How long the link works.
        minutes: u32,
    },
    /// To the former address: it is another now.
    EmailChanged {
        /// The person's name.
        name: &'a str,
        /// The business.
        business: &'a str,
        /// The new address.
        new_email: &'a str,
    },
    /// Whether mails arrive.
    Test {
        /// The business.
        business: &'a str,
    },
}

impl Letter<'_> {
    const fn file(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::VerifyEmail { .. } => "verify-email",
            Self::PasswordReset { .. } => "password-reset",
            Self::EmailChanged { .. } => "email-changed",
            Self::Test { .. } => "test",
        }
    }
}

/// A text that comes with the program is wrong.
#[derive(Debug, thiserror::Error)]
#[error("the text of a mail that comes with hotspotd cannot be used")]
pub struct LetterError {
    #[source]
    source: Option<tera::Error>,
}

impl From<tera::Error> for LetterError {
    fn from(error: tera::Error) -> Self {
        Self {
            source: Some(error),
        }
    }
}

/// The texts of all letters, ready to be filled in.
#[derive(Debug)]
pub struct Letters {
    tera: Tera,
}

impl Letters {
    /// Those that come with the program.
    ///
    /// # Errors
    /// One of them is no valid template; a test holds that none is.
    pub fn builtin() -> Result<Self, LetterError> {
        let mut tera = Tera::default();
        // Mails are plain text: nothing in it can become a command.
        tera.autoescape_on(Vec::new());
        for name in Files::iter() {
            if let Some(file) = Files::get(&name) {
                tera.add_raw_template(&name, &String::from_utf8_lossy(&file.data))?;
            }
        }
        Ok(Self { tera })
    }

    /// The mail that a letter becomes. `id` is that of [`Message`].
    ///
    /// # Errors
    /// The text cannot be filled in; a test holds that each can.
    pub fn write(
        &self,
        letter: &Letter<'_>,
        language: Language,
        to: Email,
        id: &str,
    ) -> Result<Message, LetterError> {
        let context = Context::from_serialize(letter)?;
        let text = self
            .tera
            .render(&format!("{language}/{}.txt", letter.file()), &context)?;
        let (subject, body) = text
            .split_once("\n\n")
            .ok_or(LetterError { source: None })?;
        Ok(Message {
            to,
            subject: subject.to_owned(),
            body: body.to_owned(),
            id: id.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://duka.example/x?token=Zm9v&a=<b>";

    fn letters() -> [Letter<'static>; 5] {
        let (name, business, link) = ("Amina O'Brien", "Duka & Net", LINK);
        [
            Letter::Invitation {
                inviter: name,
                business,
                role: Role::Cashier,
                link,
                hours: 48,
            },
            Letter::VerifyEmail {
                name,
                business,
                link,
                hours: 24,
            },
            Letter::PasswordReset {
                name,
                login: "amina",
                business,
                link,
                minutes: 30,
            },
            Letter::EmailChanged {
                name,
                business,
                new_email: "new@example.org",
            },
            Letter::Test { business },
        ]
    }

    /// The values that a letter holds, as they are written.
    fn values(letter: &Letter<'_>) -> Vec<String> {
        let json = serde_json::to_value(letter).unwrap();
        let values = json.as_object().unwrap().iter();
        values
            // The word for a role is another in each language.
            .filter(|(key, _)| *key != "role")
            .map(|(_, value)| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect()
    }

    #[test]
    fn every_letter_says_in_every_language_all_that_it_holds() {
        let texts = Letters::builtin().unwrap();
        for language in Language::ALL {
            for letter in letters() {
                let to: Email = "amina@example.org".parse().unwrap();
                let message = texts.write(&letter, language, to, "1").unwrap();
                let whole = format!("{}\n{}", message.subject, message.body);
                for value in values(&letter) {
                    assert!(
                        whole.contains(&value),
                        "{language} {} lacks {value}:\n{whole}",
                        letter.file()
                    );
                }
                assert!(!message.subject.is_empty() && !message.subject.contains('\n'));
                assert!(message.body.len() > 60 && message.body.ends_with('\n'));
            }
        }
    }

    #[test]
    fn a_role_has_its_word_in_every_language() {
        let texts = Letters::builtin().unwrap();
        let mut bodies = Vec::new();
        for language in Language::ALL {
            for role in Role::ALL {
                let letter = Letter::Invitation {
                    inviter: "A",
                    business: "B",
                    role,
                    link: LINK,
                    hours: 1,
                };
                let to: Email = "amina@example.org".parse().unwrap();
                bodies.push(texts.write(&letter, language, to, "1").unwrap().body);
            }
        }
        bodies.sort();
        bodies.dedup();
        assert_eq!(bodies.len(), Language::ALL.len() * Role::ALL.len());
    }

    #[test]
    fn no_text_is_left_over() {
        let mut expected: Vec<String> = Language::ALL
            .iter()
            .flat_map(|language| {
                letters().map(|letter| format!("{language}/{}.txt", letter.file()))
            })
            .collect();
        expected.sort();
        let mut found: Vec<String> = Files::iter().map(Into::into).collect();
        found.sort();
        assert_eq!(found, expected);
    }
}
