//! Whole numbers, ports and VLAN ids.

/// A whole number within bounds, decimal or `0x…`; out in decimal.
pub fn whole(text: &str, low: u64, high: u64) -> Option<String> {
    let number = match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok()?,
        None => text.parse::<u64>().ok()?,
    };
    (low..=high).contains(&number).then(|| number.to_string())
}

/// Numbers and ranges joined by commas: `80,443,8000-8100`.
pub fn ranges(text: &str, low: u64, high: u64) -> Option<String> {
    let mut parts = Vec::new();
    for part in text.split(',') {
        let part = part.trim();
        parts.push(match part.split_once('-') {
            None => whole(part, low, high)?,
            Some((from, to)) => {
                let (from, to) = (whole(from, low, high)?, whole(to, low, high)?);
                if from.parse::<u64>().ok()? > to.parse::<u64>().ok()? {
                    return None;
                }
                format!("{from}-{to}")
            }
        });
    }
    Some(parts.join(","))
}

/// Is the number in the ranges?
pub fn contains(ranges: &str, number: u64) -> bool {
    ranges.split(',').any(|part| match part.split_once('-') {
        None => part.parse() == Ok(number),
        Some((from, to)) => {
            let bounds = (from.parse::<u64>(), to.parse::<u64>());
            matches!(bounds, (Ok(from), Ok(to)) if (from..=to).contains(&number))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports() {
        assert_eq!(
            ranges("80, 443,8000-8100", 0, 65535).as_deref(),
            Some("80,443,8000-8100")
        );
        assert_eq!(ranges("70000", 0, 65535), None);
        assert_eq!(ranges("9-3", 0, 65535), None);
        assert!(contains("80,8000-8100", 8050));
        assert!(!contains("80,8000-8100", 81));
    }
}
