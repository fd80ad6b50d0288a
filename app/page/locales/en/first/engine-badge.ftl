### Which engine runs, how fast, and the choice of another.

engine = Engine
# `$engine` is CPU or WebGPU, `$state` one of the messages below or a time.
badge = { $engine } · { $state }
starting = starting
stopped = stopped
preparing = loading and compiling
ready = ready
details = Engine details and choice
choice = Engine choice
note = The time is for decoding one picture, away from this page’s thread.
auto = Auto
    .explained = Whichever is faster here
cpu = CPU
    .explained = WebAssembly with SIMD, one thread
web-gpu = WebGPU
    .explained = This device’s graphics processor
