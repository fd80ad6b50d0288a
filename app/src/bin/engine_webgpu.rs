//! The `engine_webgpu` binary.
fn main() {}
