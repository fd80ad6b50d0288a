//! What nobody guesses.

/// 128 random bits as hexadecimal digits.
///
/// # Panics
/// If the system has no randomness: nothing could be kept from anyone.
pub fn secret() -> String {
    let mut bytes = [0; 16];
    #[allow(clippy::expect_used, reason = "a lab without secrets must not begin")]
    getrandom::fill(&mut bytes).expect("the system's randomness");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
