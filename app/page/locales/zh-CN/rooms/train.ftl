### What several parts of the Train room say.

step = 第 { NUMBER($step, useGrouping: "false") } 步
compiling = 正在编译着色器。
