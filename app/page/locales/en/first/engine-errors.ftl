### What an engine cannot do.

out-of-memory = Memory ran out.
no-reason-given = no reason given
unknown-engine = The engine could not be loaded: there is no engine “{ $name }”.
explores-only = This engine was built to explore only.
not-loaded = The engine could not be loaded: { $message }.
no-web-gpu = This engine was built without WebGPU.
no-file = Expected a file with the message, found none.
number-bytes = Expected numbers of 4 bytes each, found { NUMBER($found, useGrouping: "false") } bytes.
picture-bytes = Expected pictures of { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } pixels
    and { NUMBER($channels, useGrouping: "false") } channels, { NUMBER($bytes, useGrouping: "false") } bytes each,
    found { NUMBER($found, useGrouping: "false") } bytes.
picture-count = Expected 1 to { NUMBER($most, useGrouping: "false") } pictures at a time, found
    { NUMBER($found, useGrouping: "false") }.
map-rows = Expected rows of a map of { NUMBER($rows, useGrouping: "false") } rows, found rows
    { NUMBER($first, useGrouping: "false") } to { NUMBER($end, useGrouping: "false") }.
unknown-model = Expected a model that is loaded, found `{ $name }`.
model-of-points = Expected a model of pictures, found one of points of a plane.
fetch = { $url } could not be fetched: { $cause }. Check the connection and try again.
no-answer = the server did not answer
broke-off = the answer broke off
status = the server answered { NUMBER($code, useGrouping: "false") }
