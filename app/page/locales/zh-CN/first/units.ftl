### Figures with their units.

millis = { NUMBER($value, maximumFractionDigits: 0, useGrouping: "false") } 毫秒
millis-fine = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) } 毫秒
under-tenth-millis = < 0.1 毫秒
not-a-number = 不是数字
