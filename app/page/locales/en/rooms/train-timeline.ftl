### The run's past.

section = Timeline of the run
timeline = Timeline
latest = Latest
snapshots = Snapshots
    .title = Written down every 20 seconds and at every pause
restore = Restore step { NUMBER($step, useGrouping: "false") }
