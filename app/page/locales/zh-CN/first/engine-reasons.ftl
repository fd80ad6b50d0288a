### Why it is this engine.

chosen = 由你选定。
chosen-slow = 由你选定。{ $why }速度会很慢。
adapter-asked = 暂用此引擎；正在向浏览器请求 WebGPU。
tried-next = 暂用此引擎；接下来会试用 { $engine ->
    [cpu] CPU
   *[web-gpu] WebGPU
}。
tried-in-vain = 也试过 { $engine ->
    [cpu] CPU
   *[web-gpu] WebGPU
}，但是：{ $why }
# Figures with their digits, such as 0.4 and 12.
timed = 在本机上解码一张图像，WebGPU 用时 { $web-gpu } 毫秒，CPU 用时 { $cpu } 毫秒。
onnx-on-cpu = ONNX 文件在 CPU 上运行。
started-again = 由你重新启动。
