//! `/login`: plain since 6.43, by challenge before (RouterOS facts: api-facts section 3).

use std::net::IpAddr;

use md5::{Digest, Md5};

use super::request::Request;
use crate::device::{Caller, Device, LoginRefused, Trap, Version};

/// First version that takes the password in plain text.
const PLAIN: Version = Version::new(6, 43, 0);

/// What a `/login` leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Logged in.
    Welcome(Caller),
    /// The client shall answer this challenge.
    Challenge([u8; 16]),
    /// Refused.
    Refused(Trap),
}

/// Judges one `/login`. `challenge` is the one given to this session before, `next` the one to give now.
pub(crate) fn login(
    device: &Device,
    request: &Request,
    from: IpAddr,
    challenge: Option<[u8; 16]>,
    next: [u8; 16],
) -> Answer {
    let name = request.attribute("name").unwrap_or_default();
    let judged = if device.version() >= PLAIN {
        let password = request.attribute("password").unwrap_or_default();
        device.authenticate(name, password, from)
    } else {
        // An old router does not look at what else came with the first `/login`.
        let (Some(response), Some(challenge)) = (request.attribute("response"), challenge) else {
            return Answer::Challenge(next);
        };
        let knows = |password: &str| expected_response(password, challenge) == response;
        device.authenticate_by(name, knows, from)
    };
    match judged {
        Ok(caller) => Answer::Welcome(caller),
        Err(refused) => Answer::Refused(trap(refused, device.version())),
    }
}

/// `00` and the MD5 of a zero byte, the password and the challenge, in hex.
fn expected_response(password: &str, challenge: [u8; 16]) -> String {
    let mut digest = Md5::new();
    digest.update([0]);
    digest.update(password.as_bytes());
    digest.update(challenge);
    format!("00{}", hex(&digest.finalize()))
}

/// Bytes in small hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The words of the version.
fn trap(refused: LoginRefused, version: Version) -> Trap {
    let message = if version.major >= 7 {
        refused.to_string()
    } else {
        "cannot log in".to_string()
    };
    Trap::plain(message)
}
