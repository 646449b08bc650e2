//! Passwords that the program makes.

use super::secret::Secret;

/// Capital letters and digits without those that look alike (0 O, 1 I L).
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Characters of a password: 24 of 31 are 118 bits.
pub const LENGTH: usize = 24;

/// How many random bytes to give; enough in all but one draw of many millions.
pub const RANDOM: usize = 48;

/// The password in these random bytes; `None` where too few of them could be used, which calls for others.
pub fn from_random(bytes: &[u8]) -> Option<Secret> {
    symbols(bytes, LENGTH).map(Secret::new)
}

/// So many letters of [`ALPHABET`] from random bytes; `None` where too few of them could be used.
///
/// A byte counts only below the highest multiple of 31, or some letters would come up more often than others.
pub fn symbols(bytes: &[u8], count: usize) -> Option<String> {
    const LETTERS: u8 = ALPHABET.len() as u8;
    const FAIR: u8 = u8::MAX - u8::MAX % LETTERS;
    let letters = bytes.iter().filter(|byte| **byte < FAIR);
    let text: String = letters
        .filter_map(|byte| ALPHABET.get(usize::from(byte % LETTERS)))
        .map(|letter| char::from(*letter))
        .take(count)
        .collect();
    (text.len() == count).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_comes_up_as_often() {
        let mut counts = [0; 256];
        for byte in 0..=255 {
            if let Some(password) = from_random(&[byte; LENGTH]) {
                counts[usize::from(password.reveal().as_bytes()[0])] += 1;
            }
        }
        for letter in ALPHABET {
            assert_eq!(counts[usize::from(*letter)], 8, "{}", char::from(*letter));
        }
        assert_eq!(counts.iter().sum::<i32>(), 8 * 31);
    }

    #[test]
    fn too_few_bytes_are_refused() {
        assert_eq!(from_random(&[0; LENGTH - 1]), None);
        assert_eq!(from_random(&[255; RANDOM]), None);
        let password = from_random(&[255, 1, 2].repeat(LENGTH / 2)).unwrap();
        assert_eq!(password.reveal(), "34".repeat(LENGTH / 2));
    }
}
