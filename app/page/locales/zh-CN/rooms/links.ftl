### What is wrong with a link to a place in Explore, and what was done instead.

too-long = 链接过长，只读取前 { NUMBER($most, useGrouping: "false") } KiB。
version = 链接为版本“{ $found }”，本页读取版本 { NUMBER($version, useGrouping: "false") }；已显示其中能够识别的内容。
pin-of-other-space = 链接中图钉 { $pin } 有 { NUMBER($found, useGrouping: "false") } 个坐标，应为 { NUMBER($expected, useGrouping: "false") } 个；已略去。
no-name = 链接中的{ $part ->
    [model] 模型
    [tool] 工具
    [projection] 投影
    [language] 语言
   *[second-model] 第二个模型
}“{ $found }”不是有效的名称，已忽略。
no-class = 链接中的类别“{ $found }”不是从 0 起的整数，已忽略。
no-classes = 链接中有类别 { NUMBER($found, useGrouping: "false") }，但该模型没有类别，已忽略。
class-missing = 链接中有类别 { NUMBER($found, useGrouping: "false") }，但该模型的类别为 0 到 { NUMBER($last, useGrouping: "false") }，已忽略。
# `$part` is point or a pin's name.
too-many-coordinates = 链接中的{ $part ->
    [point] 点
   *[pin] 图钉 { $part }{ " " }
}坐标超过 { NUMBER($most, useGrouping: "false") } 个，多余的已略去。
coordinate-beyond = 链接中的{ $part ->
    [point] 点
   *[pin] 图钉 { $part }{ " " }
}有坐标 { $found }，超出 −{ NUMBER($limit, maximumFractionDigits: 1) } 到 { NUMBER($limit, maximumFractionDigits: 1) } 的范围，已取范围内最近的值。
coordinate-unreadable = 链接中的{ $part ->
    [point] 点
   *[pin] 图钉 { $part }{ " " }
}有坐标“{ $found }”，不是数字，已取 0。
plane-of-missing-pins = 链接中的平面经过图钉 A、B、C，但缺少其中一个；现显示最前面的维度。
no-plane = 链接中的平面“{ $found }”不是 z1,z2、pc1,pc2 或 pins 之类；现显示最前面的维度。
no-view = 链接中的视图“{ $found }”不是 0,0,3.5 这样的三个数；现显示整个平面。
view-beyond = 链接中的视图“{ $found }”超出可显示的范围；现显示最接近的视图。
no-path = 链接中的路径“{ $found }”既非 slerp 也非 lerp；路径取直线。
point-of-other-space = 链接中的点有 { NUMBER($found, useGrouping: "false") } 个坐标，而模型有 { NUMBER($expected, useGrouping: "false") } 个；缺少的取 0，多余的略去。
pins-of-other-space = 链接中图钉的坐标数与模型的 { NUMBER($expected, useGrouping: "false") } 个不同，已略去。
plane-missing = 此处没有链接中的平面“{ $plane }”；现显示最前面的维度。
