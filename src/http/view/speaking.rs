//! The language of the page that this thread is rendering.
//!
//! Most words are put in when pages are read (`worded.rs`); what depends on a value is asked for while one is rendered. Functions
//! of Tera see their arguments only. Rendering is one call without a pause, so the language can stand with the thread; otherwise
//! every such call would carry it.

use std::cell::Cell;

use crate::http::words::Language;

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// Puts the former language back, also when rendering panics.
struct Former(Language);

impl Drop for Former {
    fn drop(&mut self) {
        LANGUAGE.set(self.0);
    }
}

/// Does something in a language.
pub fn within<T>(language: Language, work: impl FnOnce() -> T) -> T {
    let _former = Former(LANGUAGE.replace(language));
    work()
}

/// The language spoken now.
pub fn now() -> Language {
    LANGUAGE.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_holds_for_its_work_only() {
        within(Language::Swahili, || {
            assert_eq!(now(), Language::Swahili);
            within(Language::English, || assert_eq!(now(), Language::English));
            assert_eq!(now(), Language::Swahili);
        });
        assert_eq!(now(), Language::English);
    }
}
