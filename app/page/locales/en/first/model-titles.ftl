### What models are called that come of runs. `$preset` is a preset's id, as addresses have it.

in-training = The model in training
trained-before = The model trained before
kept = { $preset }, step { NUMBER($step, useGrouping: "false") }
