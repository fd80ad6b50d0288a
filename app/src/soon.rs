#![allow(missing_docs, unused_variables, clippy::all)]
pub fn factor_vector(means: &[f32], latent: usize, values: &[f32]) -> Option<Vec<f32>> {
    None
}
pub fn class_mean(means: &[f32], latent: usize, labels: &[u8], class: u8) -> Option<Vec<f32>> {
    None
}
pub fn group_vector(with: &[f32], without: &[f32], latent: usize) -> Option<Vec<f32>> {
    None
}
pub fn evaluate(text: &str, names: &[(&str, &[f32])], latent: usize) -> Result<Vec<f32>, String> {
    Err(String::new())
}
pub fn readable(text: &str, names: &[(&str, &[f32])]) -> String {
    text.to_owned()
}
pub fn npy(rows: &[f32], shape: &[usize]) -> Result<Vec<u8>, String> {
    Err(String::new())
}
pub fn centre(grey: &[u8], width: usize, height: usize, size: usize) -> Result<Vec<u8>, String> {
    Err(String::new())
}
pub fn invert_if_light(grey: &[u8], width: usize, height: usize) -> Vec<u8> {
    grey.to_vec()
}
