//! Proofs that a browser keeps of having signed in before. They let nobody in: who has one is only not held up by strangers' guesses.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::key::Key;
use super::password::PasswordHash;
use crate::domain::secret::Secret;

/// Makes and checks the proofs. Nothing is kept of them.
#[derive(Debug)]
pub struct KnownDevices {
    key: Key,
}

impl KnownDevices {
    /// Characters of a proof: 32 bytes as base64url.
    pub const LENGTH: usize = 43;

    /// With the key for [`super::Purpose::KnownDevices`].
    pub const fn new(key: Key) -> Self {
        Self { key }
    }

    /// The proof for devices at which this account has signed in with this password. Another password ends it.
    pub fn proof(&self, account: &str, password: &PasswordHash) -> Secret {
        // The number of an account holds no slash, so no two pairs give the same text.
        let text = format!("{account}/{}", password.as_str());
        Secret::new(URL_SAFE_NO_PAD.encode(self.key.authenticate(&[text.as_bytes()])))
    }

    /// Whether this is that proof.
    pub fn is_right(&self, account: &str, password: &PasswordHash, given: &Secret) -> bool {
        let right = self.proof(account, password);
        let (right, given) = (right.reveal().as_bytes(), given.reveal().as_bytes());
        right.ct_eq(given).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_good_for_its_own_account_and_password_only() {
        let known = KnownDevices::new(Key::from_bytes([1; 32]));
        let password = |text: &str| PasswordHash::from_stored(text.to_owned());
        let (old, new) = (password("$argon2id$old"), password("$argon2id$new"));
        let proof = known.proof("1", &old);
        assert_eq!(proof.reveal().len(), KnownDevices::LENGTH);
        assert!(known.is_right("1", &old, &proof));
        assert!(!known.is_right("2", &old, &proof));
        assert!(!known.is_right("1", &new, &proof));
        assert!(!known.is_right("1", &old, &Secret::new("")));
        let other = KnownDevices::new(Key::from_bytes([2; 32]));
        assert!(!other.is_right("1", &old, &proof));
    }
}
