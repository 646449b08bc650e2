//! The colours of `app.css`, as a test: text is readable and edges are seen, in light and in dark (WCAG 1.4.3, 1.4.11).

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../../../web/static/app.css");

/// The colour tokens of the rule that begins after a text.
fn tokens(selector: &str) -> BTreeMap<&'static str, [f64; 3]> {
    let (_, rule) = SHEET.split_once(selector).unwrap();
    let (rule, _) = rule.split_once('}').unwrap();
    let declarations = rule.split(';').filter_map(|it| it.split_once(':'));
    declarations
        .filter_map(|(name, value)| {
            let digits = value.trim().strip_prefix('#')?;
            assert_eq!(digits.len(), 6, "{name}:{value}");
            let part = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
            let channels = [part(0), part(2), part(4)].map(|it| f64::from(it) / 255.0);
            Some((name.trim(), channels))
        })
        .collect()
}

/// Relative luminance by WCAG 2.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        if channel <= 0.040_45 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What stands on what, and how much it must differ at least.
const PAIRS: &[(&str, &[&str], f64)] = &[
    (
        "--ink",
        &["--bg", "--surface", "--sunken", "--accent-soft"],
        4.5,
    ),
    (
        "--ink-2",
        &["--bg", "--surface", "--sunken", "--accent-soft"],
        4.5,
    ),
    (
        "--accent",
        &["--bg", "--surface", "--sunken", "--accent-soft"],
        4.5,
    ),
    ("--accent-ink", &["--accent"], 4.5),
    ("--ok", &["--ok-soft", "--surface"], 4.5),
    ("--warn", &["--warn-soft", "--surface"], 4.5),
    ("--bad", &["--bad-soft", "--surface"], 4.5),
    ("--info", &["--info-soft", "--surface"], 4.5),
    ("--bg", &["--ink"], 4.5),
    ("--surface", &["--ok", "--bad"], 4.5),
    ("--line-strong", &["--bg", "--surface", "--sunken"], 3.0),
    (
        "--focus",
        &["--bg", "--surface", "--sunken", "--accent-soft"],
        3.0,
    ),
];

#[test]
fn text_is_readable_and_edges_are_seen() {
    for rule in ["\n:root {", "\n[data-theme=dark] {"] {
        let tokens = tokens(rule);
        for (on, grounds, least) in PAIRS {
            for ground in *grounds {
                let found = contrast(tokens[on], tokens[ground]);
                assert!(
                    found >= *least,
                    "{rule} {on} on {ground}: {found:.2}, needs {least}"
                );
            }
        }
    }
}

#[test]
fn dark_by_choice_and_dark_by_device_are_the_same() {
    assert_eq!(
        tokens("\n[data-theme=dark] {"),
        tokens(":root:not([data-theme=light]) {")
    );
}

#[test]
fn colours_are_tokens_only() {
    let (_, rest) = SHEET.split_once("/* Ground */").unwrap();
    let (screen, _) = rest.split_once("@media print").unwrap();
    // A dialog's backdrop darkens whatever is below, in both themes.
    let strays: Vec<&str> = screen
        .lines()
        .filter(|line| {
            line.contains(": #") || (line.contains("rgb(") && !line.contains("::backdrop"))
        })
        .collect();
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn black_on_white_is_the_most() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 0.01);
}
