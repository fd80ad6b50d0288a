### The point on screen in the style of another, along named directions.

about = 屏幕上的图像提供内容，另一张图像提供风格：沿勾选的每个方向，结果与另一张图像一致；沿其余方向，结果保持不变。
no-directions = 该模型没有已命名的方向。请先在“方向”工具中保存一个，之后就能在这里使用。

## Settings

style-of = 风格来自
brought = “编码”中的图像
drawn = 随机样本
new-draw = 再抽一个
take-over = 采用的方向
strength = 强度
    .value = { NUMBER($percent, useGrouping: "false") }%
no-manner = 钉住一个点，即可采用它的风格；也可以随机抽取一个。
draw-one = 随机抽取

## Pictures

content = 内容
style = 风格
result = 结果
nothing-taken = 没有勾选任何方向，因此结果与内容相同。
go = 前往结果
alone = 每个方向单独采用
    .note = 点击即可前往该处
take-alone = 只采用“{ $name }”

## Layer by layer

layers = 逐层混合
    .note = 该生成器的每个隐藏层都由潜向量缩放并平移（自调制），而且各层可以使用各自的潜向量。
content-first = 前面的层用内容，其余用风格
style-first = 前面的层用风格，其余用内容
move-layers = 移动部分层
move-note = 勾选的层沿所选方向从 −3 移到 3，其余层保持不变。
direction = 方向
moved-layers = 层
layer = { $kind ->
    [input] 输入
    [dense] { NUMBER($number, useGrouping: "false") }：全连接，{ NUMBER($width, useGrouping: "false") }
   *[up] { NUMBER($number, useGrouping: "false") }：上采样，{ NUMBER($width, useGrouping: "false") } 个通道
}
