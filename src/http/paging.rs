//! Lists in pages: `?cursor=…&limit=…` in, `{"items": […], "next": "…"}` out.
//!
//! A cursor names the last item that was given, so nothing is passed over or given twice when items are added meanwhile.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Failure;
use crate::domain::kind::Kind;

/// How many items a page has where nobody says.
const USUAL: u32 = 50;
/// How many it has at most.
const MOST: u32 = 200;
/// Stands before the number in a cursor, so that what is no cursor of ours is noticed.
const MARK: &str = "after:";

/// Which page is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `next` of the page before; the first page without it.
    pub cursor: Option<String>,
    /// How many items, 1 to 200; 50 where nobody says.
    pub limit: Option<u32>,
}

impl Paging {
    /// Behind which number the page begins; `None` for the first page.
    ///
    /// # Errors
    /// What was sent is no cursor.
    pub fn after(&self) -> Result<Option<i64>, Failure> {
        let Some(cursor) = self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) else {
            return Ok(None);
        };
        number(cursor).map(Some).ok_or_else(|| {
            Failure::new(
                Kind::Invalid,
                "This cursor is none: send the `next` of the page before, or none at all.",
            )
        })
    }

    /// How many items the page has.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(USUAL).clamp(1, MOST)
    }

    /// How many to ask the database for: one more than the page has tells whether another follows.
    pub fn with_one_more(&self) -> u32 {
        self.limit() + 1
    }
}

fn number(cursor: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    text.strip_prefix(MARK)?.parse().ok()
}

/// What names the place behind the item with this number.
pub fn cursor(number: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{MARK}{number}"))
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    /// The items.
    pub items: Vec<T>,
    /// For the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// The page, of items of which one more was asked for. `number` names an item.
    pub fn cut<I: Into<T>>(mut found: Vec<I>, paging: &Paging, number: impl Fn(&I) -> i64) -> Self {
        let limit = usize::try_from(paging.limit()).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(number).map(cursor);
        Listed {
            items: found.into_iter().map(Into::into).collect(),
            next,
        }
    }

    /// All items at once, of a list that is never long.
    pub fn whole<I: Into<T>>(found: Vec<I>) -> Self {
        Listed {
            items: found.into_iter().map(Into::into).collect(),
            next: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(cursor: Option<&str>, limit: Option<u32>) -> Paging {
        Paging {
            cursor: cursor.map(str::to_owned),
            limit,
        }
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        for number in [1, 17, i64::MAX] {
            let written = cursor(number);
            assert_eq!(paging(Some(&written), None).after().unwrap(), Some(number));
        }
        assert_eq!(paging(None, None).after().unwrap(), None);
        for bad in ["17", "%", "YWZ0ZXI6", "YWZ0ZXI6eA"] {
            assert!(paging(Some(bad), None).after().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_page_after_the_last_is_none() {
        let limit = paging(None, Some(2));
        let page = Listed::<i64>::cut(vec![9, 8, 7], &limit, |it| *it);
        assert_eq!((page.items, page.next), (vec![9, 8], Some(cursor(8))));
        let page = Listed::<i64>::cut(vec![9, 8], &limit, |it| *it);
        assert_eq!((page.items, page.next), (vec![9, 8], None));
    }

    #[test]
    fn nobody_gets_everything_at_once() {
        assert_eq!(paging(None, Some(0)).limit(), 1);
        assert_eq!(paging(None, Some(1_000_000)).limit(), MOST);
    }
}
