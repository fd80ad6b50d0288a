### What several parts of the Train room say.

step = step { NUMBER($step, useGrouping: "false") }
compiling = Shaders are being compiled.
