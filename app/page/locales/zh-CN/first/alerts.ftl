### Messages above the page's lower edge: their controls.

messages = 消息
start-again = 重新启动
fetch-from-mirror = 从镜像站下载
close = 关闭消息
reload = 重新加载

## What became of a point, a map or a model

# The reasons are sentences of an engine's, of the browser's or of a driver's.
coordinate-not-a-number = 坐标必须是数字。点留在原处。
point-not-decoded = 无法解码该点：{ $error }
map-not-decoded = 无法解码地图：{ $error }
model-not-loaded = 无法加载“{ $title }”。{ $error }
points-not-loaded = 无法加载已编码的测试图像。{ $error }

## Engines

web-gpu-unusable = 此处无法使用 WebGPU，改用 CPU。{ $why }
web-gpu-not-started = WebGPU 未能启动，改用 CPU。{ $reason }
gpu-lost = GPU 已断开，由 CPU 接手。{ $reason }
engine-restarted = 引擎停止后已重新启动。
web-gpu-stopped-twice = WebGPU 引擎停止了两次，由 CPU 接手。它给出的原因是：{ $reason }
engine-stopped-twice = 引擎停止了两次，无法再解码新图像。它给出的原因是：{ $reason }
program-build = 协议 { NUMBER($protocol, useGrouping: "false") }，构建 { $build }
other-build = 页面（{ $page }）与引擎（{ $engine }）不是同一次构建。请重新加载页面。
