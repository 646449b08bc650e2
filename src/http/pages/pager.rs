//! Long lists on several pages.

use form_urlencoded::Serializer;
use serde::Serialize;

/// Things on a page.
pub const LENGTH: usize = 50;

/// Where a page stands in its list.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// The first that is shown, from 1.
    pub from: usize,
    /// The last that is shown.
    pub to: usize,
    /// How many there are.
    pub total: usize,
    /// The address of the first page, where this is another.
    pub previous: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// The things of one page. A page that is none is the first one.
pub fn cut<T>(
    all: Vec<T>,
    page: Option<&str>,
    path: &str,
    query: &[(&str, &str)],
) -> (Vec<T>, Pager) {
    let total = all.len();
    let last = total.div_ceil(LENGTH).max(1);
    let page = page
        .and_then(|page| page.parse::<usize>().ok())
        .filter(|page| (1..=last).contains(page))
        .unwrap_or(1);
    let skipped = (page - 1) * LENGTH;
    let items: Vec<T> = all.into_iter().skip(skipped).take(LENGTH).collect();
    let address = |page: usize| {
        let mut text = Serializer::new(String::new());
        for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
            text.append_pair(name, value);
        }
        text.append_pair("page", &page.to_string());
        format!("{path}?{}", text.finish())
    };
    let pager = Pager {
        from: if total == 0 { 0 } else { skipped + 1 },
        to: skipped + items.len(),
        total,
        previous: (page > 1).then(|| address(1)),
        next: (page < last).then(|| address(page + 1)),
    };
    (items, pager)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list() {
        for (total, page, from, to, previous, next) in [
            (0, None, 0, 0, false, false),
            (50, None, 1, 50, false, false),
            (51, Some("1"), 1, 50, false, true),
            (51, Some("2"), 51, 51, true, false),
            (51, Some("3"), 1, 50, false, true),
            (51, Some("-1"), 1, 50, false, true),
            (51, Some("99999999999999999999"), 1, 50, false, true),
        ] {
            let (items, pager) = cut(vec![(); total], page, "/x", &[("q", "a&b"), ("c", "")]);
            assert_eq!((pager.from, pager.to), (from, to), "{total} {page:?}");
            assert_eq!(items.len(), to + 1 - from.max(1), "{total} {page:?}");
            assert_eq!(
                (pager.previous.is_some(), pager.next.is_some()),
                (previous, next)
            );
            if let Some(next) = pager.next {
                assert_eq!(next, "/x?q=a%26b&page=2");
            }
        }
    }
}
