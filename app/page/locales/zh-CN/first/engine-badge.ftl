### Which engine runs, how fast, and the choice of another.

engine = 引擎
# `$engine` is CPU or WebGPU, `$state` one of the messages below or a time.
badge = { $engine } · { $state }
starting = 启动中
stopped = 已停止
preparing = 正在加载和编译
ready = 就绪
details = 引擎详情与选择
choice = 选择引擎
note = 所示时间为解码一张图像所用，计算不占用页面线程。
auto = 自动
    .explained = 使用本机上较快的一个
cpu = CPU
    .explained = 带 SIMD 的 WebAssembly，单线程
web-gpu = WebGPU
    .explained = 本机的图形处理器
