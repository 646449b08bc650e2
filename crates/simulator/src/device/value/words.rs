//! Sets of words, which the router writes in its own order.

/// Policies of a group in the router's own order.
pub const POLICIES: [&str; 17] = [
    "local",
    "telnet",
    "ssh",
    "ftp",
    "reboot",
    "read",
    "write",
    "policy",
    "test",
    "winbox",
    "password",
    "web",
    "sniff",
    "sensitive",
    "api",
    "romon",
    "rest-api",
];

/// The words of a set in the order of `known`; `None` when one is unknown.
pub fn set(text: &str, known: &[&str]) -> Option<String> {
    let given: Vec<&str> = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    if given
        .iter()
        .any(|word| !known.contains(&word.trim_start_matches('!')))
    {
        return None;
    }
    let chosen: Vec<&str> = known
        .iter()
        .copied()
        .filter(|word| given.contains(word))
        .collect();
    Some(chosen.join(","))
}

/// Policies: the granted ones, then every other one as `!name`.
pub fn policies(text: &str) -> Option<String> {
    let granted = set(text, &POLICIES)?;
    let mut all: Vec<String> = granted
        .split(',')
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect();
    let denied: Vec<String> = POLICIES
        .iter()
        .filter(|word| !all.iter().any(|have| have == *word))
        .map(|word| format!("!{word}"))
        .collect();
    all.extend(denied);
    Some(all.join(","))
}

/// A boolean in any of its incoming forms.
pub fn boolean(text: &str) -> Option<&'static str> {
    match text {
        "yes" | "true" => Some("true"),
        "no" | "false" => Some("false"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_come_back_in_the_routers_order() {
        assert_eq!(
            set("http-chap,cookie", &["mac", "cookie", "http-chap"]).as_deref(),
            Some("cookie,http-chap")
        );
        assert_eq!(set("smoke", &["mac", "cookie"]), None);
        let text = policies("api,write,read").unwrap();
        assert!(text.starts_with("read,write,api,!local,!telnet"), "{text}");
        assert_eq!(policies(&text).unwrap(), text);
    }
}
