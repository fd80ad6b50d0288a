//! Parts of addresses.

/// The value of a part of an address, if it has one. Commas may have been encoded on the way.
pub(crate) fn address_part(text: &str, key: &str) -> Option<String> {
    let mut parts = text.split('&');
    let value = parts.find_map(|part| {
        let (found, value) = part.split_once('=')?;
        (found == key).then_some(value)
    })?;
    Some(value.replace("%2C", ",").replace("%2c", ","))
}
