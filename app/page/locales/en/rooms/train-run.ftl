### Play, pause, step, begin again; how far a run is, and what goes wrong in it.

training = Training
play = Play
pause = Pause
step = Step
step-discriminator = Step D
step-generator = Step G
reset = Reset run
begin-trained = Begin trained
    .title = With the weights of this preset's run where its training ended
# $model is the title of a shipped model with the same networks.
begin-with-model = Begin with the weights of “{ $model }”
speed = Speed
speed-limit = { NUMBER($rate, useGrouping: "false") } { $rate ->
    [one] step/s
   *[other] steps/s
}
speed-unlimited = Flat out
changes-wait = Reset run applies these changes.
findings = Findings

## What the trainer is doing, as a word and as a sentence for screen readers

not-begun = not begun
being-made = being made…
    .said = The run is being made.
# Told to pause, and the last step is still being taken.
pausing = pausing…
paused = paused
    .said = Paused.
waiting = waits until this tab is seen
    .said = Training waits until this tab is seen.
playing = training
    .said = Training.
stopped = stopped
    .said = The run has stopped.
# `$piece` is what they are compiled for, the `$at`-th of `$of`.
compiling = compiling shaders, { NUMBER($at, useGrouping: "false") } of { NUMBER($of, useGrouping: "false") }: { $piece ->
    [encoder-decoder] encoder and decoder
    [discriminator] discriminator
    [generator] generator
   *[pictures] pictures
}
fetching = fetching { $file }, { NUMBER($percent) } %
warmed-up = warmed up in { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } s
    .title = Shaders were compiled, by a step on networks that were thrown away

## How far, and how fast

progress = Training progress
pace = { $steps } steps/s
# `$time` has its unit.
step-time = { $time }/step
device-title = What training runs on
clock-title = Time spent training
threads = CPU, { NUMBER($count, useGrouping: "false") } threads
