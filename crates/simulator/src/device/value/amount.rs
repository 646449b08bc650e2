//! Rates, byte counts and memory sizes.

/// Bits per second: `5M` → 5000000. Suffixes are decimal (`k`=1000).
pub fn rate(text: &str) -> Option<u64> {
    scaled(text, 1000)
}

/// A pair of rates, upload first: `5M/10M` → `5000000/10000000`; a single value stands for both.
pub fn rate_pair(text: &str) -> Option<String> {
    let (first, second) = pair(text);
    Some(format!("{}/{}", rate(first)?, rate(second)?))
}

/// The two sides of `a/b`; a single `a` stands for both.
pub fn pair(text: &str) -> (&str, &str) {
    text.split_once('/').unwrap_or((text, text))
}

/// A byte count: out as a bare decimal number, in with binary suffixes too.
pub fn bytes(text: &str) -> Option<u64> {
    let text = text.strip_suffix("iB").unwrap_or(text);
    scaled(text, 1024)
}

/// A size kept in KiB, e.g. the DNS cache: bare numbers are KiB; out as `2048KiB`.
pub fn kib(text: &str) -> Option<String> {
    let count = match text.parse::<u64>() {
        Ok(count) => count,
        Err(_) => bytes(text)? / 1024,
    };
    Some(format!("{count}KiB"))
}

/// A memory size, out as `32.0MiB` or `512.0KiB`.
pub fn memory(text: &str) -> Option<String> {
    let text = text
        .strip_suffix(".0MiB")
        .map_or(text.to_string(), |number| format!("{number}MiB"));
    let text = text
        .strip_suffix(".0KiB")
        .map_or(text.clone(), |number| format!("{number}KiB"));
    let count = bytes(&text)?;
    let (unit, size) = if count >= 1_048_576 {
        ("MiB", 1_048_576)
    } else {
        ("KiB", 1024)
    };
    Some(format!(
        "{}.{}{unit}",
        count / size,
        count % size * 10 / size
    ))
}

fn scaled(text: &str, base: u64) -> Option<u64> {
    let text = text.trim();
    let (number, factor) = match text.chars().last()? {
        'k' | 'K' => (text.get(..text.len() - 1)?, base),
        'M' | 'm' => (text.get(..text.len() - 1)?, base.pow(2)),
        'G' | 'g' => (text.get(..text.len() - 1)?, base.pow(3)),
        _ => (text, 1),
    };
    if !number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    match number.split_once('.') {
        None => number.parse::<u64>().ok()?.checked_mul(factor),
        Some((whole, part)) if (1..=6).contains(&part.len()) => {
            let scale = 10_u64.pow(u32::try_from(part.len()).ok()?);
            let thousandths = part.parse::<u64>().ok()?.checked_mul(factor)? / scale;
            whole
                .parse::<u64>()
                .ok()?
                .checked_mul(factor)?
                .checked_add(thousandths)
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_come_back_as_bare_numbers() {
        assert_eq!(rate_pair("5M/10M").as_deref(), Some("5000000/10000000"));
        assert_eq!(rate_pair("512k").as_deref(), Some("512000/512000"));
        assert_eq!(rate_pair("1.5M/0").as_deref(), Some("1500000/0"));
        assert_eq!(rate_pair("fast/slow"), None);
        assert_eq!(rate("99999999999999999999G"), None);
    }

    #[test]
    fn bytes_and_sizes() {
        assert_eq!(bytes("1G"), Some(1_073_741_824));
        assert_eq!(bytes("1048576"), Some(1_048_576));
        assert_eq!(kib("2048").as_deref(), Some("2048KiB"));
        assert_eq!(kib("4MiB").as_deref(), Some("4096KiB"));
        assert_eq!(memory("32M").as_deref(), Some("32.0MiB"));
        assert_eq!(memory("32.0MiB").as_deref(), Some("32.0MiB"));
    }
}
