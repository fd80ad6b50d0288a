### What an engine cannot do.

out-of-memory = 内存不足。
no-reason-given = 未说明原因
unknown-engine = 无法加载引擎：没有名为“{ $name }”的引擎。
explores-only = 此引擎只能用于探索。
not-loaded = 无法加载引擎：{ $message }。
no-web-gpu = 此引擎不含 WebGPU。
no-file = 消息应附带文件，但没有找到。
number-bytes = 每个数应占 4 字节，实际收到 { NUMBER($found, useGrouping: "false") } 字节。
picture-bytes = 应为 { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } 像素、{ NUMBER($channels, useGrouping: "false") } 通道、每张 { NUMBER($bytes, useGrouping: "false") } 字节的图像，实际收到 { NUMBER($found, useGrouping: "false") } 字节。
picture-count = 每次应为 1 至 { NUMBER($most, useGrouping: "false") } 张图像，实际为 { NUMBER($found, useGrouping: "false") } 张。
map-rows = 地图共有 { NUMBER($rows, useGrouping: "false") } 行，却要求第 { NUMBER($first, useGrouping: "false") } 至 { NUMBER($end, useGrouping: "false") } 行。
unknown-model = 应为已加载的模型，实际为 `{ $name }`。
model-of-points = 应为图像模型，实际为平面点模型。
fetch = 无法获取 { $url }：{ $cause }。请检查网络连接后重试。
no-answer = 服务器没有应答
broke-off = 应答中途断开
status = 服务器返回 { NUMBER($code, useGrouping: "false") }
