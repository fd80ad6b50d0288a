### Why a file is no table of figures, by the codes of model/evaluation/src/table_fault.rs. `$name` is the file’s.

empty = “{ $name }”是空的：应为数值表格（CSV）。请重新复制或下载。
binary = 应为每次训练占一行的文本（CSV），而“{ $name }”含有文本中不会出现的字节。请把表格另存为 CSV 再打开。
encoding = 应为 UTF-8 或 UTF-16 编码的文本，而“{ $name }”用的是别的编码。请另存为“CSV UTF-8”。
names = 应有“family”一列写明训练的名称，而“{ $name }”中只有：{ $found }。请打开由“表格，CSV”、train judge 或 train sweep gather 写出的表格。
figures = 应有 frechet-distance 或 grid-kl 之类的数值，而“{ $name }”中没有，只有：{ $found }。请打开由“表格，CSV”、train judge 或 train sweep gather 写出的表格。
means = 应为每次训练占一行，而“{ $name }”中已是均值。请打开旁边的 table.csv，而不是 table-means.csv。
twice = 每一列应只出现一次，而“{ $name }”中有两列“{ $column }”。请删去其中一列后重新保存。
no-runs = 应为每次训练占一行，而“{ $name }”中只有列名。请重新汇总或保存表格。
no-end = 应有训练结束时（stop 为 100）的行，而“{ $name }”中没有。请在训练完成后再汇总。
cells = 共有 { $expected } 列，而“{ $name }”第 { $line } 行有 { $found } 个单元格。含有分隔符的单元格请加引号。
quote = 每次训练应独占一行，而“{ $name }”第 { $line } 行有一个单元格跨了行。请检查那里是否缺少一个引号。
no-name = “family”一列应有名称，而“{ $name }”第 { $line } 行没有。请填上名称，或删去这一行。
whole = “{ $column }”一列应为 0 到 { $most } 的整数，而“{ $name }”第 { $line } 行是“{ $found }”。请改正这个单元格。
outcome = “outcome”一列应为“measured”或“diverged”，而“{ $name }”第 { $line } 行是“{ $found }”。请改正这个单元格。
number = “{ $column }”一列应为有限的数或留空，而“{ $name }”第 { $line } 行是“{ $found }”。请改正或清空这个单元格。
again = 每次训练在每个测量点应只出现一次，而“{ $name }”第 { $line } 行又出现了 { $family }（随机种子 { $seed }，{ $stop }%）。请删去其中一行，或给不同的训练取不同的名称。
families = “family”一列至多有 { $most } 个不同的名称，而“{ $name }”中更多。请删去一些行，或减少汇总的设置。
