//! Every page as a parser of HTML reads it: nothing that others wrote is more than text there.

use std::collections::BTreeSet;

use hotspotd::http::routes::routes;
use reqwest::{Method, StatusCode};
use scraper::{Html, Selector};

use crate::appliance::Browser;

/// Text that is more than text wherever it is not escaped: between tags, in either kind of quotes, as an address, as a template.
pub const HOSTILE: &str = "pwn\"'`><script>pwn()</script><img src=x onerror=pwn()><a href=javascript:pwn()>{{ 7*7 }}{% raw %}</textarea></title></script>&#60;svg/onload=pwn()>";

/// Nothing in a page does anything by itself, or leads to a script.
pub fn look(page: &str, path: &str) {
    let html = Html::parse_document(page);
    let all = Selector::parse("*").unwrap();
    for element in html.select(&all) {
        let (name, value) = (element.value().name(), element.value());
        if name == "script" {
            assert!(
                value
                    .attr("src")
                    .is_some_and(|src| src.starts_with("/static/")),
                "{path}: {}",
                element.html()
            );
            assert!(
                element.text().collect::<String>().trim().is_empty(),
                "{path}: {}",
                element.html()
            );
        }
        for (attribute, value) in value.attrs() {
            assert!(
                !attribute.starts_with("on") && attribute != "srcdoc" && attribute != "style",
                "{path}: {}",
                element.html()
            );
            let bare: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect();
            let is_address = [
                "href",
                "src",
                "action",
                "formaction",
                "xlink:href",
                "hx-get",
                "hx-post",
                "sse-connect",
            ]
            .contains(&attribute);
            let runs = is_address
                && ["javascript:", "vbscript:", "data:text"]
                    .iter()
                    .any(|scheme| bare.to_lowercase().starts_with(scheme));
            assert!(!runs, "{path}: {}", element.html());
            // Somebody's text may stand within an address of ours, and be no address itself.
            let is_ours = bare.starts_with(['/', '?', '#']) && !bare.starts_with("//")
                || bare.starts_with("tel:")
                || bare.starts_with("mailto:");
            let is_theirs = is_address && bare.contains("pwn") && !is_ours;
            assert!(!is_theirs, "{path}: {}", element.html());
            let is_own_icon = value.starts_with("data:image/svg+xml,")
                && element.value().attr("rel") == Some("icon");
            let leads_away =
                !is_own_icon && is_address && (bare.starts_with("//") || bare.contains("://"));
            assert!(!leads_away || name == "a", "{path}: {}", element.html());
        }
        assert!(
            !["iframe", "object", "embed", "base"].contains(&name),
            "{path}: {}",
            element.html()
        );
        let made_up = name == "img" && value.attr("src") == Some("x");
        assert!(!made_up, "{path}: {}", element.html());
    }
    assert!(
        !page.contains("pwn\"'`><"),
        "{path}: a text stands as it is"
    );
    assert!(
        !page.contains("49{"),
        "{path}: a text was rendered as a template"
    );
}

/// Rows of every kind that are looked at, by their numbers from 1.
const ROWS: u8 = 6;

/// What was walked.
pub struct Walked {
    /// Routes of the table that answered a page as they should.
    pub pages: usize,
    /// Those pages, and streams, that show a hostile text although none was sent along.
    pub shown: usize,
}

/// Asks for every page of the table, with rows of the first numbers and hostile texts in addresses and headers, and looks at each.
pub async fn walk(amina: &Browser) -> Walked {
    let hostile: String = form_urlencoded::byte_serialize(HOSTILE.as_bytes()).collect();
    let (mut pages, mut shown) = (BTreeSet::new(), 0);
    for route in routes() {
        let is_page = route.method == Method::GET
            && !route.path.starts_with("/api/")
            && !route.path.contains("{*");
        if !is_page {
            continue;
        }
        let of = |number: u8| {
            route
                .path
                .replace("{id}", &number.to_string())
                .replace("{session}", "1")
                .replace("{name}", &hostile)
                .replace("{reference}", &hostile)
        };
        let asked = [
            "search", "q", "next", "token", "action", "who", "to", "login", "what", "from",
            "until", "return",
        ]
        .iter()
        .map(|name| format!("{name}={hostile}"))
        .collect::<Vec<_>>()
        .join("&");
        let asked = ["search", "next"]
            .iter()
            .map(|name| format!("{name}={hostile}"))
            .chain([asked])
            .map(|query| format!("{}?{query}", of(1)));
        let plain: BTreeSet<String> = (1..=ROWS).map(of).collect();
        for path in plain.iter().cloned().chain(asked) {
            let answer = amina
                .request(Method::GET, &path)
                .header(
                    "accept-language",
                    HOSTILE.replace(|c: char| !c.is_ascii_graphic(), ""),
                )
                .send()
                .await
                .unwrap();
            let kind = answer
                .headers()
                .get("content-type")
                .map(|kind| kind.to_str().unwrap().to_owned())
                .unwrap_or_default();
            let status = answer.status();
            let text = answer.text().await.unwrap();
            assert!(!status.is_server_error(), "{path}: {status} {text}");
            if kind.starts_with("text/html") {
                look(&text, &path);
                if status == StatusCode::OK {
                    pages.insert(route.path);
                    shown += usize::from(!path.contains("pwn") && text.contains("pwn"));
                }
            } else if kind.starts_with("text/event-stream") {
                assert!(!text.contains("<script>pwn"), "{path}: {text}");
                shown += usize::from(plain.contains(&path) && text.contains("pwn"));
            } else if kind.starts_with("text/csv") {
                let formula = |line: &str| {
                    line.split(',')
                        .any(|cell| cell.trim_matches('"').starts_with(['=', '@', '\t']))
                };
                assert!(!text.lines().any(formula), "{path}: a cell is a formula");
            }
        }
    }
    Walked {
        pages: pages.len(),
        shown,
    }
}
