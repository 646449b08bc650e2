//! Normal forms: two texts that RouterOS would treat as the same value have the same normal form.
//!
//! The router answers in its own spelling (`30d` comes back as `4w2d`, sets in another order, MAC addresses in
//! capitals). Comparing normal forms keeps that from looking like a difference. Each [`Kind`] names one family of
//! spellings; `menus.rs` says which field is of which kind. Nothing here fails: a text that does not fit its kind is
//! compared as it stands, so an unexpected answer shows as a difference and is never hidden.

use std::net::Ipv4Addr;

/// The family of spellings that a field's value belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Exact text.
    Text,
    /// One of a closed list of words; compared as text.
    Word,
    /// `yes`/`true`, `no`/`false`.
    Bool,
    /// A whole number.
    Number,
    /// A time span: `10m`, `600`, `00:10:00`; the words `none`, `infinity` and the like stay words.
    Duration,
    /// Bits per second, decimal: `10M`, `10000000`.
    Rate,
    /// `up/down`; a single rate stands for both.
    RatePair,
    /// The `rate-limit` of a hotspot profile: up to six parts, each a value or a pair.
    RateLimit,
    /// Bytes: `4883KiB`, `5000192`.
    Bytes,
    /// A size whose bare number counts KiB: `2048`, `2048KiB`, `2MiB`.
    Kib,
    /// Comma list without order.
    Set,
    /// Comma list with order.
    Sequence,
    /// IPv4 address; `/32` is the same as none.
    Address,
    /// Comma list without order of addresses and networks; `/32` is the same as none.
    Addresses,
    /// IPv4 address with prefix, host bits kept; a bare address is `/32`.
    Interface,
    /// Address ranges, comma-joined: `a-b,c-d`.
    Ranges,
    /// MAC address.
    Mac,
    /// Port or protocol numbers, comma list without order.
    Ports,
    /// Name of another row.
    Reference,
    /// Names of other rows, comma list without order.
    References,
    /// Script text: line ends are `\n`, without trailing ones.
    Script,
    /// Never read back: sent on add, take-over or rotation, and never compared.
    Secret,
}

impl Kind {
    /// The normal form of `raw`. Equal values have equal normal forms.
    pub fn normal(self, raw: &str) -> String {
        let text = raw.trim_matches(' ');
        match self {
            Kind::Text | Kind::Secret => raw.to_owned(),
            Kind::Word | Kind::Reference => text.to_owned(),
            Kind::Bool => bool_word(text).to_owned(),
            Kind::Number => number(text),
            Kind::Duration => duration_seconds(text)
                .map_or_else(|| text.to_owned(), |seconds| seconds.to_string()),
            Kind::Rate => rate(text),
            Kind::RatePair => pair(text, rate),
            Kind::RateLimit => rate_limit(text),
            Kind::Bytes => bytes(text),
            Kind::Kib => kib(text),
            Kind::Set | Kind::Ports | Kind::References => set(text),
            Kind::Sequence => list(text).join(","),
            Kind::Address => host(text).to_owned(),
            Kind::Addresses => addresses(text),
            Kind::Interface => interface(text),
            Kind::Ranges => ranges(text),
            Kind::Mac => text.to_ascii_uppercase().replace('-', ":"),
            Kind::Script => raw.replace("\r\n", "\n").trim_end_matches('\n').to_owned(),
        }
    }

    /// The names that a value of this kind refers to; empty for other kinds.
    pub fn references(self, raw: &str) -> Vec<&str> {
        match self {
            Kind::Reference => list(raw.strip_prefix('!').unwrap_or(raw)),
            Kind::References => list(raw),
            _ => Vec::new(),
        }
    }
}

fn bool_word(text: &str) -> &str {
    match text {
        "yes" | "true" => "yes",
        "no" | "false" => "no",
        other => other,
    }
}

fn number(text: &str) -> String {
    text.parse::<i128>()
        .map_or_else(|_| text.to_owned(), |value| value.to_string())
}

