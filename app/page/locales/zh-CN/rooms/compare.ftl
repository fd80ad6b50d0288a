### The Compare room: two models side by side.

## What is compared

ways = 对比内容
two-models = 同一点上的两个模型
same-data = 相同数据，不同模型

## What the two have in common, or what to do

choose-right = 请在右侧选择模型：另一个模型，或同一模型在训练中的另一时刻。
loading = 正在加载模型…
alike = 两个模型解码同样的潜向量。点击样本即可前往该点。
unlike = 两个潜空间分别为 { NUMBER($left, useGrouping: "false") } 维和 { NUMBER($right, useGrouping: "false") } 维：一个空间中的点在另一个空间里没有意义，因此各自抽取样本。但仍可让两者重构同一张图像：请在“探索”的“编码”中绘制或打开一张。

## Actions

randomize = 随机
new-samples = 新样本
keep-snapshot = 保留此快照
    .title = 保留训练中模型的当前状态，以便日后对比

## Left and right

left-model = 左侧模型
right-model = 右侧模型
choose-model = 选择模型…
# What the model's card says of one measure follows it.
facts = { NUMBER($dimensions, useGrouping: "false") } 维，{ NUMBER($parameters) } 个参数。
measure = { $name }：{ $value }
left-picture = 左侧图像
right-picture = 右侧图像
same-input = 同一输入的重构
left-reconstruction = 左侧重构
right-reconstruction = 右侧重构
reconstruction-error = 均方根误差 { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
reconstructing = 正在编码…
no-reconstruction = 该模型没有编码器，或图像尺寸不符。
samples = 样本
left-samples = 左侧样本
right-samples = 右侧样本

## Between them

difference = 差异
difference-size = 均方根 { NUMBER($difference, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
