//! Decoders as ONNX. What rten makes of a graph that was found to be whole is not tried here.

use crate::corpus::Corpus;
use crate::{assert_sentence, check_reader, within_memory};

/// What a file's parts take of memory for each of its bytes: an empty part is a few hundred bytes.
const COPIES: usize = 400;

/// What stands in graphs.
const WORDS: &[&[u8]] = &[
    b"MatMul",
    b"Reshape",
    b"Constant",
    b"ConvTranspose",
    b"Resize",
    b"Gather",
    b"axis",
    b"\x0a\x02\x08\x01",
    b"\x12\x04\x08\x01\x10\x07",
];

#[test]
fn a_graph_is_read_or_refused_in_a_sentence() {
    let corpus = Corpus::of_words(WORDS)
        .with_files("tests/reference/decoders/bad")
        .with_files("tests/reference/decoders/encoders");
    check_reader!(corpus, |bytes| {
        let most = COPIES * bytes.len();
        if let Err(error) = within_memory(most, || onnx_decoder::check(bytes)) {
            assert_sentence(&error.to_string());
        }
        if let Err(error) = within_memory(most, || onnx_decoder::role(bytes)) {
            assert_sentence(&error.to_string());
        }
    });
}
