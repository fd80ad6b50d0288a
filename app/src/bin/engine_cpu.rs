//! The `engine_cpu` binary.
fn main() {}
