use std::collections::BTreeSet;
use std::path::Path;

use super::*;

#[test]
fn languages_have_the_same_placeholders() {
    let words = Words::default();
    // That both have the same keys is seen by build.rs.
    assert!(words.keys().count() > 50);
    assert!(TEXTS.is_sorted_by_key(|text| text.key));
    for key in words.keys() {
        let of = |language| {
            let text = words.text(language, key).unwrap();
            assert!(!text.trim().is_empty(), "{key} is empty");
            let names = text.split('{').skip(1).map(|part| {
                let name = part.split_once('}').map(|(name, _)| name);
                name.unwrap_or_else(|| panic!("{key}: a brace stays open"))
            });
            names.collect::<BTreeSet<_>>()
        };
        assert_eq!(of(Language::English), of(Language::Swahili), "{key}");
    }
}

/// What stands in a template after `key=`: a key, or with `~` after it the beginning of several.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Used {
    Key(String),
    Beginning(String),
}

fn used_in(template: &str) -> Vec<Used> {
    let after = template.split("t(key=\"").skip(1);
    after
        .map(|rest| {
            let (key, rest) = rest.split_once('"').unwrap();
            if rest.trim_start().starts_with('~') {
                Used::Beginning(key.to_owned())
            } else {
                Used::Key(key.to_owned())
            }
        })
        .collect()
}

pub(super) fn read_folder(folder: &Path, ending: &str, texts: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, ending, texts);
        } else if path.extension().is_some_and(|it| it == ending) {
            let text = std::fs::read_to_string(&path).unwrap();
            texts.push((path.display().to_string(), text));
        }
    }
}

#[test]
fn every_key_of_a_page_is_there_and_every_key_is_used() {
    let words = Words::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    read_folder(&root.join("web/pages"), "html", &mut pages);
    let mut sources = Vec::new();
    read_folder(&root.join("src/http"), "rs", &mut sources);

    let keys: BTreeSet<&str> = words.keys().collect();
    let mut unused = keys.clone();
    let mut missing = Vec::new();
    for (page, text) in &pages {
        for used in used_in(text) {
            let fits = |key: &&str| match &used {
                Used::Key(name) => {
                    let rest = key.strip_prefix(name.as_str());
                    rest.is_some_and(|rest| matches!(rest, "" | ".one" | ".other"))
                }
                Used::Beginning(name) => key.starts_with(name.as_str()),
            };
            let found: Vec<&str> = keys.iter().copied().filter(|key| fits(key)).collect();
            if found.is_empty() {
                missing.push(format!("{page}: {used:?}"));
            }
            for key in found {
                unused.remove(key);
            }
        }
    }
    // What services say is found by its text.
    unused.retain(|key| !key.starts_with(super::retell::SAID));
    // A handler names a key in full, but for the number.
    unused.retain(|key| {
        let named = key.strip_suffix(".one").or(key.strip_suffix(".other"));
        let quoted = format!("\"{}\"", named.unwrap_or(key));
        !sources.iter().any(|(_, text)| text.contains(&quoted))
    });
    assert!(missing.is_empty(), "no such words:\n{}", missing.join("\n"));
    assert!(unused.is_empty(), "words that nothing says: {unused:#?}");
}

#[test]
fn every_deed_of_the_audit_log_has_words() {
    let words = Words::default();
    for action in crate::store::audit::ACTIONS {
        let key = format!("did.{action}");
        assert!(words.text(Language::English, &key).is_some(), "no {key}");
    }
}

#[test]
fn the_language_is_the_chosen_one_else_what_the_browser_likes_best() {
    for (chosen, accepted, language) in [
        (Some("sw"), Some("en"), Language::Swahili),
        (Some("fr"), Some("sw"), Language::Swahili),
        (None, Some("sw-KE,en;q=0.8"), Language::Swahili),
        (None, Some("fr, en;q=0.5, sw;q=0.7"), Language::Swahili),
        (None, Some("en, sw"), Language::English),
        (None, Some("sw;q=0"), Language::English),
        (None, Some("fr"), Language::English),
        (None, None, Language::English),
    ] {
        assert_eq!(
            Language::pick(chosen, accepted),
            language,
            "{chosen:?} {accepted:?}"
        );
    }
}

#[test]
fn a_value_is_never_read_as_a_placeholder() {
    let values = [("a", "{b}".to_owned()), ("b", "B".to_owned())];
    assert_eq!(fill("{a} {b} {c} {", &values), "{b} B {c} {");
}

#[test]
fn one_is_not_many() {
    let words = Words::default();
    let say = |n: &str| words.say(Language::English, "form.wrong", &[("n", n.to_owned())]);
    assert_eq!(say("1"), "One thing needs mending");
    assert_eq!(say("2"), "2 things need mending");
    assert_eq!(
        words.say(Language::English, "state.newer_than_us", &[]),
        "newer_than_us"
    );
}
