//! Money: whole cents with a currency.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::decimal;
use crate::domain::shown::shown;

/// A currency, by its ISO 4217 code. All of them are kept in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Kenyan shilling.
    Kes,
    /// Ugandan shilling.
    Ugx,
    /// Tanzanian shilling.
    Tzs,
    /// Rwandan franc.
    Rwf,
    /// Malawian kwacha.
    Mwk,
    /// Zambian kwacha.
    Zmw,
    /// United States dollar.
    Usd,
}

impl Currency {
    /// All currencies.
    pub const ALL: [Self; 7] = [
        Self::Kes,
        Self::Ugx,
        Self::Tzs,
        Self::Rwf,
        Self::Mwk,
        Self::Zmw,
        Self::Usd,
    ];

    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kes => "KES",
            Self::Ugx => "UGX",
            Self::Tzs => "TZS",
            Self::Rwf => "RWF",
            Self::Mwk => "MWK",
            Self::Zmw => "ZMW",
            Self::Usd => "USD",
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money. Read as `KES 50`, `KES 50.50` or `KES 1,250.00`; written `KES 1,250.00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Money {
    cents: i64,
    currency: Currency,
}

/// Why a text is not [`Money`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not of the form `KES 50`.
    #[error("{} is not an amount of money; write it like KES 50 or KES 50.50", shown(.0))]
    NotMoney(String),
    /// The currency is not one of ours.
    #[error("{} is not a currency known here; use one of KES, UGX, TZS, RWF, MWK, ZMW, USD", shown(.0))]
    Currency(String),
}

impl Money {
    /// So many hundredths of the currency's unit.
    pub const fn from_cents(currency: Currency, cents: i64) -> Self {
        Self { cents, currency }
    }

    /// Hundredths of the currency's unit.
    pub const fn cents(self) -> i64 {
        self.cents
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum; `None` when the currencies differ or the sum is too large.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self {
            cents: self.cents.checked_add(other.cents)?,
            currency: self.currency,
        })
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let wrong = || MoneyError::NotMoney(text.to_owned());
        let trimmed = text.trim();
        let end = trimmed
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(trimmed.len());
        let (code, amount) = trimmed.split_at(end);
        if code.is_empty() {
            return Err(wrong());
        }
        let known = Currency::ALL
            .into_iter()
            .find(|it| it.code().eq_ignore_ascii_case(code));
        let currency = known.ok_or_else(|| MoneyError::Currency(code.to_owned()))?;
        let amount = amount.trim_start();
        let (negative, amount) = amount
            .strip_prefix('-')
            .map_or((false, amount), |rest| (true, rest));
        let amount = without_commas(amount).ok_or_else(wrong)?;
        let cents = i128::from(decimal::times(&amount, 100).ok_or_else(wrong)?);
        let cents = i64::try_from(if negative { -cents } else { cents }).map_err(|_| wrong())?;
        Ok(Self { cents, currency })
    }
}

/// Drops commas between thousands; `None` where one stands elsewhere (in some countries `1,5` is one and a half).
fn without_commas(amount: &str) -> Option<String> {
    let whole = amount.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    if rest.peek().is_some() && (first.is_empty() || first.len() > 3) {
        return None;
    }
    if rest.any(|group| group.len() != 3) || amount.get(whole.len()..)?.contains(',') {
        return None;
    }
    Some(amount.replace(',', ""))
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.cents.unsigned_abs();
        let units = (cents / 100).to_string();
        let mut grouped = String::with_capacity(units.len() + units.len() / 3);
        for (at, digit) in units.chars().enumerate() {
            if at > 0 && (units.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.cents < 0 { "-" } else { "" };
        write!(f, "{} {sign}{grouped}.{:02}", self.currency, cents % 100)
    }
}

impl TryFrom<String> for Money {
    type Error = MoneyError;
    fn try_from(text: String) -> Result<Self, MoneyError> {
        text.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        money.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn read_and_written() {
        for (text, cents, written) in [
            ("KES 50", 5_000, "KES 50.00"),
            ("kes 50.5", 5_050, "KES 50.50"),
            ("KES50", 5_000, "KES 50.00"),
            ("KES 1,250.00", 125_000, "KES 1,250.00"),
            ("KES 1234567", 123_456_700, "KES 1,234,567.00"),
            ("USD 0.05", 5, "USD 0.05"),
            ("KES -3", -300, "KES -3.00"),
            ("KES 0", 0, "KES 0.00"),
        ] {
            let money: Money = text.parse().unwrap();
            assert_eq!(
                (money.cents(), money.to_string().as_str()),
                (cents, written),
                "{text}"
            );
        }
        for bad in [
            "",
            "50",
            "KES",
            "KES 1.005",
            "KES 1,5",
            "KES ,500",
            "KES 1.5,0",
            "XYZ 5",
            "KES 99999999999999999999",
            "KES --1",
        ] {
            assert!(bad.parse::<Money>().is_err(), "{bad}");
        }
    }

    #[test]
    fn sums_stay_within_one_currency() {
        let shilling = Money::from_cents(Currency::Kes, 100);
        assert_eq!(
            shilling.checked_add(shilling),
            Some(Money::from_cents(Currency::Kes, 200))
        );
        assert_eq!(
            shilling.checked_add(Money::from_cents(Currency::Usd, 1)),
            None
        );
        assert_eq!(
            shilling.checked_add(Money::from_cents(Currency::Kes, i64::MAX)),
            None
        );
    }

    proptest! {
        #[test]
        fn reads_back(cents: i64, at in 0usize..7) {
            let money = Money::from_cents(Currency::ALL[at], cents);
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        }
        #[test]
        fn no_text_panics(text in "(KES)?[-0-9., ]{0,24}|\\PC{0,12}") {
            let _ = text.parse::<Money>();
        }
    }
}
