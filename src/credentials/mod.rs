//! What is secret: passwords, tokens, codes, and the keys that seal what the database holds.
//!
//! Randomness comes from the system here and nowhere below; time is given. No `Debug` of this folder tells a secret.

use crate::domain::kind::{Kind, Kinded};

pub mod certificate;
pub mod code;
pub mod csrf;
pub mod jwt;
pub mod key;
mod known;
pub mod metrics_token;
pub mod passphrase;
pub mod password;
mod random;
pub mod seal;
pub mod token;
pub mod totp;

pub use certificate::{Certificate, CertificateError};
pub use code::Codes;
pub use csrf::Csrf;
pub use jwt::{Access, AccessTokens, JwtError};
pub use key::{Key, KeyError, KeyPlace, MasterKey, Purpose};
pub use known::KnownDevices;
pub use metrics_token::MetricsTokenError;
pub use passphrase::{Lock, Passphrase, PassphraseError, UnlockError};
pub use password::{Cost, HashError, Hasher, PasswordHash, Verdict};
pub use random::RandomError;
pub use seal::{SealError, Sealed, Sealer};
pub use token::{Token, TokenHash};
pub use totp::{TotpError, TotpSecret};

impl Kinded for HashError {
    fn kind(&self) -> Kind {
        match self {
            Self::Busy | Self::Stopping => Kind::Busy,
            Self::Random(_) | Self::Stored | Self::Cost => Kind::Internal,
        }
    }
}

impl Kinded for JwtError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotValid | Self::Expired => Kind::Unauthenticated,
            Self::NotMade => Kind::Internal,
        }
    }
}

impl Kinded for TotpError {
    fn kind(&self) -> Kind {
        match self {
            Self::Name => Kind::Invalid,
            Self::Random(_) | Self::Unreadable => Kind::Internal,
        }
    }
}

impl Kinded for SealError {
    fn kind(&self) -> Kind {
        match self {
            Self::TooLong => Kind::TooLarge,
            Self::Random(_) | Self::Unreadable | Self::DoesNotOpen => Kind::Internal,
        }
    }
}

impl Kinded for RandomError {
    fn kind(&self) -> Kind {
        Kind::Internal
    }
}

impl Kinded for KeyError {
    fn kind(&self) -> Kind {
        Kind::Internal
    }
}

impl Kinded for CertificateError {
    fn kind(&self) -> Kind {
        Kind::Internal
    }
}
