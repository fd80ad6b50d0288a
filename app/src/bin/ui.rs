//! The `ui` binary.
fn main() {}
