//! Types read from content.

use std::fmt;
use std::str::FromStr;
use std::vec::IntoIter;

use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::content::Content;
use super::{Mistake, Step};

/// One value to read a type from.
pub struct Reader(pub Content);

impl Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Mistake {
            path: Vec::new(),
            message: message.to_string(),
        }
    }
}

impl std::error::Error for Mistake {}

impl Reader {
    fn mistake(&self, wanted: &dyn Expected) -> Mistake {
        Mistake::invalid_type(self.0.unexpected(), wanted)
    }

    /// Where a number or a switch is wanted, the text of a form may stand for one.
    fn understood<T: FromStr>(self, as_content: impl Fn(T) -> Content) -> Self {
        match self.0 {
            Content::Typed(text) => Reader(text.parse().map_or(Content::Typed(text), as_content)),
            content => Reader(content),
        }
    }
}

/// Whole numbers of any size: which fit is said by the type that is read.
macro_rules! whole {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            self.understood(Content::Unsigned)
                .understood(Content::Signed)
                .deserialize_any(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.0 {
            Content::Nothing => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(value),
            Content::Unsigned(value) => visitor.visit_u64(value),
            Content::Signed(value) => visitor.visit_i64(value),
            Content::Float(value) => visitor.visit_f64(value),
            Content::Text(text) | Content::Typed(text) => visitor.visit_string(text),
            Content::List(items) => {
                let mut items = Items(items.into_iter(), 0);
                let value = visitor.visit_seq(&mut items)?;
                match items.0.len() {
                    0 => Ok(value),
                    over => Err(Mistake::invalid_length(items.1 + over, &"fewer items")),
                }
            }
            Content::Map(entries) => visitor.visit_map(Entries(entries.into_iter(), None)),
        }
    }

    whole!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64);
    whole!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.understood(Content::Bool).deserialize_any(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.understood(Content::Float).deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.0 {
            Content::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match self.0 {
            Content::Text(name) | Content::Typed(name) => visitor.visit_enum(Variant(name, None)),
            Content::Map(entries) if entries.len() == 1 => {
                let mut entries = entries.into_iter();
                match entries.next() {
                    Some((name, value)) => visitor.visit_enum(Variant(name, Some(value))),
                    None => Err(Mistake::custom("a word is missing")),
                }
            }
            _ => Err(self.mistake(&"one of the words that are known here")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// The items of a list, and which comes next.
struct Items(IntoIter<Content>, usize);

impl<'de> SeqAccess<'de> for &mut Items {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mistake> {
        let Some(item) = self.0.next() else {
            return Ok(None);
        };
        let index = self.1;
        self.1 += 1;
        seed.deserialize(Reader(item))
            .map(Some)
            .map_err(|mistake| mistake.below(Step::Item(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The entries of a map, and the one whose key was read.
struct Entries(IntoIter<(String, Content)>, Option<(String, Content)>);

impl<'de> MapAccess<'de> for Entries {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mistake> {
        let Some((key, value)) = self.0.next() else {
            return Ok(None);
        };
        let name: StrDeserializer<'_, Mistake> = key.as_str().into_deserializer();
        let read = seed.deserialize(name);
        let read = read.map_err(|mistake| mistake.below(Step::Key(key.clone())))?;
        self.1 = Some((key, value));
        Ok(Some(read))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Mistake> {
        let Some((key, value)) = self.1.take() else {
            return Err(Mistake::custom("a value was asked for before its key"));
        };
        seed.deserialize(Reader(value))
            .map_err(|mistake| mistake.below(Step::Key(key)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// A word of several, and what belongs to it.
struct Variant(String, Option<Content>);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Mistake;
    type Variant = Belonging;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Belonging), Mistake> {
        let name: StringDeserializer<Mistake> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, Belonging(self.1)))
    }
}

/// What belongs to a word.
struct Belonging(Option<Content>);

impl Belonging {
    fn reader(self) -> Reader {
        Reader(self.0.unwrap_or(Content::Nothing))
    }
}

impl<'de> VariantAccess<'de> for Belonging {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        match self.0 {
            None | Some(Content::Nothing) => Ok(()),
            Some(other) => Err(Reader(other).mistake(&"the word alone")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mistake> {
        seed.deserialize(self.reader())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mistake> {
        self.reader().deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.reader().deserialize_any(visitor)
    }
}