fn list(text: &str) -> Vec<&str> {
    text.split([',', ';'])
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

/// Sets are sorted; `!item` says that an item is not in the set, which is what leaving it out says too
/// (`/user/group` prints every policy that is off as `!policy`). A lone negated set (`!LAN`, `!established`) keeps its sign.
fn set(text: &str) -> String {
    if let Some(negated) = text.strip_prefix('!')
        && !negated.contains('!')
    {
        return format!("!{}", set(negated));
    }
    let mut items: Vec<&str> = list(text)
        .into_iter()
        .filter(|item| !item.starts_with('!'))
        .collect();
    items.sort_unstable();
    items.dedup();
    items.join(",")
}

/// Seconds of a RouterOS time span, or `None` where the text is a word or no span.
///
/// Accepted: bare seconds, `1w2d3h4m5s`, `hh:mm:ss`, `mm:ss`, and days before a clock (`1d 02:00:00`, `1d02:00:00`).
/// Milliseconds (`500ms`) are no whole seconds and stay text.
pub fn duration_seconds(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(seconds);
    }
    let (units, clock) = match text.find(':') {
        None => (text, None),
        Some(colon) => {
            let start = text[..colon]
                .rfind(|c: char| !c.is_ascii_digit())
                .map_or(0, |at| at + 1);
            (text[..start].trim_end(), Some(&text[start..]))
        }
    };
    let mut total: u64 = 0;
    let mut digits = String::new();
    for c in units.chars() {
        let weight = match c {
            '0'..='9' => {
                digits.push(c);
                continue;
            }
            'w' => 604_800,
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        let count: u64 = digits.parse().ok()?;
        digits.clear();
        total = total.checked_add(count.checked_mul(weight)?)?;
    }
    if !digits.is_empty() {
        return None;
    }
    if let Some(clock) = clock {
        let mut seconds: u64 = 0;
        let parts: Vec<&str> = clock.split(':').collect();
        if parts.len() > 3 {
            return None;
        }
        for part in parts {
            seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
        }
        total = total.checked_add(seconds)?;
    }
    Some(total)
}

/// `10M` → `10000000`; decimal multiples, as RouterOS counts bits.
fn rate(text: &str) -> String {
    scaled(
        text,
        &[
            ("k", 1_000),
            ("K", 1_000),
            ("M", 1_000_000),
            ("G", 1_000_000_000),
        ],
    )
}

/// `4883KiB` → `5000192`; binary multiples.
fn bytes(text: &str) -> String {
    let text = text.strip_suffix('%').unwrap_or(text);
    scaled(
        text,
        &[
            ("KiB", 1 << 10),
            ("MiB", 1 << 20),
            ("GiB", 1 << 30),
            ("k", 1 << 10),
            ("M", 1 << 20),
            ("G", 1 << 30),
        ],
    )
}

/// `2048` → `2097152`: without a unit the number counts KiB.
fn kib(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        bytes(&format!("{text}KiB"))
    } else {
        bytes(text)
    }
}

fn scaled(text: &str, units: &[(&str, u64)]) -> String {
    let (digits, weight) = units
        .iter()
        .find_map(|(unit, weight)| text.strip_suffix(unit).map(|digits| (digits, *weight)))
        .unwrap_or((text, 1));
    match digits
        .parse::<u64>()
        .ok()
        .and_then(|value| value.checked_mul(weight))
    {
        Some(value) => value.to_string(),
        None => text.to_owned(),
    }
}

fn pair(text: &str, part: fn(&str) -> String) -> String {
    match text.split_once('/') {
        Some((up, down)) => format!("{}/{}", part(up), part(down)),
        None => {
            let both = part(text);
            format!("{both}/{both}")
        }
    }
}

/// `rx[/tx] [burst[/burst] [threshold[/threshold] [time[/time] [priority] [min[/min]]]]]` (RouterOS facts: hotspot, section 6).
fn rate_limit(text: &str) -> String {
    let seconds = |text: &str| {
        duration_seconds(text).map_or_else(|| text.to_owned(), |value| value.to_string())
    };
    let parts = text
        .split_whitespace()
        .enumerate()
        .map(|(index, part)| match index {
            3 => pair(part, seconds),
            4 => pair(part, number),
            _ => pair(part, rate),
        });
    parts.collect::<Vec<_>>().join(" ")
}

