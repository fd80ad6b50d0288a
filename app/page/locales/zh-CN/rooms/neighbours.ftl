### Images that the model may have learned from, and those nearest to the picture.

compare-with = 与训练图像对比
    .label = 用于对比的图像
choose = 请选择…
question = 这张图像是编出来的，还是记下来的？与模型可能学过的图像比一比。
loading = 正在加载图像…
some-encoded = 共 { NUMBER($count) } 张图像，其中 { NUMBER($encoded) } 张已编码。
all-encoded = 共 { NUMBER($count) } 张图像，均已编码。
none-encoded = 共 { NUMBER($count) } 张图像。该模型没有编码器，只能按像素比较。
by-pixels = 像素最近
    .measure = 灰度值的均方根差，0 至 1
by-code = 编码最近
    .measure = 当前点与图像后验均值的距离
encode-image = 编码图像 { NUMBER($number, useGrouping: "false") }
# `$label` is what it shows: 7, or Sneaker.
encode-labelled = 编码图像 { NUMBER($number, useGrouping: "false") }：{ $label }

## What the nearest image says

nearest = 在 { NUMBER($compared) } 张图像中，最近的是第 { NUMBER($number, useGrouping: "false") } 张，距离 { NUMBER($distance, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }。{ $meaning ->
    [same] 除舍入误差外两者相同：这张图像就在其中。
    [near] 非常接近：模型可能记住了它。
   *[far] 没有一张与它相同。
}
the-images = 这些图像
range = 第 { NUMBER($first, useGrouping: "false") } 至 { NUMBER($last, useGrouping: "false") } 张，共 { NUMBER($count) } 张；点击即可编码
earlier = 往前
later = 往后
