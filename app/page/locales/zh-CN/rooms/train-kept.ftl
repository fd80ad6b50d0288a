### Runs that the browser keeps.

section = 已保存的训练
none = 暂无
# `$megabytes` is what all of them take up.
count = { NUMBER($count) } · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
note = 训练进行时，每隔 { NUMBER($seconds) } 秒以及每次暂停时都会保存。关闭页面之后也可以继续。
full = 浏览器已没有空间，因此当前训练没有保存。请删除一个已保存的训练，或把当前训练存为文件。

## A run

# In place of a preset's name.
a-run = 训练
name = 名称
picture = 此训练的图像
# `$date` is date and time, in the visitor's language.
facts = 第 { NUMBER($step, useGrouping: "false") } 步 · { $date } · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
here = 当前训练。
elsewhere = 另一个标签页正在训练它。
resume = 继续
    .named = 继续“{ $title }”，第 { NUMBER($step, useGrouping: "false") } 步
opening = 正在读取…
delete = 删除
    .named = 删除“{ $title }”
confirm = 永久删除
    .named = 永久删除“{ $title }”
cancel = 不删除
    .named = 不删除“{ $title }”
