### Why something could not be done.

engine-instead = The engine came up on { $engine ->
    [cpu] the CPU
   *[web-gpu] WebGPU
} instead.
engine-of-other-build = it is of another build than the page.
worker-of-other-build = The page and its worker are of different builds. Reload the page.
not-timed = it could not be timed.
silent = It has not answered for { NUMBER($seconds, maximumFractionDigits: 0, useGrouping: "false") } seconds.

## A worker's answer does not fit the question

picture-bytes = expected { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } pixels
    with 1 or 3 channels, found { NUMBER($found, useGrouping: "false") } bytes for
    { NUMBER($channels, useGrouping: "false") } channels
pictures-bytes = expected { NUMBER($count, useGrouping: "false") } pictures of { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") }
    pixels with { NUMBER($channels, useGrouping: "false") } channels, found { NUMBER($found, useGrouping: "false") }
    bytes
tiles = expected { NUMBER($tiles, useGrouping: "false") } × { NUMBER($rows, useGrouping: "false") } tiles, found
    { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } pixels
latent-dimensions = Expected 1 to { NUMBER($most, useGrouping: "false") } latent dimensions, found
    { NUMBER($found, useGrouping: "false") }.
coordinates = Expected { NUMBER($expected, useGrouping: "false") } coordinates a point, found
    { NUMBER($found, useGrouping: "false") }.
points-bytes = { NUMBER($count, useGrouping: "false") } points do not fit
    { NUMBER($found, useGrouping: "false") } bytes.
coordinate-not-a-number = A coordinate is not a number.
label = Expected labels from 0 to 9, found { NUMBER($found, useGrouping: "false") }.
posterior = Expected a posterior of one picture, found { NUMBER($count, useGrouping: "false") } of
    { NUMBER($latent, useGrouping: "false") } dimensions in { NUMBER($numbers, useGrouping: "false") } numbers.
other-question = The engine answered another question.
other-pictures = The engine answered with other pictures.
other-model = The engine answered for another model.
