//! Access tokens of the API: signed, good for ten minutes, each of one session.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::key::Key;
use crate::domain::id::{AccountId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::time::Span;

/// How long a token is good.
pub const LIFETIME: Span = Span::from_secs(600);
const ISSUER: &str = "hotspotd";
const AUDIENCE: &str = "hotspotd-api";
/// The one algorithm. A token that names another (or none) is refused before its signature is looked at.
const ALGORITHM: Algorithm = Algorithm::HS256;
/// Our own tokens have some 250 bytes. What is longer is not looked at.
const LONGEST: usize = 1_024;
/// How much later than now a token may have been issued: clocks are set back a little now and then.
const LEEWAY: Span = Span::from_secs(60);

/// Issues and checks access tokens.
pub struct AccessTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

/// What a good token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// Whose it is.
    pub account: AccountId,
    /// The session it belongs to. Whether that still stands, the database tells.
    pub session: SessionId,
    /// When it stops being good.
    pub expires: Moment,
}

/// Why a token is not good, or was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Not one of ours.
    #[error("the access token is not valid: sign in again")]
    NotValid,
    /// It was good once, or the clock was set back by more than a minute since.
    #[error("the access token has run out: get another with the refresh token")]
    Expired,
    /// It could not be made.
    #[error("no access token could be made")]
    NotMade,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: i64,
    iat: i64,
    exp: i64,
}

impl AccessTokens {
    /// With the key for [`super::Purpose::Jwt`].
    pub fn new(key: &Key) -> Self {
        // Once per process. That it was installed before is fine: nobody else brings one.
        let _ = PROVIDER.install_default();
        let mut validation = Validation::new(ALGORITHM);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // It would ask the system's clock; here the time is given.
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_secret(key.as_bytes()),
            decoding: DecodingKey::from_secret(key.as_bytes()),
            validation,
        }
    }

    /// A token for a session, good for [`LIFETIME`].
    ///
    /// # Errors
    /// [`JwtError::NotMade`].
    pub fn issue(
        &self,
        account: AccountId,
        session: SessionId,
        now: Moment,
    ) -> Result<Secret, JwtError> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account.to_string(),
            sid: session.get(),
            iat: now.as_secs(),
            exp: now.plus(LIFETIME).as_secs(),
        };
        jsonwebtoken::encode(&Header::new(ALGORITHM), &claims, &self.encoding)
            .map(Secret::new)
            .map_err(|_| JwtError::NotMade)
    }

    /// What a token says, where it is good now.
    ///
    /// # Errors
    /// [`JwtError::NotValid`] or [`JwtError::Expired`].
    pub fn check(&self, token: &str, now: Moment) -> Result<Access, JwtError> {
        if token.len() > LONGEST {
            return Err(JwtError::NotValid);
        }
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)
            .map_err(|_| JwtError::NotValid)?
            .claims;
        let access = Access {
            account: claims.sub.parse().map_err(|_| JwtError::NotValid)?,
            session: SessionId::new(claims.sid).map_err(|_| JwtError::NotValid)?,
            expires: Moment::from_secs(claims.exp),
        };
        // A clock that was set back must not make tokens last.
        let issued = Moment::from_secs(claims.iat);
        if now >= access.expires || issued > now.plus(LEEWAY) {
            return Err(JwtError::Expired);
        }
        Ok(access)
    }
}

impl fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessTokens(…)")
    }
}

/// All the cryptography that the library gets: HMAC-SHA256. What it could bring itself pulls in RSA and elliptic curves.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| {
        only_ours(*algorithm)?;
        Ok(Box::new(Hs256::new(key.as_bytes())?))
    },
    verifier_factory: |algorithm, key| {
        only_ours(*algorithm)?;
        Ok(Box::new(Hs256::new(key.try_get_as_bytes()?)?))
    },
    // For key sets, which are not used.
    key_utils: KeyUtils::new_unimplemented(),
};

fn only_ours(algorithm: Algorithm) -> Result<(), Error> {
    if algorithm == ALGORITHM {
        Ok(())
    } else {
        Err(ErrorKind::InvalidAlgorithm.into())
    }
}

struct Hs256(Hmac<Sha256>);

impl Hs256 {
    fn new(key: &[u8]) -> Result<Self, Error> {
        Hmac::new_from_slice(key)
            .map(Self)
            .map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        let mac = self.0.clone().chain_update(message);
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        // In constant time, and of the whole length.
        let mac = self.0.clone().chain_update(message);
        mac.verify_slice(signature)
            .map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        ALGORITHM
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        ALGORITHM
    }
}

#[cfg(test)]
#[path = "jwt/tests.rs"]
mod tests;
