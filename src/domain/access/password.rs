//! Which passwords people may choose.

use super::email::Email;
use super::login_name::LoginName;
use crate::domain::secret::Secret;

/// Fewest characters of a password.
pub const MIN: usize = 12;
/// Most characters of a password: a bound for the work of hashing, far above what anybody types.
pub const MAX: usize = 128;
/// Different characters below which a password is too even: `ababababababab` has two.
const FEWEST_DIFFERENT: usize = 4;

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// Too short.
    #[error(
        "the password has fewer than 12 characters; a few words in a row are long and easy to remember"
    )]
    TooShort,
    /// Too long.
    #[error("the password has more than 128 characters; take a shorter one")]
    TooLong,
    /// It is the account's name or e-mail address.
    #[error(
        "the password is the account's own name or e-mail address, which is tried first; take another"
    )]
    OwnName,
    /// It is one of those that everybody takes, or a few characters over and over.
    #[error(
        "the password is one of those that are tried first; take another, e.g. a few words that do not belong together"
    )]
    Common,
}

/// Whether an account may have this password. Any character counts, and none is demanded: length is what helps.
///
/// # Errors
/// See [`PasswordFault`].
pub fn check(
    password: &Secret,
    name: &LoginName,
    email: Option<&Email>,
) -> Result<(), PasswordFault> {
    let text = password.reveal();
    let length = text.chars().count();
    if length < MIN {
        return Err(PasswordFault::TooShort);
    }
    if length > MAX {
        return Err(PasswordFault::TooLong);
    }
    let folded = text.trim().to_lowercase();
    let own = [
        Some(name.as_str().to_owned()),
        email.map(Email::folded),
        email.map(|email| email.local_part().to_ascii_lowercase()),
    ];
    if own.into_iter().flatten().any(|own| own == folded) {
        return Err(PasswordFault::OwnName);
    }
    let mut different: Vec<char> = folded.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < FEWEST_DIFFERENT || COMMON.contains(&folded.as_str()) {
        return Err(PasswordFault::Common);
    }
    Ok(())
}

/// What people take when twelve characters are demanded, in small letters: rows of keys and digits, the word password,
/// and words that belong to this program, its makers' routers and its first market.
#[rustfmt::skip] // One word a line would be two hundred lines.
const COMMON: &[&str] = &[
    "012345678901", "0123456789012", "098765432109", "0987654321098", "121212343434", "123412341234", "123456123456",
    "123456781234", "1234567812345678", "1234567890-=", "12345678900987654321", "123456789012", "1234567890123",
    "12345678901234", "123456789012345", "1234567890123456", "1234567890abc", "1234567890qwerty", "1234567891011",
    "123456789101112", "123456789abc", "123456789qwe", "12345qwert12345", "12345qwertasdfg", "123qwe123qwe",
    "123qweasdzxc", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1q2w3e4r5t6y7u8i", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv",
    "1qazxsw23edc", "abc123abc123", "abcd1234abcd", "abcdefgh1234", "abcdefghijkl", "abcdefghijklm", "admin1234567",
    "admin12345678", "admin123admin", "adminadminadmin", "administrator", "administrator1", "administrator123",
    "adminpassword", "asdfghjkl123", "asdfghjklzxcvbnm", "bismillah123", "changeme1234", "changemenow1",
    "changemeplease", "chelsea12345", "christ123456", "computer1234", "dragon123456", "football1234", "godisgood123",
    "godislove123", "hakunamatata", "harambee1234", "hotspot12345", "hotspot123456", "hotspotd1234", "hotspothotspot",
    "iloveyou1234", "iloveyou12345", "iloveyoujesus", "internet1234", "jesuschrist1", "jesusislord1", "jesuslovesme",
    "kenya1234567", "kenya12345678", "kenya254kenya", "kenyakenyakenya", "letmein12345", "letmein123456",
    "letmeinletmein", "liverpool123", "manchester12", "manchesterunited", "manutd123456", "michael12345",
    "mikrotik1234", "mikrotik12345", "mikrotik123456", "mikrotikmikrotik", "monkey123456", "mypassword12",
    "mypassword123", "nairobi12345", "nairobi123456", "nairobikenya", "p@ssw0rd1234", "p@ssword1234", "passw0rd1234",
    "password0000", "password1111", "password123!", "password1234", "password12345", "password123456",
    "password1234567", "password12345678", "password2023", "password2024", "password2025", "password2026",
    "passwordpassword", "princess1234", "q1w2e3r4t5y6", "q1w2e3r4t5y6u7i8", "qazwsxedc123", "qazwsxedcrfv",
    "qazwsxedcrfvtgb", "qwer1234qwer", "qwerasdfzxcv", "qwerty123456", "qwerty1234567", "qwerty12345678",
    "qwerty123qwerty", "qwertyqwerty", "qwertyuiop12", "qwertyuiop123", "qwertyuiop1234", "qwertyuiop[]",
    "qwertyuiopas", "qwertyuiopasdfghjkl", "router123456", "routeros1234", "safaricom123", "safaricom1234",
    "secret123456", "sunshine1234", "superman1234", "technician12", "technician123", "thequickbrownfox",
    "trustno1trustno1", "voucher12345", "welcome12345", "welcome123456", "whatever1234", "wifi12345678",
    "wifipassword", "wifipassword1", "zaq12wsxcde3", "zxcvbnm12345", "zxcvbnm123456", "zxcvbnmasdfghjkl",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(password: &str) -> Result<(), PasswordFault> {
        let email = "Amina.Otieno@example.org".parse().unwrap();
        check(
            &Secret::new(password),
            &"amina-of-kisumu".parse().unwrap(),
            Some(&email),
        )
    }

    #[test]
    fn length_counts_in_characters() {
        assert_eq!(judged("kahawa moto"), Err(PasswordFault::TooShort));
        assert_eq!(judged("kahawa moto!"), Ok(()));
        assert_eq!(judged("кофе с молок"), Ok(()));
        let long = "kahawa moto ".repeat(11);
        let longest: String = long.chars().take(128).collect();
        assert_eq!(judged(&longest), Ok(()));
        assert_eq!(judged(&long), Err(PasswordFault::TooLong));
        // Twelve letters of four bytes: 48 bytes, but twelve characters.
        assert_eq!(judged("🦁🐘🦒🦓🦏🐆🐃🦛🐊🦅🐍🐢"), Ok(()));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for (password, fault) in [
            ("amina-of-kisumu", PasswordFault::OwnName),
            ("AMINA-OF-KISUMU ", PasswordFault::OwnName),
            ("amina.otieno@example.ORG", PasswordFault::OwnName),
            ("Amina.Otieno", PasswordFault::OwnName),
            ("Password1234", PasswordFault::Common),
            ("mikrotikmikrotik", PasswordFault::Common),
            ("aaaaaaaaaaaaaaa", PasswordFault::Common),
            ("12 12 12 12 12", PasswordFault::Common),
        ] {
            assert_eq!(judged(password), Err(fault), "{password}");
        }
        assert_eq!(judged("amina-of-kisumu drinks tea"), Ok(()));
    }

    #[test]
    fn the_list_holds_only_what_it_can_catch() {
        for common in COMMON {
            assert!(
                common.chars().count() >= MIN,
                "{common} is too short anyway"
            );
            assert_eq!(*common, common.to_lowercase());
            assert_eq!(judged(common), Err(PasswordFault::Common));
        }
    }
}
