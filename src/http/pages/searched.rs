//! A list that is searched and shown a page at a time, each behind the last of the one before.

use form_urlencoded::byte_serialize;
use serde::{Deserialize, Serialize};

use super::Pager;

/// Things on a page.
const PAGE: u32 = 50;

/// What is looked for.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Searched {
    /// A text in what the list shows.
    #[serde(default)]
    pub q: String,
    /// Things behind the one with this number.
    #[serde(skip_serializing)]
    pub after: Option<i64>,
}

impl Searched {
    /// How many to ask for: one more than the page has tells whether another follows.
    pub const WITH_ONE_MORE: u32 = PAGE + 1;

    /// Leaves one page of what was found, and tells the way to the others. `number` names a thing.
    pub fn cut<T>(&self, path: &str, found: &mut Vec<T>, number: impl Fn(&T) -> i64) -> Pager {
        let search: String = byte_serialize(self.q.as_bytes()).collect();
        let next = Pager::cut(found, PAGE, |last| {
            format!("{path}?q={search}&after={}", number(last))
        });
        let first = self.after.map(|_| format!("{path}?q={search}"));
        Pager::new(first, next)
    }
}
