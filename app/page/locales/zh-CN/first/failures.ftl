### Why something could not be done.

engine-instead = 引擎改为在 { $engine ->
    [cpu] CPU
   *[web-gpu] WebGPU
} 上启动。
engine-of-other-build = 它与页面不是同一次构建。
worker-of-other-build = 页面与它的 Worker 不是同一次构建。请重新加载页面。
not-timed = 未能测得用时。
silent = 已有 { NUMBER($seconds, maximumFractionDigits: 0, useGrouping: "false") } 秒没有应答。

## A worker's answer does not fit the question

picture-bytes = 应为 { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } 像素、1 或 3 个通道，实际为 { NUMBER($found, useGrouping: "false") } 字节、{ NUMBER($channels, useGrouping: "false") } 个通道
pictures-bytes = 应为 { NUMBER($count, useGrouping: "false") } 张 { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } 像素、{ NUMBER($channels, useGrouping: "false") } 个通道的图像，实际为 { NUMBER($found, useGrouping: "false") } 字节
tiles = 应为 { NUMBER($tiles, useGrouping: "false") } × { NUMBER($rows, useGrouping: "false") } 个图块，实际为 { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } 像素
latent-dimensions = 潜空间应为 1 至 { NUMBER($most, useGrouping: "false") } 维，实际为 { NUMBER($found, useGrouping: "false") } 维。
coordinates = 每个点应有 { NUMBER($expected, useGrouping: "false") } 个坐标，实际有 { NUMBER($found, useGrouping: "false") } 个。
points-bytes = { NUMBER($count, useGrouping: "false") } 个点与 { NUMBER($found, useGrouping: "false") } 字节不符。
coordinate-not-a-number = 有一个坐标不是数字。
label = 标签应为 0 至 9，实际为 { NUMBER($found, useGrouping: "false") }。
posterior = 应为一张图像的后验，实际为 { NUMBER($count, useGrouping: "false") } 张、{ NUMBER($latent, useGrouping: "false") } 维、共 { NUMBER($numbers, useGrouping: "false") } 个数。
other-question = 引擎回答的是另一个问题。
other-pictures = 引擎返回的是别的图像。
other-model = 引擎的回答属于另一个模型。
