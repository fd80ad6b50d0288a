### Files that the visitor opens or drops.

too-large = { $name } has { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB; at
    most 512 MB can be opened.
not-readable = The browser could not read { $name }. Was it moved or changed meanwhile?
drop-model = Drop a .safetensors file or a picture to open it
drop-training = Drop images (IDX), a specification (.json) or a run to open it
