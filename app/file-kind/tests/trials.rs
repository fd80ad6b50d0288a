//! The trial files are what their list says, whatever they are called.

use std::fs;
use std::path::PathBuf;

use file_kind::FileKind::{
    Empty, Foreign, Gzip, Idx, Onnx, Picture, Run, Specification, Unknown, Weights,
};
use file_kind::{FileKind, ForeignFile as F, file_kind};

/// What a folder's files are, but for those that [`OTHERS`] names.
const FOLDERS: [(&str, FileKind); 6] = [
    ("idx", Gzip),
    ("numpy", Foreign(F::NumpyArray)),
    ("pictures", Picture),
    ("runs", Run),
    ("safetensors", Weights),
    ("specs", Specification),
];

const OTHERS: [(&str, FileKind); 22] = [
    ("huge-count.idx", Idx),
    ("little-endian-header.idx", Idx),
    ("plain-but-called.idx.gz", Idx),
    ("product-overflow.idx", Idx),
    ("trailing-one-byte.idx", Idx),
    ("zero-height.idx", Idx),
    ("kaggle-archive.zip", Foreign(F::IdxArchive)),
    ("mnist-as-csv.csv", Foreign(F::Table)),
    ("mnist-no-header-semicolons.csv", Foreign(F::Table)),
    ("mnist-like.npz", Foreign(F::NumpyArchive)),
    ("empty-0-bytes.png", Empty),
    ("html-called.png", Foreign(F::WebPage)),
    ("model-weights-called.run.safetensors", Weights),
    ("gguf-called.safetensors", Foreign(F::Gguf)),
    ("git-lfs-pointer.safetensors", Foreign(F::GitLfsPointer)),
    ("html-404-page.safetensors", Foreign(F::WebPage)),
    ("onnx-called.safetensors", Onnx),
    ("pytorch-pt-called.safetensors", Foreign(F::PyTorch)),
    // Eight zeros and then tensors: nothing says what it is.
    ("header-length-0.safetensors", Unknown),
    ("train-images.idx3-ubyte", Idx),
    ("train-images-idx3-ubyte", Idx),
    ("gzipped.json.gz", Gzip),
];

#[test]
fn each_trial_file_is_what_its_list_says() {
    let folder = local_files::crate_folder!().join("../../../shared/trials");
    let folder = std::env::var_os("LATENTSCAPE_TRIALS").map_or(folder, PathBuf::from);
    if !folder.exists() {
        println!("skipped: the trial files (they are not beside the project)");
        return;
    }
    let mut seen = 0;
    for (name, usual) in FOLDERS {
        let mut folders = vec![folder.join(name)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let called = path.file_name().expect("a name").to_string_lossy();
                let bytes = fs::read(&path).expect("a file");
                let other = OTHERS.iter().find(|(name, _)| *name == called);
                let expected = other.map_or(usual, |(_, kind)| *kind);
                assert_eq!(file_kind(&bytes), expected, "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen} files");
}
