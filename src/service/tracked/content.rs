//! What any format holds, before it is known what it means.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::{Mistake, Step};

/// A value of any format. Keys that came twice are both there.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// `null`, or nothing.
    Nothing,
    /// A switch.
    Bool(bool),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// A negative whole number.
    Signed(i64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(String),
    /// A text of a form, where everything is text.
    Typed(String),
    /// A list.
    List(Vec<Content>),
    /// Values by key.
    Map(Vec<(String, Content)>),
}

impl Content {
    /// How a message names it.
    pub fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Content::Nothing => Unexpected::Unit,
            Content::Bool(value) => Unexpected::Bool(*value),
            Content::Unsigned(value) => Unexpected::Unsigned(*value),
            Content::Signed(value) => Unexpected::Signed(*value),
            Content::Float(value) => Unexpected::Float(*value),
            Content::Text(text) | Content::Typed(text) => Unexpected::Str(text),
            Content::List(_) => Unexpected::Seq,
            Content::Map(_) => Unexpected::Map,
        }
    }
}

/// So many values a document may have. Each takes up to two hundred bytes here, and a stranger may send a megabyte of them.
pub const MOST: usize = 20_000;

/// Reads [`Content`]. What it keeps outlives the format's own error.
pub struct ContentSeed<'p>(&'p mut Reading);

/// How far the reading of a document has come.
struct Reading {
    /// The way to the value that is read now.
    path: Vec<Step>,
    /// How many more values it may have.
    left: usize,
}

impl ContentSeed<'_> {
    /// All of a document.
    pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Content, Mistake> {
        let mut reading = Reading {
            path: Vec::new(),
            left: MOST,
        };
        let content = ContentSeed(&mut reading).deserialize(from);
        content.map_err(|error| Mistake {
            message: error.to_string(),
            path: reading.path,
        })
    }
}

/// What is said of a document with more than [`MOST`] values.
pub fn too_many() -> String {
    format!("there are more than {MOST} values: send it in parts")
}

impl<'de> DeserializeSeed<'de> for ContentSeed<'_> {
    type Value = Content;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Content, D::Error> {
        self.0.left = self
            .0
            .left
            .checked_sub(1)
            .ok_or_else(|| D::Error::custom(too_many()))?;
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ContentSeed<'_> {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Content, E> {
        Ok(Content::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Content, E> {
        Ok(u64::try_from(value).map_or(Content::Signed(value), Content::Unsigned))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Content, E> {
        Ok(Content::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Content, E> {
        Ok(Content::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Content, E> {
        Ok(Content::Text(text))
    }

    fn visit_none<E>(self) -> Result<Content, E> {
        Ok(Content::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Content, D::Error> {
        self.deserialize(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Content, D::Error> {
        self.deserialize(from)
    }

    // A step is taken back when its value was read, so after an error the way to it is left.
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Content, A::Error> {
        let mut items = Vec::new();
        loop {
            self.0.path.push(Step::Item(items.len()));
            let item = from.next_element_seed(ContentSeed(self.0))?;
            self.0.path.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(Content::List(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Content, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = from.next_key::<String>()? {
            self.0.path.push(Step::Key(key.clone()));
            let value = from.next_value_seed(ContentSeed(self.0))?;
            self.0.path.pop();
            entries.push((key, value));
        }
        Ok(Content::Map(entries))
    }
}
