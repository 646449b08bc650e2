//! Decimal numbers with a unit, read exactly: `2.5` × 1,000,000 is 2,500,000, never 2,499,999.

/// `number` (digits, at most one point with digits on both sides) times `unit`.
/// `None`: not such a number, not a whole result, or too large.
pub(crate) fn times(number: &str, unit: u64) -> Option<u64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if digits(fraction) => (whole, fraction.trim_end_matches('0')),
        Some(_) => return None,
        None => (number, ""),
    };
    if !digits(whole) {
        return None;
    }
    let whole = whole.parse::<u64>().ok()?.checked_mul(unit)?;
    if fraction.is_empty() {
        return Some(whole);
    }
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = fraction
        .parse::<u128>()
        .ok()?
        .checked_mul(u128::from(unit))?;
    if part % scale != 0 {
        return None;
    }
    whole.checked_add(u64::try_from(part / scale).ok()?)
}

/// Splits `2.5M` or `1 GB` into the number and the unit (spaces between them dropped).
pub(crate) fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    (number, unit.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_or_nothing() {
        for (number, unit, result) in [
            ("2.5", 1_000_000, Some(2_500_000)),
            ("0.1", 1_000, Some(100)),
            ("1.0000000000000000000000", 1, Some(1)),
            ("1.5", 1, None),
            ("1.", 10, None),
            (".5", 10, None),
            ("", 1, None),
            ("1.2.3", 1000, None),
            ("18446744073709551615", 1, Some(u64::MAX)),
            ("18446744073709551616", 1, None),
            ("18446744073709551615", 2, None),
            ("0.00000000000000000000000000000000000000000001", 1, None),
        ] {
            assert_eq!(times(number, unit), result, "{number} × {unit}");
        }
        assert_eq!(split_unit(" 1 GB "), ("1", "GB"));
        assert_eq!(split_unit("2.5M"), ("2.5", "M"));
    }
}
