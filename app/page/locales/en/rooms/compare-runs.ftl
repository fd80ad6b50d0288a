### The Compare room: runs of several families on the same data.

## What it is, and what is chosen

about = Which kind of model is better? Here each of them is trained on the same pictures with the same budget, one after
    another, on this device’s CPU, and all are measured alike, runs from files among them. Choose, then press “Begin
    comparison”; the run of the Train room pauses.
data = Data
budget = Budget of each run
unit = Unit
seconds = seconds
steps = steps
seeds = Seeds
families = Models
begin = Begin comparison
stop = Stop comparison
no-family = Choose at least one model, or open a run that fits.
expected-minutes = { $runs ->
    [one] One run,
   *[other] { NUMBER($runs) } runs,
    } about { $minutes ->
    [one] one minute
   *[other] { NUMBER($minutes) } minutes
    } in all. With several seeds each figure has an error.
expected-runs = { $runs ->
    [one] One run.
   *[other] { NUMBER($runs) } runs.
    } With several seeds each figure has an error.

## Runs from files

from-files = Runs trained before
from-files-note = Runs from files, trained here or by the native program, and runs that the browser keeps are measured as
    they are, beside the others. Train saves one by “Save: Run”.
open-runs = Open runs…
run-files = Files of runs
refused-files = Files that are not compared
# A run's row and how it is named elsewhere; `$name` is its file's.
from-file = { $name } (from a file)
kept-row = { $name } (kept run)
kept-runs = Kept runs
add-kept = Add { $title }, step { NUMBER($step, useGrouping: "false") }
# `$model` is a kind of model, `$data` a data set.
file-facts = { $model }, { $data }, step { NUMBER($step, useGrouping: "false") }
remove = Remove
remove-named = Remove { $name }
other-data = Left out: expected a run on { $expected }, found one on { $found }. Choose those data above if they are
    there, or remove it.
other-size = Left out: expected pictures of { NUMBER($expected, useGrouping: "false") } pixels a side, found { NUMBER($found, useGrouping: "false") }.
    Open a run on pictures of that size, or remove it.
run-too-large = “{ $name }” has { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB; at most
    512 MB can be opened.
no-run = Expected a run (.run.safetensors), found that “{ $name }” { $kind ->
    [empty] is empty
    [weights] has the weights of a model alone
    [picture] is a picture
    [picture-set] is a set of pictures
    [specification] is a specification alone
    [onnx] is a model in ONNX
   *[other] is something else
    }. Open a file that Train saved by “Save: Run”.
run-unreadable = “{ $name }” begins like a run, but its beginning cannot be read. Copy or download it again, or save it
    anew in Train.
run-cut-short = “{ $name }” is cut short: expected { NUMBER($expected) } bytes, found { NUMBER($found) }. Copy or download it
    again.
run-specification = “{ $name }” is a run that this page cannot measure. { $reason }
too-many-runs = At most { NUMBER($most) } runs that were trained before are compared, so “{ $name }” is left out. Remove
    another one, then add it again.

## A table from a file

opened-table = A table of figures
opened-table-note = A table that “Table, CSV”, train judge or train sweep gather wrote is shown beside the runs, with means and
    errors over its seeds. It stays on this device. Its rows compare with others only if they are of the same data, measured
    alike.
open-table = Open a table…
table-file = File of a table
remove-table = Remove the table
table-status = What is shown of a table
# A row of the table; `$name` is what the model is called, `$file` the file’s name.
from-table = { $name } (from { $file })
reading-table = “{ $name }” is being read.
table-shown = From “{ $name }”: { NUMBER($families) } { $families ->
    [one] row
   *[other] rows
    }, of { NUMBER($runs) } { $runs ->
    [one] run
   *[other] runs
    }.
columns-ignored = Columns that are not known here are left out: { $names }.
no-table = Expected a table of figures (CSV), found that “{ $name }” { $kind ->
    [empty] is empty
    [picture] is a picture
    [run] is a run, which “Open runs…” opens
    [weights] has the weights of a model alone
    [run-log] is the log of one run
    [zip] is a zip
    [pdf] is a PDF
    [document] is a document, not CSV
   *[other] is something else
    }. Open a table that “Table, CSV”, train judge or train sweep gather wrote.
table-too-large = “{ $name }” has { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB; a table may have
    { NUMBER($most) }. Gather fewer runs, or delete rows.
several-tables = Expected one table at a time, found “{ $name }” and { NUMBER($others) } { $others ->
        [one] other file
       *[other] other files
    }. Gather the runs into one table, or open them one after another.
table-unread = “{ $name }” could not be read: the program that reads tables did not start or stopped. Reload the page, then
    open it again.

## How far it is

progress = Progress of the comparison
training = Run { NUMBER($number) } of { NUMBER($runs) }: { $family }, seed { NUMBER($seed) }, is being trained.
reading = Run { NUMBER($number) } of { NUMBER($runs) }: { $family } is being read.
measuring = Run { NUMBER($number) } of { NUMBER($runs) }: { $family }, seed { NUMBER($seed) }, is being measured.
ended = The comparison has ended: { NUMBER($done) } of { NUMBER($runs) } runs have all their figures.
how-far = { NUMBER($steps) } steps, { $seconds } s
disturbed = The run of the Train room plays meanwhile and takes time from these: their seconds compare badly.
diverged = { $family }, seed { NUMBER($seed) }: it diverged after { NUMBER($step) } steps, and has no figures at the end.
unmeasured = { $family }, seed { NUMBER($seed) }: its pictures could not be measured.
failed = { $family }, seed { NUMBER($seed) }, has no figures: { $reason }

## The table

results = Results
table = Table of results
family = Model
runs-column = Runs
runs-diverged = { NUMBER($runs) }, of which { NUMBER($diverged) } diverged
held-out = Held-out images
best = best
choose-column = A column’s name says what the column cannot.
what-it-cannot-say = What it says, and what it cannot
limits = { $column }: { $limits }
with-error = { $value } ± { $error }
share = { $value } %
share-with-error = { $value } ± { $error } %
best-note = A star marks the best mean of a column; where real pictures set the measure, the one nearest to theirs. ± is the
    standard error over seeds: differences of its size are chance.
classifier = Features and classes are those of a small classifier of MNIST’s digits. Each run is measured by 500 draws and up to 500
    held-out images; distances of other sizes of sample do not compare with these.
no-classifier = There is no classifier of such pictures here, or it did not arrive: the columns that need one stay empty.
csv = Table, CSV

## The chart

chart = Figures against steps or seconds
figure = Figure
against = Against
no-curve = These runs have no such figure.
