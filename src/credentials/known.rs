//! Proofs that a browser keeps of having signed in before. They let nobody in: who has one is only not held up by strangers' guesses.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::key::Key;
use super::random::{self, RandomError};
use crate::domain::secret::Secret;

/// Makes and checks the proofs. Nothing is kept of them.
#[derive(Debug)]
pub struct KnownDevices {
    key: Key,
}

impl KnownDevices {
    /// With the key for [`super::Purpose::KnownDevices`].
    pub const fn new(key: Key) -> Self {
        Self { key }
    }

    /// A proof for a device at which this account has just signed in: `device.proof`, both base64url.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn proof(&self, account: &str) -> Result<Secret, RandomError> {
        let device = URL_SAFE_NO_PAD.encode(random::bytes::<16>()?);
        let proof = self.of(account, &device);
        Ok(Secret::new(format!("{device}.{proof}")))
    }

    /// The device that this proves for this account.
    pub fn device<'p>(&self, account: &str, proof: &'p Secret) -> Option<&'p str> {
        let (device, given) = proof.reveal().split_once('.')?;
        let right = self.of(account, device);
        bool::from(right.as_bytes().ct_eq(given.as_bytes())).then_some(device)
    }

    fn of(&self, account: &str, device: &str) -> String {
        // The number of an account holds no slash, so no two of them give the same text.
        let text = format!("{account}/{device}");
        URL_SAFE_NO_PAD.encode(self.key.authenticate(&[text.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_good_for_its_own_account_only() {
        let known = KnownDevices::new(Key::from_bytes([1; 32]));
        let proof = known.proof("1").unwrap();
        let device = known.device("1", &proof).unwrap();
        assert_eq!(device.len(), 22);
        assert_eq!(known.device("2", &proof), None);
        let other = KnownDevices::new(Key::from_bytes([2; 32]));
        assert_eq!(other.device("1", &proof), None);
        for bad in ["", ".", "a.b", device] {
            assert_eq!(known.device("1", &Secret::new(bad)), None, "{bad}");
        }
        assert_ne!(known.proof("1").unwrap(), proof);
    }
}
