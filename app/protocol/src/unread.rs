//! Parts of messages that are read later.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json;

/// A part of a message that only the lazily loaded rooms read. The page's first program passes it on
/// as JSON, so that the code that reads it is loaded with the rooms. On the wire it is what `T` is.
#[derive(Clone, Debug, PartialEq)]
pub enum Unread<T> {
    /// As the sender made it.
    Known(T),
    /// As it arrived.
    Json(Value),
}

impl<T: DeserializeOwned> Unread<T> {
    /// Reads it.
    ///
    /// # Errors
    /// A sentence on what does not fit, as [`json::read`] has it.
    pub fn read(self) -> Result<T, String> {
        match self {
            Self::Known(known) => Ok(known),
            Self::Json(value) => json::read_value(value),
        }
    }
}

impl<T> From<T> for Unread<T> {
    fn from(known: T) -> Self {
        Self::Known(known)
    }
}

impl<T: Serialize> Serialize for Unread<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(known) => known.serialize(serializer),
            Self::Json(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T> Deserialize<'de> for Unread<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::Json)
    }
}
