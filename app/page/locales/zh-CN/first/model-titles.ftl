### What models are called that come of runs. `$preset` is a preset's id, as addresses have it.

in-training = 正在训练的模型
trained-before = 上一次训练的模型
kept = { $preset }，第 { NUMBER($step, useGrouping: "false") } 步
