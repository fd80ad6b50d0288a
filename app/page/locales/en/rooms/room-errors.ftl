### What an engine cannot do for the Train room or a tool.

# `$reasons` are sentences, one for each field that stands in the way.
untrainable = this cannot be trained. { $reasons }
not-live = { $label }: it cannot change while a run goes on, from { $from } to { $to }. Reset the run, or put
    it back.
short-queries-only = Expected a question about points and pictures, found one for the studio.
no-image-files = Expected the images' files with the message, found none.
no-latent-point = Expected a latent point with the message, found none.
no-checkpoint = Expected a checkpoint with the message, found none.
no-encoder = Expected a model with an encoder, found a generator alone. Search for the point that gives the
    picture instead.
one-latent-point = Expected one latent point, found { NUMBER($found, useGrouping: "false") }.
nothing-known = Expected a picture of the model’s size of which something is left, found none. Damage another one.
classifier-file = Expected a classifier of this version of the page, found another file. Reload the page.
classifier-size = Expected a model whose pictures have { NUMBER($width) } × { NUMBER($height) } pixels, as this classifier’s
    have, found another size. Choose a model of that size.
no-reference-set = Expected images to look at, found none. Choose a data set first.
reference-set-replaced = These images are no longer wanted: others were asked for.
image-index = Expected an image below { NUMBER($count, useGrouping: "false") }, found image
    { NUMBER($found, useGrouping: "false") }.
image-size = Expected images of { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } pixels
    like the model's pictures, found { NUMBER($found-height, useGrouping: "false") }×{ NUMBER($found-width, useGrouping: "false") }. Bring
    images of that size, or choose another data set.
image-channels = Expected images of { NUMBER($expected, useGrouping: "false") } channels like the model's
    pictures, found { NUMBER($found, useGrouping: "false") }. Bring images with as many, or choose another model.
unknown-data-set = There is no data set “{ $name }” to fetch.
data-set-not-on-site = { $title } is not in this site's data folder. Fetch it from a mirror, or drop the file
    of its training images on this page.
no-run = Expected a run, found none. Press Play to make one.
run-replaced = The run that it was asked of is no longer there: another one took its place.
run-diverged = The run diverged, so it takes no more steps.
side-by-side = Runs side by side are not written down, because a file holds one run.
step-not-finite = Expected finite numbers in this step, found others: it was taken, and cannot be shown.
pushed-images = Expected a run on points to push, found one on images.

## Specifications

field-refused = { $label }: expected { $expected }, found { $found }.
nothing = nothing
version = Version
all-networks = All networks together
spec-not-json = Expected a run's specification as JSON, but it cannot be read: { $reason }.
spec-not-an-object = Expected a run's specification as a JSON object.
spec-version = Expected a specification of version { NUMBER($expected, useGrouping: "false") }, found
    { $found }. Export it again from a page of this version.
spec-unknown-field = Expected a specification, found the field “{ $name }”, which it does not have.
link-unknown-preset = The link asks for the preset “{ $name }”, which this page does not have. Choose one from
    the list.
spec-field = The specification cannot be read. { $error }
link-field = The link cannot be followed. { $error }
spec-untrainable = This cannot be trained. { $reasons }
not-utf-8 = Expected JSON as UTF-8 text.
not-a-run = Expected a run that this page exported, found something else.
