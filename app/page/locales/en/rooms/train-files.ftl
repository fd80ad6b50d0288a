### Downloads of a run, and files that can be opened.

section = Files and link
save = Save
weights = Weights
run = Run
specification = Specification
log = Log
samples = Samples as PNG
timeline = Timeline as GIF
open-or-share = Open or share
open = Open…
    .title = A specification (JSON), a run (safetensors) or images (IDX, also in gzip), whatever they are
        called; or drop one anywhere on the page
    .input = Specification, run or images
copy-link = Copy link
link-copied = Link copied
link-not-copied = The browser did not let the link be copied. It is the page’s address.
unkept = This browser keeps no runs between visits: save yours as a file before you leave.
