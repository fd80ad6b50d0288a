### Why it is this engine.

chosen = Chosen by you.
chosen-slow = Chosen by you. { $why } It will be slow.
adapter-asked = To begin with; the browser is asked for WebGPU.
tried-next = To begin with; { $engine ->
    [cpu] the CPU
   *[web-gpu] WebGPU
} is tried next.
tried-in-vain = { $engine ->
    [cpu] The CPU
   *[web-gpu] WebGPU
} was tried too, but: { $why }
# Figures with their digits, such as 0.4 and 12.
timed = WebGPU decodes a picture in { $web-gpu } ms, the CPU in { $cpu } ms here.
onnx-on-cpu = ONNX files run on the CPU.
started-again = Started again by you.
