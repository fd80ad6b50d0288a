### What alerts of the Train room and of the tools say. The reasons are sentences of an engine's, of the
### browser's or of a driver's.

## Tools

pictures-not-decoded = Pictures could not be decoded: { $error }
picture-not-encoded = The picture could not be encoded. { $error }
examples-not-encoded = The examples could not be encoded. { $error }
point-not-searched = No point could be looked for. { $error }
nearest-not-found = The nearest images could not be found. { $error }
pictures-not-classified = What the pictures are taken for could not be found. { $error }
background-restarted = The worker for searches and comparisons stopped, and is started again when it is
    needed. A search under way has ended. It said: { $reason }
background-stopped = The worker for searches and comparisons stopped twice. Reload the page to start it
    again. It said: { $reason }
background-unavailable = Searches and comparisons are not to be had for this model. { $error }
group-without-examples = An attribute needs examples with it and examples without it. Mark at least one
    of each.
name-missing = Give the direction a name, such as “smile”.
name-taken = There is something of this name already. Choose another one.
too-many-directions = There are as many directions as can be kept. Remove one first.
name-unusable = A name has at least one letter and no signs of arithmetic, so that a formula can use
    it.

## Links

link-to-own-model = The link was made with a model that its sender trained or opened, which no link can
    hold. Ask for its file and open it here.
link-to-unknown-model = The link asks for the model “{ $id }”, which this page does not have. Choose one
    from the list.
link-of-other-dimensions = The link has { NUMBER($found, useGrouping: "false") } coordinates, and this
    model { NUMBER($latent, useGrouping: "false") } dimensions. The point stays where it is.

## The Train room

not-fetched = { $title } could not be fetched. { $error }
compared-runs-not-written = Runs side by side are not written down: a file holds one run. Leave “Side by
    side” empty and press Reset run to train one that is.
file-not-opened = “{ $name }” could not be opened. { $reason }
link-part-unknown = The link has a part “{ $part }”, which no run has; it is left out.
controls-unknown = The link shows controls called “{ $name }”, which there are none of; the others it names are
    shown.
lesson-unknown = The link asks for a lesson “{ $lesson }”, which this page does not have. Choose one from the
    list.
lesson-not-fetched = The lesson did not arrive. This is usually the network; choose it again.
lesson-of-other-version = The link was made for another version of this lesson, which is version
    { NUMBER($version, useGrouping: "false") } here, so the lesson opens at its beginning.
lesson-step-unread = The link asks for step “{ $step }”; steps are counted 1, 2, 3. The lesson opens where you
    left off.
lesson-step-missing = The link asks for a step that this lesson does not have: it has
    { NUMBER($steps, useGrouping: "false") }. The lesson opens at its beginning.
tour-not-fetched = The tour did not arrive. This is usually the network; ask for it again.
projector-unread = The link says “projector={ $found }”; expected 1 for projector mode, or 0. The page stays as it
    is.
projector-not-fetched = Projector mode did not arrive. This is usually the network; reload the page.
game-of-other-version = The link was made for version “{ $found }” of the game; this page has version 1. Open the
    game from the list of the Learn room.
game-of-other-run = Expected a run with a discriminator, on pictures that come with the site; the link has none.
    The game is that of the classroom.
game-part-unread = The link says { $part }={ $found }, which this game cannot be. The rest of it holds; choose
    that part before you begin.
not-trainable = This cannot be trained. { $error }
own-images-missing = Expected images of your own, found none. Bring some under My pictures, or drop a file
    of images on the page.
diverged = The run diverged, so it stopped and went back to step { NUMBER($step, useGrouping: "false") }. Lower
    the learning rate, then press Play.
diverged-at-once = The run diverged before its first snapshot, so it stopped. Lower the learning rate,
    then press Reset run.
run-not-made = The run could not be made. { $error }
run-not-restored = The run could not be brought back. { $error }
run-not-written = The run could not be written down. { $error }
run-not-kept-full = The browser has no room left for this run, so it is not kept. Delete one of the kept runs,
    or save this one as a file. What was kept before stays.
run-not-kept = This run is not kept for the next visit. { $fault } Save it as a file before you leave. What was kept
    before stays.
kept-run-copied = Another tab is training this run, so this tab goes on with a copy of it.
# `$title` is the visitor's name for it, or its preset's.
kept-run-not-resumed = “{ $title }” could not be resumed, and stays kept. { $error }
kept-run-gone = “{ $title }” is not kept any more, or was kept by another version of this page that this one cannot
    read. Another tab may have deleted it.
kept-run-unread = “{ $title }” could not be read, and stays kept. { $fault }
kept-run-not-changed = The kept run stays as it is. { $fault }

## Why the browser did not do what it was asked; sentences

store-full = The browser has no room left.
store-forbidden = The browser forbids this page to store anything.
store-missing = The browser has no storage for runs.
store-in-use = Another tab is training this run.
store-other = The browser says: { $message }

report-unread = The trainer's report could not be read: { $error }
new-version = A new version is here: reload the page to use it. A run under way is kept first.
reload-loses-run = This run cannot be kept in the browser, so reloading loses what it came to. To reload
    all the same, press Reload once more.
battery-low = The battery is low, so training waits. Press Play to go on anyway.
waited-unseen = Training waited while this tab was hidden, to spare the battery, and goes on now. It does
    so each time.

## The trainer is gone

# A sentence that follows another, with the blank between them.
smaller-run = { " " }Lower the batch size or the layers’ widths.
from-beginning = from the beginning
from-step = from step { NUMBER($step, useGrouping: "false") }
# `$from` is from-beginning or from-step, `$advice` nothing or smaller-run.
on-cpu = The GPU was lost, so training goes on with the CPU { $from }.{ $advice }
no-gpu = Training with WebGPU could not start, so the CPU is used. { $reason }
one-thread = Training on several threads could not start, so one is used. { $reason }
not-started = The trainer could not start. { $reason }{ $advice }
stopped = The trainer stopped. { $reason }{ $advice }
stopped-twice = The trainer stopped twice. { $reason }{ $advice } Restore a snapshot, or press Play to
    train anew.
restarted = The trainer stopped and was started again { $from }. { $reason }{ $advice }
restarted-on-one-thread = The trainer stopped and was started again { $from }, with one thread now.
    { $reason }{ $advice }
