### Files that the visitor opens or drops.

not-readable = The browser could not read { $name }. Is it a folder, or was it moved or changed meanwhile? Open
    its files one at a time.
link-dropped = That was a link or a text, not a file, so nothing was opened. To follow a link, paste it into
    another tab’s address bar.
drop-model = Drop a model (.safetensors, .onnx) or a picture to open it
drop-training = Drop pictures, a folder, a specification (.json) or a run to open it
