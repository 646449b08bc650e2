//! Time-based one-time passwords (RFC 6238), as authenticator apps show them.

use totp_rs::{Algorithm, Builder, Totp};

use super::random::{self, RandomError};
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;

/// Bytes of the secret: as many as SHA-1 gives, as RFC 4226 advises.
const LENGTH: usize = 20;
const DIGITS: u8 = 6;
/// Seconds that a code is shown.
const STEP: u64 = 30;
/// Steps before and after the present one that are taken too, since clocks differ and people are slow.
const SKEW: u16 = 1;
/// What apps show beside the account.
const ISSUER: &str = "hotspotd";

/// What an account and its authenticator app share. It has no `Debug` that tells it.
#[derive(Clone)]
pub struct TotpSecret([u8; LENGTH]);

/// Why there is no secret or address.
#[derive(Debug, thiserror::Error)]
pub enum TotpError {
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// What was kept is no secret of this kind.
    #[error("the kept secret of the authenticator app is not readable: set up the app anew")]
    Unreadable,
    /// No address for the app.
    #[error(
        "the name of the account cannot be shown by an authenticator app: it holds a colon; change it"
    )]
    Name,
}

impl TotpSecret {
    /// A secret that nobody has seen.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn random() -> Result<Self, TotpError> {
        Ok(Self(random::bytes()?))
    }

    /// From the base32 text of [`TotpSecret::to_text`].
    ///
    /// # Errors
    /// [`TotpError::Unreadable`].
    pub fn from_text(text: &Secret) -> Result<Self, TotpError> {
        let secret =
            totp_rs::Secret::try_from_base32(text.reveal()).map_err(|_| TotpError::Unreadable)?;
        let bytes = secret.as_bytes().try_into();
        bytes.map(Self).map_err(|_| TotpError::Unreadable)
    }

    /// The 32 letters and digits of base32 that a person types into the app, and that are sealed to be kept.
    pub fn to_text(&self) -> Secret {
        Secret::new(totp_rs::Secret::new_stack(self.0).to_base32())
    }

    /// The `otpauth://` address for the app, usually shown as a square code. It holds the secret.
    ///
    /// # Errors
    /// [`TotpError::Name`] where the account's name has a colon.
    pub fn address(&self, account: &str) -> Result<Secret, TotpError> {
        let totp = self
            .builder()
            .with_account_name(account)
            .with_issuer(Some(ISSUER))
            .build();
        let address = totp
            .and_then(|totp| totp.to_url())
            .map_err(|_| TotpError::Name)?;
        Ok(Secret::new(address))
    }

    /// The step of time whose code this is, where it is the present one or a neighbour, and later than the one that was used last.
    ///
    /// Whoever takes the code keeps the step: no code is taken twice, nor one that is older than the last.
    pub fn step_of(&self, code: &str, now: Moment, last_used: Option<u64>) -> Option<u64> {
        // Apps show `123 456`.
        let code: String = code
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(usize::from(DIGITS) + 1)
            .collect();
        let seconds = u64::try_from(now.as_secs()).ok()?;
        let step = self.totp().check(&code, seconds)?;
        last_used.is_none_or(|last| step > last).then_some(step)
    }

    fn builder(&self) -> Builder {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS)
            .with_skew(SKEW)
            .with_step_duration(STEP)
            .with_secret(totp_rs::Secret::new_stack(self.0))
    }

    fn totp(&self) -> Totp {
        // Only the checks of values that are fixed here are left out.
        self.builder().build_noncompliant()
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Secret::HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The secret of RFC 6238, appendix B.
    fn secret() -> TotpSecret {
        TotpSecret(*b"12345678901234567890")
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // The appendix has eight digits; six are their end.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = Moment::from_secs(seconds);
            let step = u64::try_from(seconds).unwrap() / 30;
            assert_eq!(secret().step_of(code, now, None), Some(step));
        }
    }

    #[test]
    fn a_neighbouring_step_is_taken_and_no_other() {
        let at = |seconds| secret().step_of("287 082", Moment::from_secs(seconds), None);
        for seconds in [0, 29, 30, 59, 60, 89] {
            assert_eq!(at(seconds), Some(1), "{seconds}");
        }
        for seconds in [-1, 90, 3_600, Moment::LAST.as_secs()] {
            assert_eq!(at(seconds), None, "{seconds}");
        }
    }

    #[test]
    fn no_code_is_taken_twice() {
        let step = |last| secret().step_of("287082", Moment::from_secs(60), last);
        assert_eq!(step(None), Some(1));
        assert_eq!(step(Some(0)), Some(1));
        assert_eq!(step(Some(1)), None);
        assert_eq!(step(Some(2)), None);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in ["", "28708", "2870821", "+87082", "28708a", "２87082"] {
            assert_eq!(
                secret().step_of(code, Moment::from_secs(59), None),
                None,
                "{code}"
            );
        }
    }

    #[test]
    fn apps_read_the_address() {
        let address = secret().address("amina@example.org").unwrap();
        let address = address.reveal();
        for part in [
            "otpauth://totp/hotspotd:",
            "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "issuer=hotspotd",
        ] {
            assert!(address.contains(part), "{address}");
        }
        // The library reads it back to the same codes.
        let read = Totp::from_url(address).unwrap();
        assert_eq!(read.generate(59).to_string(), "287082");
        assert_eq!(read.account_name(), "amina@example.org");
        assert!(matches!(secret().address("a:b"), Err(TotpError::Name)));
    }

    #[test]
    fn kept_and_read_again() {
        let new = TotpSecret::random().unwrap();
        assert_eq!(new.to_text().reveal().len(), 32);
        assert_eq!(TotpSecret::from_text(&new.to_text()).unwrap().0, new.0);
        assert_eq!(format!("{new:?}"), "…");
        for bad in [
            "",
            "GEZDGNBV",
            "1",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBV",
        ] {
            assert!(TotpSecret::from_text(&Secret::new(bad)).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_code_panics(code in "[0-9 ]{0,9}|\\PC{0,9}", millis: i64) {
            let _ = secret().step_of(&code, Moment::from_millis(millis), None);
        }
    }
}