/// The address of a network with one host.
fn host(text: &str) -> &str {
    text.strip_suffix("/32").unwrap_or(text)
}

fn addresses(text: &str) -> String {
    let mut items: Vec<&str> = list(text).into_iter().map(host).collect();
    items.sort_unstable();
    items.dedup();
    items.join(",")
}

fn interface(text: &str) -> String {
    match text.parse::<Ipv4Addr>() {
        Ok(address) => format!("{address}/32"),
        Err(_) => text.to_owned(),
    }
}

fn ranges(text: &str) -> String {
    let mut items: Vec<String> = list(text)
        .into_iter()
        .map(|item| match item.split_once('-') {
            Some((first, last)) if first.trim() == last.trim() => first.trim().to_owned(),
            Some((first, last)) => format!("{}-{}", first.trim(), last.trim()),
            None => host(item).to_owned(),
        })
        .collect();
    items.sort();
    items.join(",")
}

#[cfg(test)]
mod tests {
    use super::Kind::*;

    #[test]
    fn different_spellings_of_one_value_are_equal() {
        for (kind, one, other) in [
            (Bool, "yes", "true"),
            (Bool, "no", "false"),
            (Duration, "600", "10m"),
            (Duration, "30d", "4w2d"),
            (Duration, "1d 02:00:00", "26h"),
            (Duration, "1d00:00:00", "24h"),
            (Duration, "00:10:00", "10m"),
            (Rate, "25M", "25000000"),
            (RatePair, "10M", "10000000/10M"),
            (RatePair, "5M/10M", "5000000/10000000"),
            (RateLimit, "2M/5M", "2000k/5000k"),
            (
                RateLimit,
                "1M/2M 2M/4M 512k/1M 10s 8",
                "1M/2M 2M/4M 512k/1M 10/10 8/8",
            ),
            (Bytes, "4883KiB", "5000192"),
            (Bytes, "95%", "95"),
            (Kib, "2048", "2048KiB"),
            (Kib, "2MiB", "2048"),
            (
                Addresses,
                "10.0.0.1,10.0.0.0/24",
                "10.0.0.0/24, 10.0.0.1/32",
            ),
            (Set, "cookie,http-chap", "http-chap, cookie"),
            (Set, "read,write,api", "read,write,api,!ftp,!policy"),
            (Sequence, "1.1.1.1, 8.8.8.8", "1.1.1.1,8.8.8.8"),
            (Address, "10.0.0.5/32", "10.0.0.5"),
            (Interface, "10.0.0.5", "10.0.0.5/32"),
            (Mac, "aa:bb:cc:dd:ee:ff", "AA-BB-CC-DD-EE-FF"),
            (Ports, "53,67", "67,53"),
            (
                Ranges,
                "10.0.0.9-10.0.0.20,10.0.0.2-10.0.0.2",
                "10.0.0.2,10.0.0.9-10.0.0.20",
            ),
            (Script, ":log info a\r\n", ":log info a"),
        ] {
            assert_eq!(
                kind.normal(one),
                kind.normal(other),
                "{kind:?}: {one} = {other}"
            );
        }
    }

    #[test]
    fn different_values_stay_different() {
        for (kind, one, other) in [
            (Bool, "yes", "no"),
            (Duration, "none", "0s"),
            (Duration, "10m", "10h"),
            (RatePair, "5M/10M", "10M/5M"),
            (RateLimit, "5M/10M", "10M/5M"),
            (Sequence, "1.1.1.1,8.8.8.8", "8.8.8.8,1.1.1.1"),
            (Text, "yes", "true"),
            (Word, "yes", "true"),
            (Set, "!LAN", "LAN"),
            (Kib, "2048", "2048MiB"),
            (Addresses, "10.0.0.0/24", "10.0.0.0"),
            (Interface, "10.0.0.1/24", "10.0.0.1"),
        ] {
            assert_ne!(
                kind.normal(one),
                kind.normal(other),
                "{kind:?}: {one} ≠ {other}"
            );
        }
    }
}
