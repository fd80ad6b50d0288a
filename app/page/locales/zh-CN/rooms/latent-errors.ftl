### What cannot be done with points: sums of names, and directions.

other-space = 应有 { NUMBER($expected, useGrouping: "false") } 个坐标，但“{ $name }”有 { NUMBER($found, useGrouping: "false") } 个；它属于另一个模型。
sum-too-large = 结果应为一个点，但数值过大；请改用较小的数。
too-long = 算式至多含 { NUMBER($most, useGrouping: "false") } 个名称和数，实际超出；请缩短。
number-too-large = 数值过大；请改用较小的数。
sign-missing = “{ $first }”与“{ $second }”之间应有 + 或 −，但没有；请补上。
# `$found` is the-end or quoted, `$known` is no-names or known-names.
unexpected = 应为{ $expected ->
    [name] 点或向量的名称
   *[name-after-number] 数之后的名称
}，实际为{ $found }；{ $known }。
the-end = 结尾
quoted = “{ $text }”
no-names = 目前还没有名称，请先钉住一个点
known-names = 已知的有 { $names }

## Directions

not-points = 应为 { NUMBER($expected, useGrouping: "false") } 个点、每点 { NUMBER($latent, useGrouping: "false") } 个有限坐标，实际为 { NUMBER($found, useGrouping: "false") } 个数。
too-few = 一个方向至少需要三个已测得数值的点，实际有 { NUMBER($found, useGrouping: "false") } 个。
all-equal = 一个方向需要数值各不相同的点，但所有点的值都是 { $value }。
no-points-of-class = 没有类别 { NUMBER($class) } 的点；请选择数据集中有的类别。
# What a direction between two digits is called; a formula can use it.
digit-to-digit = { NUMBER($from) } 到 { NUMBER($to) }
