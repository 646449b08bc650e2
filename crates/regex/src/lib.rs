//! `regex-lite` in the place of `regex`.
//!
//! Tera 1 asks for the whole engine of `regex` with the tables of Unicode, for three of its filters and for `is matching`: a megabyte in a
//! program of fifteen. `regex-lite` has the same names and takes time linear in the text too; its classes (`\w`, `\s`) know ASCII only.

pub use regex_lite::*;

#[cfg(test)]
mod tests {
    use super::{Captures, Regex};

    /// The expressions of Tera 1.20, which it takes for granted.
    #[test]
    fn what_tera_asks_for_is_understood() {
        let tags = Regex::new(r"(<!--.*?-->|<[^>]*>)").unwrap();
        assert_eq!(tags.replace_all("a <b>c</b><!-- d -->", ""), "a c");
        let words = Regex::new(r"\b(?P<first>[\w'])(?P<rest>[\w']*)\b").unwrap();
        let upper = words.replace_all("la kwanza", |found: &Captures| {
            format!("{}{}", found["first"].to_uppercase(), &found["rest"])
        });
        assert_eq!(upper, "La Kwanza");
        let between = Regex::new(r">\s+<").unwrap();
        assert_eq!(between.replace_all("<p>\n <b>", "><"), "<p><b>");
    }
}
