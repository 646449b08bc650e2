//! Tokens that forms carry, so that another web site cannot send them for somebody who is signed in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::key::Key;
use super::token::TokenHash;

/// Makes and checks the form token of a session. It is worked out from the session, so nothing is kept.
#[derive(Debug)]
pub struct Csrf {
    key: Key,
}

impl Csrf {
    /// With the key for [`super::Purpose::Csrf`].
    pub const fn new(key: Key) -> Self {
        Self { key }
    }

    /// The token for forms of this session: 43 characters of base64url.
    pub fn token(&self, session: &TokenHash) -> String {
        URL_SAFE_NO_PAD.encode(self.key.authenticate(&[session.as_bytes()]))
    }

    /// Whether a form carried the token of this session.
    pub fn is_right(&self, session: &TokenHash, given: &str) -> bool {
        self.token(session)
            .as_bytes()
            .ct_eq(given.as_bytes())
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_own_session_only() {
        let csrf = Csrf::new(Key::from_bytes([1; 32]));
        let (mine, theirs) = (TokenHash::of("mine"), TokenHash::of("theirs"));
        let token = csrf.token(&mine);
        assert!(csrf.is_right(&mine, &token));
        assert!(!csrf.is_right(&theirs, &token));
        assert!(!csrf.is_right(&mine, ""));
        assert!(!csrf.is_right(&mine, &token[1..]));
        assert!(!Csrf::new(Key::from_bytes([2; 32])).is_right(&mine, &token));
    }
}
