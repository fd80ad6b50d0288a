//! `docs/own-model.md` has the scripts that made the files of the other tests, word for word.

use std::fs;

use local_files::crate_folder;

#[test]
fn the_scripts_of_the_document_are_those_that_tests_were_made_with() {
    let root = crate_folder!().join("../..");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect(path);
    let document = read("docs/own-model.md");
    let blocks: Vec<&str> = document
        .split("```python\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect();
    let scripts = ["mlp_vae", "dcgan", "conditional"]
        .map(|name| read(&format!("tests/reference/decoders/{name}.py")));
    assert_eq!(blocks, scripts);
}
