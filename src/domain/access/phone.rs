//! Telephone numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// A telephone number in the international form, `+254712345678` (E.164).
///
/// Kenyan numbers are also read as `0712 345 678`, `0110-345678`, `254712345678` or `00254…`; others need their `+` and country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a [`Phone`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} is not a telephone number: {why}; write it like 0712 345 678, or with the country like +256 772 123456",
    shown(text)
)]
pub struct PhoneError {
    text: String,
    why: &'static str,
}

const KENYA: &str = "254";

impl Phone {
    /// The number with its `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a Kenyan mobile number, which is what M-Pesa needs.
    pub fn is_kenyan_mobile(&self) -> bool {
        self.0.starts_with("+2547") || self.0.starts_with("+2541")
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        international(text).map(Self).map_err(|why| PhoneError {
            text: text.to_owned(),
            why,
        })
    }
}

fn international(text: &str) -> Result<String, &'static str> {
    // What people write between digits. A number copied from a page may have other spaces and dashes.
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !"-‐‑–.()/".contains(*c))
        .collect();
    let (digits, whole) = match bare.strip_prefix('+').or_else(|| bare.strip_prefix("00")) {
        Some(rest) => (rest, true),
        None => (bare.as_str(), false),
    };
    if digits.is_empty() {
        return Err("it is empty");
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err("it has something other than digits");
    }
    if let Some(national) = digits.strip_prefix(KENYA) {
        return kenyan(national);
    }
    if whole {
        return abroad(digits);
    }
    match digits.strip_prefix('0') {
        Some(national) => kenyan(national),
        None => Err("it begins with neither 0 nor +"),
    }
}

/// The part after `+254` or `0`. Mobile numbers have nine digits there, others seven to nine.
fn kenyan(national: &str) -> Result<String, &'static str> {
    let mobile = national.starts_with(['7', '1']);
    if national.starts_with('0') {
        Err("the 0 after the country's 254 is left out")
    } else if mobile && national.len() < 9 || national.len() < 7 {
        Err("it has too few digits for Kenya")
    } else if national.len() > 9 {
        Err("it has too many digits for Kenya")
    } else {
        Ok(format!("+{KENYA}{national}"))
    }
}

/// Country and number of another country: E.164 allows 15 digits; no country has numbers below 7.
fn abroad(digits: &str) -> Result<String, &'static str> {
    if digits.starts_with('0') {
        Err("no country's number begins with 0")
    } else if digits.len() < 7 {
        Err("it has too few digits")
    } else if digits.len() > 15 {
        Err("it has more than 15 digits")
    } else {
        Ok(format!("+{digits}"))
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn all_common_forms_are_read() {
        for (text, read) in [
            ("0712345678", "+254712345678"),
            ("0712 345 678", "+254712345678"),
            (" (0712) 345-678 ", "+254712345678"),
            ("0110345678", "+254110345678"),
            ("254712345678", "+254712345678"),
            ("+254 712 345678", "+254712345678"),
            ("00254712345678", "+254712345678"),
            ("020 1234567", "+254201234567"),
            ("+256 772 123456", "+256772123456"),
            ("+1 (212) 555-0100", "+12125550100"),
        ] {
            assert_eq!(text.parse::<Phone>().unwrap().as_str(), read, "{text}");
        }
    }

    #[test]
    fn wrong_ones_are_refused_with_the_reason() {
        for (text, why) in [
            ("", "empty"),
            ("+", "empty"),
            ("071234567", "too few"),
            ("07123456789", "too many"),
            ("+2540712345678", "left out"),
            ("+25471234567", "too few"),
            ("712345678", "neither 0 nor +"),
            ("0712 34S 678", "other than digits"),
            ("+254+712345678", "other than digits"),
            ("٠٧١٢٣٤٥٦٧٨", "other than digits"),
            ("+0712345678", "no country"),
            ("+12345", "too few"),
            ("+1234567890123456", "more than 15"),
        ] {
            let error = text.parse::<Phone>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn m_pesa_needs_a_kenyan_mobile() {
        for (text, mobile) in [
            ("0712345678", true),
            ("0110345678", true),
            ("0201234567", false),
            ("+256772123456", false),
        ] {
            assert_eq!(
                text.parse::<Phone>().unwrap().is_kenyan_mobile(),
                mobile,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn reads_back(text in "0[71][0-9]{8}|\\+[1-9][0-9]{6,14}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.to_string().parse::<Phone>().unwrap(), phone);
            }
        }
        #[test]
        fn no_text_panics(text in "[0-9+() -]{0,20}|\\PC{0,20}") {
            let _ = text.parse::<Phone>();
        }
    }
}
