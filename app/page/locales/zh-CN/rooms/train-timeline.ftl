### The run's past.

section = 训练的时间线
timeline = 时间线
latest = 最新
snapshots = 快照
    .title = 每 20 秒以及每次暂停时记录
restore = 恢复到第 { NUMBER($step, useGrouping: "false") } 步
