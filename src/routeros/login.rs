//! Logs in: in one sentence since RouterOS 6.43, by challenge before (RouterOS facts: API, section 3).

use std::io;

use md5::{Digest, Md5};
use tokio::time::{Instant, timeout_at};

use super::command::Command;
use super::connection::Moved;
use super::endpoint::Credentials;
use super::error::ConnectError;
use super::exchange::Session;
use super::sentence::{Verb, WireError};

/// Logs in over a fresh connection. `address` is for the messages.
pub(super) async fn log_in(
    session: &mut Session,
    credentials: &Credentials,
    address: &str,
) -> Result<(), ConnectError> {
    let after = session.limits.login;
    match timeout_at(Instant::now() + after, talk(session, credentials, address)).await {
        Ok(result) => result,
        Err(_) => Err(ConnectError::LoginSilent {
            address: address.to_owned(),
            after,
        }),
    }
}

async fn talk(
    session: &mut Session,
    credentials: &Credentials,
    address: &str,
) -> Result<(), ConnectError> {
    let password = credentials.password.reveal();
    let login = Command::read("/login").with("name", &credentials.user);
    let answer = ask(session, login.clone().with("password", password), address).await?;
    let answer = match answer {
        Answer::Challenge(challenge) => {
            let response = response(password, &challenge);
            ask(session, login.with("response", response), address).await?
        }
        other => other,
    };
    let user = credentials.user.clone();
    match answer {
        Answer::Welcome => Ok(()),
        // A second challenge is no welcome.
        Answer::Challenge(_) => Err(ConnectError::NotRouterOs {
            address: address.to_owned(),
        }),
        Answer::Refused(answer)
            if answer.contains("invalid user name or password")
                || answer.contains("cannot log in") =>
        {
            Err(ConnectError::WrongPassword { user, answer })
        }
        Answer::Refused(answer) => Err(ConnectError::LoginRefused { user, answer }),
    }
}

enum Answer {
    Welcome,
    /// The bytes to be answered, in hex.
    Challenge(String),
    Refused(String),
}

/// Sends one sentence, without a tag as the manual has it, and waits for its answer.
async fn ask(
    session: &mut Session,
    command: Command,
    address: &str,
) -> Result<Answer, ConnectError> {
    let round = session.clock.round();
    session.connection.queue(|out| command.encode(None, out));
    let mut refused = None;
    loop {
        while let Some(sentence) = session
            .connection
            .inbox
            .next_sentence()
            .map_err(|error| wire(error, address))?
        {
            session.clock.answered(round);
            match sentence.verb() {
                Verb::Trap | Verb::Fatal => {
                    let reason = refused.get_or_insert_with(|| sentence.message());
                    if sentence.verb() == Verb::Fatal {
                        return Ok(Answer::Refused(std::mem::take(reason)));
                    }
                }
                Verb::Done => {
                    return Ok(match (refused, sentence.attribute("ret")) {
                        (Some(reason), _) => Answer::Refused(reason),
                        (None, Some(challenge)) => Answer::Challenge(challenge),
                        (None, None) => Answer::Welcome,
                    });
                }
                Verb::Row | Verb::Empty | Verb::Other => {}
            }
        }
        match session.connection.pump().await {
            Ok(Moved::Sent | Moved::Received) => {}
            Ok(Moved::Closed) => return closed(refused, address),
            Err(error) if is_close(&error) => return closed(refused, address),
            Err(source) => {
                return Err(ConnectError::Broken {
                    address: address.to_owned(),
                    source,
                });
            }
        }
    }
}

/// A router may close right after the trap, without the `!done`.
fn closed(refused: Option<String>, address: &str) -> Result<Answer, ConnectError> {
    refused
        .map(Answer::Refused)
        .ok_or_else(|| ConnectError::ClosedBeforeLogin {
            address: address.to_owned(),
        })
}

fn is_close(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
    )
}

fn wire(error: WireError, address: &str) -> ConnectError {
    let address = address.to_owned();
    match error {
        WireError::Garbage => ConnectError::NotRouterOs { address },
        WireError::Tls => ConnectError::SpeaksTls { address },
        WireError::EndlessSentence => ConnectError::EndlessSentence { address },
    }
}

/// `00` and the MD5 of a zero byte, the password and the challenge's bytes, in hex.
fn response(password: &str, challenge: &str) -> String {
    let digits: Vec<u8> = challenge
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let mut message = vec![0];
    message.extend_from_slice(password.as_bytes());
    message.extend(digits.chunks_exact(2).map(|pair| match pair {
        [high, low] => high << 4 | low,
        _ => 0,
    }));
    let digest = Md5::digest(message);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("00{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_response_to_a_challenge() {
        // printf '\x00secret\xde\xad\xbe\xef' | md5sum
        assert_eq!(
            response("secret", "deadbeef"),
            "00d2af73237c09b71cf66d6dc5350d51fb"
        );
        assert_eq!(
            response("secret", "DEADBEEF"),
            response("secret", "deadbeef")
        );
    }

    #[test]
    fn a_strange_challenge_does_no_harm() {
        for challenge in ["", "x", "abc", "\u{FFFD}"] {
            assert_eq!(response("", challenge).len(), 34);
        }
    }
}
