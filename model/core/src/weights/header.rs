//! What the reader of safetensors headers passes over, or cannot name: entries that occur twice, and
//! metadata that are no text.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::error::SafetensorsFault;

/// The entry that is no tensor.
const METADATA: &str = "__metadata__";

/// What is wrong with a file's header, if it is one of these things. All else, its reader says.
pub(super) fn fault(bytes: &[u8]) -> Option<SafetensorsFault> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let header: Header = serde_json::from_slice(rest.get(..length)?).ok()?;
    header.0
}

/// The first fault of a header.
struct Header(Option<SafetensorsFault>);

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a header")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Header, M::Error> {
        let (mut seen, mut fault) = (BTreeSet::new(), None);
        while let Some(name) = map.next_key::<String>()? {
            if !seen.insert(name.clone()) {
                fault = fault.or(Some(SafetensorsFault::TwoEntries(name.as_str().into())));
            }
            if name == METADATA {
                let Metadata(found) = map.next_value()?;
                fault = fault.or(found);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Header(fault))
    }
}

/// The first fault of a header's metadata.
struct Metadata(Option<SafetensorsFault>);

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MetadataVisitor)
    }
}

struct MetadataVisitor;

impl<'de> Visitor<'de> for MetadataVisitor {
    type Value = Metadata;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("metadata")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Metadata, M::Error> {
        let (mut seen, mut fault) = (BTreeSet::new(), None);
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<Value>()?;
            if !seen.insert(name.clone()) {
                fault = fault.or(Some(SafetensorsFault::TwoEntries(name.into())));
            } else if !value.is_string() {
                fault = fault.or(Some(SafetensorsFault::MetadataEntry(name.into())));
            }
        }
        Ok(Metadata(fault))
    }
}
