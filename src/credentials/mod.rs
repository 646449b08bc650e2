//! What is secret: passwords, tokens, codes, and the keys that seal what the database holds.
//!
//! Randomness comes from the system here and nowhere below; time is given. No `Debug` of this folder tells a secret.

pub mod code;
pub mod csrf;
pub mod jwt;
pub mod key;
pub mod password;
mod random;
pub mod seal;
pub mod token;
pub mod totp;

pub use code::Codes;
pub use csrf::Csrf;
pub use jwt::{Access, AccessTokens, JwtError};
pub use key::{Key, KeyError, MasterKey, Purpose};
pub use password::{Cost, HashError, Hasher, PasswordHash, Verdict};
pub use random::RandomError;
pub use seal::{SealError, Sealed, Sealer};
pub use token::{Token, TokenHash};
pub use totp::{TotpError, TotpSecret};
