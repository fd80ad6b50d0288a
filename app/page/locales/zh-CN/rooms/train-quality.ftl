### How near a run on two-dimensional data comes to them.
### `$parts` is what a density consists of: modes, arcs or squares. Percentages are of generated points.

quality = 质量
nothing-yet = 每秒一次，在此将生成的点与留出的点作比较。
measure = 指标
now = 当前
floor = 数据对数据
past = 历史
grid-kl = 网格 KL
grid-js = 网格 JS
against = { NUMBER($count) } 个生成的点与同样多的留出点相比，第 { NUMBER($step, useGrouping: "false") } 步
brief = { NUMBER($reached, useGrouping: "false") }／{ NUMBER($count, useGrouping: "false") } 个{ $parts ->
    [arcs] 弧段
    [squares] 方格
   *[modes] 模式
}，{ NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }% 高质量
# Of a measure and its value.
brief-measure = { $measure } { $value }
summary = 第 { NUMBER($step, useGrouping: "false") } 步：已到达 { NUMBER($count, useGrouping: "false") } 个{ $parts ->
    [arcs] 弧段
    [squares] 方格
   *[modes] 模式
}中的 { NUMBER($reached, useGrouping: "false") } 个，{ NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }% 的点为高质量。
summary-measure = 第 { NUMBER($step, useGrouping: "false") } 步：{ $measure } { $value }。
parts-reached = { $parts ->
    [arcs] 已到达的弧段
    [squares] 已到达的方格
   *[modes] 已到达的模式
}
reached-of = { NUMBER($reached, useGrouping: "false") }／{ NUMBER($count, useGrouping: "false") }
high-quality = 高质量
high-quality-now = { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } ± { NUMBER($error, minimumFractionDigits: 1, maximumFractionDigits: 1) }%
high-quality-floor = 留出数据：{ NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }%
points-in-each = 每个{ $parts ->
    [arcs] 弧段
    [squares] 方格
   *[modes] 模式
}中的点数
# `$counts` are numbers with commas between them.
generated-in-each = 每个{ $parts ->
    [arcs] 弧段
    [squares] 方格
   *[modes] 模式
}中生成的点数：{ $counts }
