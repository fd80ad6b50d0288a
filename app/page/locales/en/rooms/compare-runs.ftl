### The Compare room: runs of several families on the same data.

## What it is, and what is chosen

about = Which kind of model is better? Here each of them is trained on the same pictures with the same budget, one after
    another, on this device’s CPU, and all are measured alike. Choose, then press “Begin comparison”; the run of the Train
    room pauses.
data = Data
budget = Budget of each run
unit = Unit
seconds = seconds
steps = steps
seeds = Seeds
families = Models
begin = Begin comparison
stop = Stop comparison
no-family = Choose at least one model.
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

## How far it is

progress = Progress of the comparison
training = Run { NUMBER($number) } of { NUMBER($runs) }: { $family }, seed { NUMBER($seed) }, is being trained.
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
