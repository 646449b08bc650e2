//! What a print shows of the records: queries, `.proplist`, `count-only`.

use super::query::{BadQuery, Query};
use super::reply::Replies;
use super::request::Request;
use crate::device::{Record, Version};

/// First version that says `!empty` (RouterOS facts: api-facts section 2).
const SAYS_EMPTY: Version = Version::new(7, 18, 0);

/// How the answer to a print is to look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    query: Query,
    properties: Option<Vec<String>>,
    count_only: bool,
}

impl View {
    /// Takes the words that shape the answer out of the request; the attributes left over are for the device.
    pub fn take(request: &mut Request) -> Result<Self, BadQuery> {
        let mut view = Self {
            query: Query::read(&request.queries)?,
            ..Self::default()
        };
        request.attributes.retain(|(name, value)| {
            match name.as_str() {
                ".proplist" => {
                    let names = value.split(',').map(|name| name.trim().to_string());
                    view.properties = Some(names.filter(|name| !name.is_empty()).collect());
                }
                "count-only" => view.count_only = is_on(value),
                // Everything is printed in full anyway.
                "detail" | "stats" | "terse" | "without-paging" => {}
                _ => return true,
            }
            false
        });
        Ok(view)
    }

    /// The record as this view shows it.
    pub fn show(&self, record: Record) -> Record {
        let Some(properties) = &self.properties else {
            return record;
        };
        let fields = properties
            .iter()
            .filter_map(|name| Some((name.clone(), record.get(name)?.to_string())))
            .collect();
        Record { fields }
    }

    /// Answers a print whose records are these.
    pub fn answer(&self, records: Vec<Record>, version: Version, tag: Option<&str>) -> Replies {
        let mut replies = Replies::default();
        let found = records
            .into_iter()
            .filter(|record| self.query.matches(record));
        if self.count_only {
            replies.done(tag, Some(&found.count().to_string()));
            return replies;
        }
        for record in found {
            replies.data(tag, &self.show(record).fields);
        }
        if replies.count == 0 && version >= SAYS_EMPTY {
            replies.empty(tag);
        }
        replies.done(tag, None);
        replies
    }
}

/// A switch word: `=count-only=`, `=count-only=yes`, `=count-only=true`.
fn is_on(value: &str) -> bool {
    !matches!(value, "no" | "false")
}
