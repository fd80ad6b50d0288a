### What the browser does not have, or could not do.

unknown-engine = 网址要求使用引擎“{ $asked }”，可选的只有 auto、cpu 和 webgpu；现使用 auto。
no-web-gpu = 此浏览器不支持 WebGPU。
web-gpu-not-asked = 无法向此浏览器的 WebGPU 请求适配器。
no-adapter = 此浏览器没有找到 WebGPU 适配器。
adapter-silent = 此浏览器的 WebGPU 在三秒内没有应答。
adapter-refused = 此浏览器拒绝提供 WebGPU 适配器。
# `$feature` is a name of the standard.
adapter-lacks = 此浏览器的 WebGPU 缺少引擎所需的 { $feature }。
adapter-software = 此浏览器的 WebGPU 由软件模拟，并非运行在 GPU 上。
file-not-made = 浏览器无法生成 { $name }，可能是内存不足。
no-worker = 浏览器未能创建 Worker：{ $error }
script-broken = 其脚本无法加载或运行。
worker-ended = 它没有说明原因就结束了。
message-not-sent = 有一条消息无法发送：{ $error }
picture-reader-missing = 读取图片的程序没有送达。多半是网络原因，请重试。

## Pictures that are brought

pasted-picture = 粘贴的图片
