### Figures with their units.

millis = { NUMBER($value, maximumFractionDigits: 0, useGrouping: "false") } ms
millis-fine = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) } ms
under-tenth-millis = < 0.1 ms
not-a-number = not a number
