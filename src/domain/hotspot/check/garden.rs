//! The walled garden: what customers reach before they sign in.

use super::finding::{Findings, Severity};
use super::row::Row;
use super::view::View;

const PROXY: &str = "/ip/hotspot/walled-garden";
const PACKETS: &str = "/ip/hotspot/walled-garden/ip";

/// Hosts that phones and computers ask to find out whether they must sign in. If they answer, no sign-in window opens
/// (RouterOS facts: hotspot, section 8).
const PROBES: [&str; 12] = [
    "connectivitycheck.gstatic.com",
    "connectivitycheck.android.com",
    "clients3.google.com",
    "captive.apple.com",
    "www.msftconnecttest.com",
    "ipv6.msftconnecttest.com",
    "www.msftncsi.com",
    "detectportal.firefox.com",
    "connectivitycheck.platform.hicloud.com",
    "connect.rom.miui.com",
    "nmcheck.gnome.org",
    "connectivity-check.ubuntu.com",
];

/// Hosts that are probes of some devices but have other uses as well.
const SOMETIMES_PROBES: [&str; 3] = ["www.gstatic.com", "www.google.com", "www.apple.com"];

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    for (menu, words) in [
        (PROXY, &["allow", "deny"][..]),
        (PACKETS, &["accept", "drop", "reject"][..]),
    ] {
        for row in view.wanted(menu).filter(Row::is_on) {
            let action = row.get("action").unwrap_or_default();
            if !words.contains(&action) {
                findings.refuse(
                    "garden-action",
                    row,
                    format!("{menu} knows no action {action:?}; the two menus of the walled garden use different words"),
                    format!("write {}", words.join(" or ")),
                );
            }
            // Whatever the word, what opens the garden is judged as if it were the right one.
            if matches!(action, "allow" | "accept") {
                opened(menu, row, findings);
            }
        }
    }
}

fn opened(menu: &str, row: Row<'_>, findings: &mut Findings) {
    let host = row.get("dst-host");
    let everywhere = match (host, row.get("dst-address")) {
        (Some(host), _) => {
            host.trim_matches(['*', '?', '.']).is_empty() || matches!(host, ":.*" | ":.")
        }
        (None, Some(address)) if menu == PACKETS => address.ends_with("/0"),
        (None, _) => !["src-address", "path", "method"]
            .iter()
            .any(|field| row.get(field).is_some()),
    };
    if everywhere {
        findings.refuse(
            "garden-open",
            row,
            "it lets everybody reach everything without signing in",
            "name the host or the address that may be reached",
        );
        return;
    }
    let Some(host) = host else { return };
    let severities = [
        (Severity::Refuse, &PROBES[..]),
        (Severity::Warn, &SOMETIMES_PROBES[..]),
    ];
    for (severity, probes) in severities {
        if let Some(probe) = probes.iter().find(|probe| opens(host, probe)) {
            findings.say(
                severity,
                "garden-probe-host",
                row,
                format!("phones ask {probe} whether they must sign in; if it answers, the sign-in window never opens"),
                "take it out of the walled garden, or name hosts more narrowly",
            );
            return;
        }
    }
}

/// `*` and `?` match over the whole name; behind a `:` stands a regular expression, of which only the letters are compared.
fn opens(pattern: &str, host: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    match pattern.strip_prefix(':') {
        Some(expression) => {
            let letters: String = expression
                .chars()
                .filter(|c| !matches!(c, '\\' | '^' | '$'))
                .collect();
            !letters.is_empty() && host.contains(letters.trim_matches(['.', '*']))
        }
        None => glob(pattern.as_bytes(), host.as_bytes()),
    }
}

/// Linear in both lengths but for the last `*`, where it starts again.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(wanted) if *wanted == b'?' || wanted == byte => {
                p += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, from)) => {
                    *from += 1;
                    (p, t) = (*at + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern
        .get(p..)
        .is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}
