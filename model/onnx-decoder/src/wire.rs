//! Whether the parts of a file are as long as they say, before a reader believes it.
//!
//! rten-onnx makes room for a part before it has read it: a broken length would ask for more memory
//! than there is.

/// Graphs within graphs, and no deeper.
const DEEPEST: usize = 24;

/// A message of ONNX that others lie in.
#[derive(Clone, Copy)]
enum OnnxMessage {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    Value,
    Type,
    TensorType,
    SequenceType,
    Shape,
    /// Its parts are texts and numbers.
    Leaf,
}

impl OnnxMessage {
    /// What lies in a field, by its number in onnx.proto; `None` for bytes and texts.
    fn field(self, number: u64) -> Option<Self> {
        Some(match (self, number) {
            (Self::Model, 7) | (Self::Attribute, 6) => Self::Graph,
            (Self::Model, 8 | 14) | (Self::Tensor, 13) | (Self::Shape, 1) => Self::Leaf,
            (Self::Graph, 1) => Self::Node,
            (Self::Graph, 5) | (Self::Attribute, 5) => Self::Tensor,
            (Self::Graph, 11..=13) => Self::Value,
            (Self::Node, 5) => Self::Attribute,
            (Self::Value, 2) | (Self::SequenceType, 1) => Self::Type,
            (Self::Type, 1) => Self::TensorType,
            (Self::Type, 4) => Self::SequenceType,
            (Self::TensorType, 2) => Self::Shape,
            _ => return None,
        })
    }
}

/// Whether the bytes are a model whose parts lie within it.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    fits(bytes, OnnxMessage::Model, DEEPEST).is_some()
}

fn fits(mut rest: &[u8], message: OnnxMessage, deeper: usize) -> Option<()> {
    while !rest.is_empty() {
        let key = varint(&mut rest)?;
        match key & 7 {
            0 => _ = varint(&mut rest)?,
            1 => rest = rest.get(8..)?,
            2 => {
                let length = usize::try_from(varint(&mut rest)?).ok()?;
                let (part, behind) = rest.split_at_checked(length)?;
                if let Some(within) = message.field(key >> 3) {
                    fits(part, within, deeper.checked_sub(1)?)?;
                }
                rest = behind;
            }
            5 => rest = rest.get(4..)?,
            _ => return None,
        }
    }
    Some(())
}

/// A number of seven bits a byte, the lowest first.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_within_the_file_and_within_each_other() {
        // A model of version 8 whose graph has a node with the operator `Add`.
        let whole = [8, 8, 0x3a, 7, 0x0a, 5, 0x22, 3, b'A', b'd', b'd'];
        assert!(is_whole(&whole));
        assert!(is_whole(&[]));
        for cut in 1..whole.len() {
            assert!(!is_whole(&whole[..cut]) || cut == 2, "{cut}");
        }
        // The name says that it is longer than its node, though not than the file.
        let mut longer = whole.to_vec();
        longer[7] = 9;
        longer.extend([0; 8]);
        assert!(!is_whole(&longer));
        assert!(!is_whole(&[0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f]), "34 GB");
        assert!(!is_whole(&[0xff; 12]), "a number that never ends");
    }
}
