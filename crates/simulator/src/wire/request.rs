//! A sentence of a client, read.

use super::frame::Sentence;

/// What a client asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// The command with slashes, e.g. `/ip/pool/print`.
    pub path: String,
    /// `.tag=`, wherever it stood.
    pub tag: Option<String>,
    /// `=name=value` words in the order sent.
    pub attributes: Vec<(String, String)>,
    /// `?…` words without the question mark, in the order sent.
    pub queries: Vec<String>,
    /// Words that are none of these.
    pub strange: Vec<String>,
}

impl Request {
    /// Reads a sentence: the first word is the command, the others come in any order.
    pub fn read(sentence: &Sentence) -> Self {
        let mut words = sentence.iter().map(|word| text(word));
        let mut request = Self {
            path: words.next().unwrap_or_default(),
            ..Self::default()
        };
        for word in words {
            if let Some(rest) = word.strip_prefix('=') {
                let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
                request
                    .attributes
                    .push((name.to_string(), value.to_string()));
            } else if let Some(query) = word.strip_prefix('?') {
                request.queries.push(query.to_string());
            } else if let Some(tag) = word.strip_prefix(".tag=") {
                request.tag = Some(tag.to_string());
            } else {
                request.strange.push(word);
            }
        }
        request
    }

    /// The value of an attribute; the last one wins when it was sent twice.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().rev();
        found
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Menu and verb: `/ip/pool` and `print`. `None` where there is no slash.
    pub fn split(&self) -> Option<(&str, &str)> {
        self.path
            .rsplit_once('/')
            .filter(|_| self.path.starts_with('/'))
    }
}

/// A word as text: UTF-8, else every byte as the Latin-1 character of that number.
fn text(word: &[u8]) -> String {
    match std::str::from_utf8(word) {
        Ok(text) => text.to_string(),
        Err(_) => word.iter().map(|&byte| char::from(byte)).collect(),
    }
}
