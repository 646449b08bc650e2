//! Every rule bites: a right configuration with one thing wrong is caught by the rule for it.

use super::*;

const TABLE: &str = include_str!("mutations.tsv");

/// A line of the table.
struct Mutation {
    line: usize,
    rule: &'static str,
    site: &'static str,
    verb: &'static str,
    what: String,
    by: String,
}

fn table() -> Vec<Mutation> {
    let lines = TABLE
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let read = |(at, line): (usize, &'static str)| {
        let mut fields = line.split('\t');
        let mut word = || fields.next().unwrap_or_default();
        let (rule, site, verb) = (word(), word(), word());
        let text = |field: &str| field.replace("\\n", "\n");
        Mutation {
            line: at + 1,
            rule,
            site,
            verb,
            what: text(word()),
            by: text(word()),
        }
    };
    lines.map(read).collect()
}

impl Mutation {
    fn of(&self, text: &str) -> String {
        let Mutation {
            line,
            verb,
            what,
            by,
            ..
        } = self;
        assert!(
            *verb == "add" || text.contains(what),
            "line {line}: no {what} in\n{text}"
        );
        match *verb {
            "swap" => text.replace(what, by),
            "drop" => text
                .lines()
                .filter(|line| !line.contains(what))
                .map(|line| format!("{line}\n"))
                .collect(),
            "add" => format!("{text}\n{what}\n"),
            other => panic!("line {line}: {other}"),
        }
    }
}

/// Rules that no change of the text can break; each has a test of its own in `on_router.rs`.
const ELSEWHERE: [&str; 9] = [
    "access-address-changed",
    "access-port-moved",
    "device-mode",
    "html-directory-needless-flash",
    "licence",
    "menu-not-on-router",
    "row-not-on-router",
    "row-of-another-site",
    "user-row",
];

#[test]
fn every_mutation_is_caught_by_its_rule() {
    let sites = ["basic", "vlan", "addon"].map(|name| (name, site(name), rendered(&site(name))));
    let mut wrong = String::new();
    for mutation in table() {
        let (_, site, text) = sites
            .iter()
            .find(|(name, ..)| *name == mutation.site)
            .unwrap();
        let mutated = mutation.of(text);
        let findings = match rows_of(&mutated) {
            Ok(desired) => judge(&desired, &router(), &site.access),
            // Two rows in one place are refused before the judge sees them.
            Err(errors) => {
                assert_ne!(mutation.rule, "-", "line {}: {errors:?}", mutation.line);
                continue;
            }
        };
        let right = match mutation.rule {
            "-" => findings.is_empty(),
            rule => findings.iter().any(|finding| finding.rule == rule),
        };
        if !right {
            wrong += &format!(
                "line {}: {} expected, got\n{}",
                mutation.line,
                mutation.rule,
                lines(&findings)
            );
        }
        for finding in &findings {
            assert!(
                RULES.iter().any(|(known, _)| *known == finding.rule),
                "{} is not in RULES",
                finding.rule
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_has_a_mutation() {
    let table = table();
    for (rule, _) in RULES {
        let tested = table.iter().any(|mutation| mutation.rule == *rule);
        assert!(tested != ELSEWHERE.contains(rule), "{rule}");
    }
    let mut names: Vec<&str> = RULES.iter().map(|(rule, _)| *rule).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}
