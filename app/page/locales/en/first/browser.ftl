### What the browser does not have, or could not do.

unknown-engine = The address asks for the engine “{ $asked }”. There are auto, cpu and webgpu; auto is
    used.
no-web-gpu = This browser has no WebGPU.
web-gpu-not-asked = This browser's WebGPU could not be asked for an adapter.
no-adapter = This browser found no WebGPU adapter.
adapter-silent = This browser's WebGPU did not answer within three seconds.
adapter-refused = This browser refused a WebGPU adapter.
# `$feature` is a name of the standard.
adapter-lacks = This browser's WebGPU lacks { $feature }, which the engine needs.
adapter-software = This browser's WebGPU runs in software, not on a GPU.
file-not-made = The browser could not make { $name }. Perhaps there is too little memory.
no-worker = The browser made no worker: { $error }
script-broken = Its script could not be loaded or run.
worker-ended = It ended without a word.
message-not-sent = A message could not be sent: { $error }
picture-reader-missing = What reads pictures did not arrive. This is usually the network; try again.

## Pictures that are brought

pasted-picture = Pasted picture
