### What is trained, on what.

recipe = Recipe
preset = Preset
images = Images
points = Points of a plane
# It follows the sentence about the preset.
changed = { " " }Changed since.
kept = Kept on this device.
on-site = In this site’s data folder, { NUMBER($megabytes, useGrouping: "false") } MB.
on-mirror = Not on this site. From { $host } or another mirror, { NUMBER($megabytes, useGrouping: "false") } MB.
fetching = Fetching, { NUMBER($percent) } %
fetched = Fetched
fetch = Fetch { $data }
