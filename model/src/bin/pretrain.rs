//! Trains what `assets/` ships.
fn main() {}
