//! The sign-in page: its name, its pages, the ways to sign in.

use super::finding::{Findings, Severity};
use super::row::Row;
use super::view::View;

/// RouterOS facts: hotspot, section 4.
const METHODS: [&str; 7] = [
    "mac",
    "cookie",
    "http-chap",
    "https",
    "http-pap",
    "trial",
    "mac-cookie",
];

pub(super) fn judge(view: &View<'_>, findings: &mut Findings) {
    for row in view.wanted("/ip/hotspot/profile") {
        dns_name(row, findings);
        let name = row.get("dns-name").map(str::to_ascii_lowercase);
        let others = view
            .wanted("/ip/hotspot/profile")
            .take_while(|other| other.label() != row.label());
        if let Some(other) = others
            .filter(|other| {
                name.is_some() && other.get("dns-name").map(str::to_ascii_lowercase) == name
            })
            .last()
        {
            findings.refuse(
                "dns-name-shared",
                row,
                format!("its sign-in page has the same name as that of {}, and the router answers with one address for both", other.label()),
                "give each sign-in page a name of its own",
            );
        }
        login(view, row, findings);
        for field in ["html-directory", "html-directory-override"] {
            directory(view, row, field, findings);
        }
    }
}

fn dns_name(row: Row<'_>, findings: &mut Findings) {
    let remedy = "write a full private name, like wifi.lan";
    let Some(name) = row.get("dns-name") else {
        findings.refuse(
            "dns-name-missing",
            row,
            "the sign-in page has no name",
            remedy,
        );
        return;
    };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !name.contains('.') || !name.split('.').all(label) {
        findings.refuse(
            "dns-name-not-full",
            row,
            format!("{name:?} is no full host name, and browsers would search for it"),
            remedy,
        );
    } else if name.to_ascii_lowercase().ends_with(".local") {
        findings.refuse(
            "dns-name-local",
            row,
            format!("phones ask their neighbours and not the router for {name}: .local belongs to multicast DNS"),
            remedy,
        );
    }
}

fn login(view: &View<'_>, row: Row<'_>, findings: &mut Findings) {
    let methods: Vec<&str> = row.items("login-by").collect();
    let has = |method: &str| methods.contains(&method);
    if let Some(unknown) = methods.iter().find(|method| !METHODS.contains(method)) {
        findings.refuse(
            "login-by-unknown",
            row,
            format!("RouterOS knows no way to sign in that is called {unknown:?}"),
            format!("choose from {}", METHODS.join(", ")),
        );
    }
    let form = has("http-pap") || has("http-chap") || has("https");
    if !form && !has("mac") && !has("trial") || (has("cookie") && !form) {
        findings.refuse(
            "login-cookie-alone",
            row,
            "nobody can sign in for the first time: a cookie needs a form that gives it",
            "add http-pap or http-chap to login-by",
        );
    }
    if has("https") && row.get("ssl-certificate").is_none_or(|name| name == "none") {
        findings.refuse(
            "login-https-without-certificate",
            row,
            "signing in over https needs a certificate, and ssl-certificate names none",
            "set ssl-certificate, or take https out of login-by",
        );
    }
    if has("trial") {
        let says = |field: &str| {
            row.wanted
                .is_some_and(|wanted| wanted.get(field).is_some_and(|value| !value.is_empty()))
        };
        let fields = [
            "trial-uptime-limit",
            "trial-uptime-reset",
            "trial-user-profile",
        ];
        let missing: Vec<&str> = fields.into_iter().filter(|field| !says(field)).collect();
        let profile = row.get("trial-user-profile").unwrap_or("default");
        let known = view
            .wanted("/ip/hotspot/user/profile")
            .any(|row| row.name() == Some(profile));
        if !missing.is_empty() || !known {
            let message = match missing.as_slice() {
                [] => format!(
                    "the trial uses the user profile {profile}, which is not part of this configuration"
                ),
                fields => format!(
                    "there is a trial without {}: it would be as fast and as long as RouterOS likes",
                    fields.join(", ")
                ),
            };
            findings.refuse(
                "login-trial-without-profile",
                row,
                message,
                "set its time, its pause and its user profile, or take trial out of login-by",
            );
        }
    }
}

/// Boards with a `flash` folder keep everything else in memory (RouterOS facts: hotspot, section 4).
fn directory(view: &View<'_>, row: Row<'_>, field: &'static str, findings: &mut Findings) {
    let Some(folder) = row.get(field) else { return };
    let model = view.router.model;
    let below_flash = folder == "flash" || folder.starts_with("flash/");
    match (model.has_flash_folder(), below_flash) {
        (true, false) => findings.refuse(
            "html-directory-not-kept",
            row,
            format!("{} keeps only what lies below flash/, so the pages in {folder} are lost at the next restart", model.name),
            format!("set {field}=flash/{folder}"),
        ),
        (false, true) => findings.say(
            Severity::Warn,
            "html-directory-needless-flash",
            row,
            format!("{} has no flash folder; {folder} would be an ordinary folder of that name", model.name),
            format!("set {field}={}", folder.strip_prefix("flash/").filter(|rest| !rest.is_empty()).unwrap_or("hotspot")),
        ),
        _ => {}
    }
}
