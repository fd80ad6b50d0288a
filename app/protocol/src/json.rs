//! Reads messages from JSON.
//!
//! serde_json reads a struct from an array as well as from an object, and keeps track of lines; for
//! three dozen kinds of messages that is a fifth of the page's module. This reads objects only.
//! And what JSON cannot say of a number, which serde_json writes as `null`, is no number here.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::{Map, Value};

/// Reads a message.
///
/// # Errors
/// What is wrong with it, as a part of a sentence.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    read_value(serde_json::from_str(text).map_err(|error| error.to_string())?)
}

/// Reads a value from parsed JSON.
///
/// # Errors
/// A sentence on what does not fit.
pub fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    T::deserialize(JsonReader(value)).map_err(|error| error.0)
}

/// What is wrong.
#[derive(Debug)]
struct JsonError(String);

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JsonError {}

impl Error for JsonError {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

#[inline(never)]
fn wrong(expected: &str, found: &Value) -> JsonError {
    let mut found = found.to_string();
    if let Some((end, _)) = found.char_indices().nth(40) {
        found.truncate(end);
        found.push('…');
    }
    JsonError(format!("expected {expected}, found {found}"))
}

struct JsonReader(Value);

impl JsonReader {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match &self.0 {
            Value::Number(number) => {
                if let Some(number) = number.as_u64() {
                    visitor.visit_u64(number)
                } else if let Some(number) = number.as_i64() {
                    visitor.visit_i64(number)
                } else {
                    visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
                }
            }
            found => Err(wrong("a number", found)),
        }
    }

    fn float<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match &self.0 {
            Value::Null => visitor.visit_f64(f64::NAN),
            _ => self.number(visitor),
        }
    }
}

macro_rules! alike {
    ($($name:ident)* => $read:ident) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
            self.$read(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for JsonReader {
    type Error = JsonError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.number(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(JsonItems(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(JsonFields::new(fields)),
        }
    }

    alike!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 => number);
    alike!(deserialize_f32 deserialize_f64 => float);
    alike!(deserialize_char deserialize_string deserialize_identifier => deserialize_str);
    alike!(deserialize_bytes deserialize_byte_buf deserialize_unit => deserialize_any);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            found => Err(wrong("true or false", &found)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            found => Err(wrong("a text", &found)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(JsonItems(items.into_iter())),
            found => Err(wrong("a list", &found)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(JsonFields::new(fields)),
            found => Err(wrong("an object", &found)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        let (name, fields) = match self.0 {
            Value::String(name) => (name, Value::Null),
            Value::Object(variant) if variant.len() == 1 => {
                // There is one.
                variant.into_iter().next().unwrap_or_default()
            }
            found => return Err(wrong("one variant", &found)),
        };
        visitor.visit_enum(JsonVariant { name, fields })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        visitor.visit_unit()
    }
}

struct JsonItems(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for JsonItems {
    type Error = JsonError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, JsonError> {
        let item = self.0.next();
        item.map(|item| seed.deserialize(JsonReader(item)))
            .transpose()
    }
}

struct JsonFields {
    rest: serde_json::map::IntoIter,
    value: Value,
}

impl JsonFields {
    fn new(fields: Map<String, Value>) -> Self {
        Self {
            rest: fields.into_iter(),
            value: Value::Null,
        }
    }
}

impl<'de> MapAccess<'de> for JsonFields {
    type Error = JsonError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, JsonError> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(JsonReader(Value::String(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, JsonError> {
        seed.deserialize(JsonReader(self.value.take()))
    }
}

struct JsonVariant {
    name: String,
    fields: Value,
}

impl<'de> EnumAccess<'de> for JsonVariant {
    type Error = JsonError;
    type Variant = JsonReader;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, JsonReader), JsonError> {
        let variant = seed.deserialize(JsonReader(Value::String(self.name)))?;
        Ok((variant, JsonReader(self.fields)))
    }
}

impl<'de> VariantAccess<'de> for JsonReader {
    type Error = JsonError;

    fn unit_variant(self) -> Result<(), JsonError> {
        match self.0 {
            Value::Null => Ok(()),
            found => Err(wrong("no fields", &found)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, JsonError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{FromEngine, RequestId, TrainCommand, TrainProgress};

    #[test]
    fn what_is_no_number_any_more_is_none_here() {
        let progress = TrainProgress {
            losses: vec![("KL".to_owned(), f32::NAN)],
            elapsed_seconds: f64::INFINITY,
            ..TrainProgress::default()
        };
        let json = serde_json::to_string(&progress).expect("it serialises");
        let back: TrainProgress = read(&json).expect(&json);
        assert!(back.losses[0].1.is_nan());
        assert!(back.elapsed_seconds.is_nan());
    }

    #[test]
    fn a_variant_without_fields_is_its_name() {
        assert_eq!(read(r#""pause""#), Ok(TrainCommand::Pause));
        assert!(read::<TrainCommand>(r#"{"pause":{"id":1}}"#).is_err());
        assert!(read::<TrainCommand>(r#""checkpoint""#).is_err());
    }

    #[test]
    fn fields_that_are_not_known_are_passed_over() {
        let id = RequestId(7);
        let json = r#"{"pong":{"extra":[{"a":1}],"id":7}}"#;
        assert_eq!(read(json), Ok(FromEngine::Pong { id }));
    }

    #[test]
    fn an_error_says_what_was_expected_and_found() {
        let error = read::<FromEngine>(r#"{"pong":{"id":"seven"}}"#).expect_err("no number");
        assert_eq!(error, r#"expected a number, found "seven""#);
    }
}
