//! Sentences of the router (RouterOS facts: api-facts sections 2 and 7).

use super::frame::{put_end, put_word};
use crate::device::Trap;

/// Replies in the order they leave, already as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replies {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many sentences they are.
    pub count: u64,
}

impl Replies {
    /// `!re` with the fields of a record.
    pub fn data(&mut self, tag: Option<&str>, fields: &[(String, String)]) {
        self.word(b"!re");
        for (name, value) in fields {
            self.attribute(name, value);
        }
        self.end(tag);
    }

    /// `!empty`: a print found nothing.
    pub fn empty(&mut self, tag: Option<&str>) {
        self.word(b"!empty");
        self.end(tag);
    }

    /// `!done`, with `=ret=` when there is something to return.
    pub fn done(&mut self, tag: Option<&str>, ret: Option<&str>) {
        self.word(b"!done");
        if let Some(ret) = ret {
            self.attribute("ret", ret);
        }
        self.end(tag);
    }

    /// `!trap` alone; the `!done` that follows every trap is the caller's.
    pub fn trap(&mut self, tag: Option<&str>, trap: &Trap) {
        self.word(b"!trap");
        if let Some(category) = trap.category {
            self.attribute("category", &category.to_string());
        }
        self.attribute("message", &trap.message);
        self.end(tag);
    }

    /// `!trap`, then `!done`.
    pub fn refused(&mut self, tag: Option<&str>, trap: &Trap) {
        self.trap(tag, trap);
        self.done(tag, None);
    }

    /// `!fatal` with its reason as a bare word.
    pub fn fatal(&mut self, tag: Option<&str>, reason: &str) {
        self.word(b"!fatal");
        self.word(reason.as_bytes());
        self.end(tag);
    }

    /// These, after those.
    pub fn append(&mut self, more: Replies) {
        self.bytes.extend(more.bytes);
        self.count += more.count;
    }

    fn word(&mut self, word: &[u8]) {
        put_word(&mut self.bytes, word);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.word(format!("={name}={value}").as_bytes());
    }

    fn end(&mut self, tag: Option<&str>) {
        if let Some(tag) = tag {
            self.word(format!(".tag={tag}").as_bytes());
        }
        put_end(&mut self.bytes);
        self.count += 1;
    }
}
