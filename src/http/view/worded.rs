//! Pages with the words of a language put in where they are read, instead of whenever they are rendered.
//!
//! Nine of ten calls of `t` have nothing but a key. As text of the template they cost neither time nor the tree of a call.

use tera::escape_html;

use crate::http::words::{Language, Words};

const OPENS: &str = "{{ t(key=\"";
const CLOSES: &str = "\") }}";

/// The page in a language, as far as its words are known beforehand.
pub fn worded(page: &str, words: &Words, language: Language) -> String {
    let mut worded = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPENS) {
        worded.push_str(before);
        match plain(after, words, language) {
            Some((text, after)) => {
                worded.push_str(&escape_html(text));
                rest = after;
            }
            None => {
                worded.push_str(OPENS);
                rest = after;
            }
        }
    }
    worded.push_str(rest);
    worded
}

/// The text of the key that stands first, where it is text in a template too, and what comes after the call.
fn plain<'a>(call: &'a str, words: &'a Words, language: Language) -> Option<(&'a str, &'a str)> {
    let (key, after) = call.split_once('"')?;
    let after = after.strip_prefix(CLOSES.get(1..)?)?;
    let text = words.text(language, key)?;
    let is_text = !["{{", "{%", "{#"].iter().any(|tag| text.contains(tag));
    is_text.then_some((text, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calls_with_nothing_but_a_key_are_put_in() {
        let words = Words::default();
        let page = "<p title=\"{{ t(key=\"nav.routers\") }}\">{{ t(key=\"no.such.key\") }} {{ t(key=\"time.ago\", n=3) }} {{- t(key=\"nav.routers\") }}";
        let english = words.text(Language::English, "nav.routers").unwrap();
        assert_eq!(
            worded(page, &words, Language::English),
            page.replacen("{{ t(key=\"nav.routers\") }}", english, 1)
        );
        let swahili = words.text(Language::Swahili, "nav.routers").unwrap();
        assert!(worded(page, &words, Language::Swahili).contains(swahili));
    }

    #[test]
    fn words_are_text_and_no_tags() {
        let words = Words::default();
        for language in Language::ALL {
            for key in words.keys() {
                let page = format!("{{{{ t(key=\"{key}\") }}}}");
                assert!(!worded(&page, &words, language).contains('<'), "{key}");
            }
        }
    }
}
