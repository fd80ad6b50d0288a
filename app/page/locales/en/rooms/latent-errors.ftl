### What cannot be done with points: sums of names, and directions.

other-space = Expected { NUMBER($expected, useGrouping: "false") } coordinates, but “{ $name }” has
    { NUMBER($found, useGrouping: "false") }; it belongs to another model.
sum-too-large = Expected a point, but the sum is too large; use smaller numbers.
too-long = Expected a sum of at most { NUMBER($most, useGrouping: "false") } names and numbers, found more; shorten it.
number-too-large = Expected a number that is not too large; use a smaller one.
sign-missing = Expected + or − between “{ $first }” and “{ $second }”, found none; write one.
# `$found` is the-end or quoted, `$known` is no-names or known-names.
unexpected = Expected { $expected ->
    [name] the name of a point or a vector
   *[name-after-number] a name after the number
}, found { $found }; { $known }.
the-end = the end
quoted = “{ $text }”
no-names = there are no names yet; pin a point first
known-names = known are { $names }

## Directions

not-points = Expected { NUMBER($expected, useGrouping: "false") } points of
    { NUMBER($latent, useGrouping: "false") } finite coordinates, found { NUMBER($found, useGrouping: "false") } numbers.
too-few = A direction needs at least three points whose value was measured, found
    { NUMBER($found, useGrouping: "false") }.
all-equal = A direction needs points that differ, but all have the value { $value }.
no-points-of-class = There are no points of the class { NUMBER($class) }; choose one that the data set has.
# What a direction between two digits is called; a formula can use it.
digit-to-digit = { NUMBER($from) } to { NUMBER($to) }
