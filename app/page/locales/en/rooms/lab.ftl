### A lab: a computer that serves the page and trains for it.

device = Device
here = This browser
there = This lab: { $name }, { $processor }
# Beneath the choice, where the lab is chosen.
sends = What runs train on there is sent to it, your own pictures included.
# What there is under My pictures before any were brought, in place of pictures’ own invitation.
bring = Bring photos, drawings, a zip, a NumPy file or a table of pixels; drop or paste them here. What a run
    trains on is sent to this lab.
# What the run on screen is trained on.
trains = this lab

## What becomes of a run. `$from` is from-beginning or from-step.

goes-on-here = The lab trains no more, so training goes on in this browser { $from }. { $reason }
begins-here = The lab does not train this run, so this browser does. { $reason }

## Why

gone = It does not answer: it was ended, or the network is gone.
full = It trains for { NUMBER($most, useGrouping: "false") } pages already, as many as it may. Choose it again later.
full-of-one = It trains for { NUMBER($most, useGrouping: "false") } pages of this computer or its network address
    already, as many as one may have. Close one of them that trains there.
not-admitted = It trains for pages that were opened by its link. Open that, or scan its QR code.
time-up = This page has had the { NUMBER($minutes, useGrouping: "false") } minutes of training that each page may
    have there.
too-large = It takes files of up to { NUMBER($megabytes, useGrouping: "false") } MB, and was sent a larger one.
    Bring fewer pictures.
out-of-memory = The run took more than the { NUMBER($megabytes, useGrouping: "false") } MB of memory that a run may
    take there. Lower the batch size or the layers’ widths.
# $gpu is what the card is called. MiB.
gpu-memory = This run needs about { NUMBER($expected, useGrouping: "false") } MiB of the lab’s GPU ({ $gpu }), of which
    { NUMBER($found, useGrouping: "false") } MiB are free. Lower the batch size or the layers’ widths, or train it in this
    browser.
gpu-tensor = This run has numbers of { NUMBER($expected, useGrouping: "false") } MiB in one piece, and the lab’s GPU
    ({ $gpu }) takes { NUMBER($found, useGrouping: "false") } MiB at most. Lower the batch size or the layers’ widths, or
    train it in this browser.
# $reason is what the driver says.
gpu-lost = Its GPU was lost ({ $reason }).
trainer-ended = Its trainer stopped.
not-asked = It was sent what it does not know ({ $reason }). Reload the page.
