### Messages above the page's lower edge: their controls.

messages = Messages
start-again = Start again
fetch-from-mirror = Fetch from a mirror
close = Close message
reload = Reload

## What became of a point, a map or a model

# The reasons are sentences of an engine's, of the browser's or of a driver's.
coordinate-not-a-number = A coordinate must be a number. The point stays where it was.
point-not-decoded = This point could not be decoded: { $error }
map-not-decoded = The map could not be decoded: { $error }
model-not-loaded = “{ $title }” could not be loaded. { $error }
points-not-loaded = The encoded test images could not be loaded. { $error }

## Engines

web-gpu-unusable = WebGPU cannot be used here, so the CPU is. { $why }
web-gpu-not-started = WebGPU could not start, so the CPU is used. { $reason }
gpu-lost = The GPU was lost, so the CPU has taken over. { $reason }
engine-restarted = The engine stopped and was started again.
web-gpu-stopped-twice = The WebGPU engine stopped twice, so the CPU has taken over. It said:
    { $reason }
engine-stopped-twice = The engine stopped twice. Nothing new can be decoded. It said: { $reason }
program-build = protocol { NUMBER($protocol, useGrouping: "false") }, build { $build }
other-build = The page ({ $page }) and its engine ({ $engine }) are of different builds. Reload the
    page.
