//! Large blocks of pages, kept as templates of their own.
//!
//! Tera keeps the tree of every block three times: in its page, among the page's blocks, and in the page's chain of inheritance.
//! Of 6.4 MB that the pages took, 3.6 were copies. What is included stands in memory once.

/// Bytes from which a block is worth it: in front of what is included, Tera looks up its imports.
const LARGE: usize = 300;

const OPENS: &str = "{% block ";
const CLOSES: &str = "{% endblock";
const IMPORTS: &str = "{% import ";
const ENDS: &str = "%}";

/// The page with its large blocks taken out, and those, each by its name. A block that holds others stays, so that these can be
/// filled by pages that extend this one.
pub fn apart(name: &str, page: &str) -> Vec<(String, String)> {
    let imports = imports(page);
    let (mut rest, mut kept, mut parts) = (page, String::with_capacity(page.len()), Vec::new());
    while let Some(block) = Block::next(rest) {
        let is_whole = !block.inside.contains(OPENS) && !block.is_trimmed();
        kept.push_str(block.before);
        if is_whole && block.inside.len() >= LARGE {
            let part = format!("{name}#{}", block.name);
            kept.push_str(&format!("{{% include \"{part}\" %}}"));
            parts.push((part, format!("{imports}{}", block.inside)));
            rest = block.after;
        } else {
            rest = rest.get(block.before.len()..).unwrap_or_default();
        }
    }
    kept.push_str(rest);
    parts.push((name.to_owned(), kept));
    parts
}

/// A block of a page.
struct Block<'a> {
    /// All up to its first byte, its own tag too.
    before: &'a str,
    name: &'a str,
    /// The end of its own tag, and what it holds.
    inside: &'a str,
    /// The tag that ends it, and what comes then.
    after: &'a str,
}

impl<'a> Block<'a> {
    fn next(text: &'a str) -> Option<Self> {
        let tag = text.find(OPENS)?;
        let start = tag + text.get(tag..)?.find(ENDS)? + ENDS.len();
        let length = text.get(start..)?.find(CLOSES)?;
        Some(Block {
            before: text.get(..start)?,
            name: text.get(tag + OPENS.len()..start - ENDS.len())?.trim(),
            inside: text.get(start..start + length)?,
            after: text.get(start + length..)?,
        })
    }

    /// Whether its own tag takes away the space inside of it: that works within one template only.
    fn is_trimmed(&self) -> bool {
        self.name.ends_with('-')
    }
}

/// The macros that a page may call.
fn imports(page: &str) -> String {
    page.match_indices(IMPORTS)
        .filter_map(|(at, _)| {
            let rest = page.get(at..)?;
            rest.get(..rest.find(ENDS)? + ENDS.len())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_blocks_stand_beside_the_page() {
        let long = "word ".repeat(100);
        let page = format!(
            "{{% extends \"x\" %}}{{% import \"m\" as m %}}{{% block a %}}short{{% endblock a %}}{{% block b %}}{long}{{% endblock b %}}"
        );
        let parts = apart("page.html", &page);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].0, "page.html#b");
        assert_eq!(parts[0].1, format!("{{% import \"m\" as m %}}{long}"));
        assert_eq!(parts[1].0, "page.html");
        assert_eq!(
            parts[1].1,
            "{% extends \"x\" %}{% import \"m\" as m %}{% block a %}short{% endblock a %}{% block b %}{% include \"page.html#b\" %}{% endblock b %}"
        );
    }

    #[test]
    fn what_holds_blocks_stays() {
        let long = "word ".repeat(100);
        let page = format!(
            "{{% block a %}}{long}{{% block b %}}{long}{{% endblock b %}}{{% endblock a %}}{{% block c -%}}{long}{{% endblock c %}}"
        );
        let parts = apart("page.html", &page);
        assert_eq!(parts.len(), 2, "{parts:#?}");
        assert_eq!(parts[0], ("page.html#b".to_owned(), long.clone()));
        assert!(parts[1].1.contains(&format!(
            "{long}{{% block b %}}{{% include \"page.html#b\" %}}{{% endblock b %}}"
        )));
        assert!(parts[1].1.contains(&format!("{{% block c -%}}{long}")));
    }
}
