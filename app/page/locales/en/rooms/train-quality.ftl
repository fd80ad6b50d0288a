### How near a run on two-dimensional data comes to them.
### `$parts` is what a density consists of: modes, arcs or squares. Percentages are of generated points.

quality = Quality
nothing-yet = Once a second, generated points are compared with held-out ones here.
measure = Measure
now = Now
floor = Data against data
past = So far
grid-kl = Grid KL
grid-js = Grid JS
against = { NUMBER($count) } generated points against as many held-out ones, step { NUMBER($step, useGrouping: "false") }
brief = { NUMBER($reached, useGrouping: "false") } of { NUMBER($count, useGrouping: "false") } { $parts ->
    [arcs] arcs
    [squares] squares
   *[modes] modes
}, { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } % of high quality
# Of a measure and its value.
brief-measure = { $measure } { $value }
summary = Step { NUMBER($step, useGrouping: "false") }: { NUMBER($reached, useGrouping: "false") } of { NUMBER($count, useGrouping: "false") } { $parts ->
    [arcs] arcs
    [squares] squares
   *[modes] modes
} reached, { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } % of points of high quality.
summary-measure = Step { NUMBER($step, useGrouping: "false") }: { $measure } { $value }.
parts-reached = { $parts ->
    [arcs] Arcs reached
    [squares] Squares reached
   *[modes] Modes reached
}
reached-of = { NUMBER($reached, useGrouping: "false") } of { NUMBER($count, useGrouping: "false") }
high-quality = High quality
high-quality-now = { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } ± { NUMBER($error, minimumFractionDigits: 1, maximumFractionDigits: 1) } %
high-quality-floor = held-out: { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) } %
points-in-each = Points in each of the { $parts ->
    [arcs] arcs
    [squares] squares
   *[modes] modes
}
# `$counts` are numbers with commas between them.
generated-in-each = Generated points in each of the { $parts ->
    [arcs] arcs
    [squares] squares
   *[modes] modes
}: { $counts }
