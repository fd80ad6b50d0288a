### Directions of the latent space.

principal = 主方向
principal-of-images = 已编码的测试图像沿这些方向差异最大；百分数为其方差占比。
principal-of-generator = 生成器第一层的激活沿这些方向差异最大（GANSpace）；百分数为其方差占比。
principal-unknown = 尚不清楚该模型的主方向。
share = { NUMBER($percent, maximumFractionDigits: 0) }%
attributes = 属性
attributes-note = 从某种特征较少的样本指向较多的样本。方向的一个单位长度等于两组均值之间的距离。
remove = 移除 { $name }
from-digit = 起始数字
to-digit = 目标数字
from = 从
to = 到
add = 添加方向

## Arithmetic

arithmetic = 向量运算
go = 前往
# What may be typed; the names are those of the note below.
example-with-attributes = 7 + 2 倾斜 − 1 + 4
example-with-digits = 7 − 1 + 4
example-without-pins = 2 此处
example-with-pins = A − B + 此处
# What the point on screen is called in a sum.
here = 此处
point-is = 当前点为 { $read }。
names = 可用的名称：图钉 A 至 D、此处（当前点）、数字 0 至 9（各类的均值，须有已编码的测试图像）以及属性。

## Along each dimension

traversals = 逐维遍历
    .picture = 遍历
traversals-note = 从 −3 到 3，其余维度不变。
    .ordered = { traversals-note }按与先验的平均 KL 散度从大到小排列。
inactive = { $axis } 未启用
nats = { $axis } { NUMBER($kl, minimumFractionDigits: 2, maximumFractionDigits: 2) } 奈特
show-first = 显示前 { NUMBER($count, useGrouping: "false") } 维
show-all = 显示全部 { NUMBER($count, useGrouping: "false") } 维

## A direction from examples

make = 制作方向
    .note = 有该特征的样例点一下（+），没有的点两下（−），然后为方向命名。
sample-number = 样本 { NUMBER($number, useGrouping: "false") }
example-number = 样例 { NUMBER($number, useGrouping: "false") }：{ $group ->
    [with] 有该特征
    [without] 无该特征
   *[neither] 未分组
}
examples = 样例
samples = 样本
images = 数据集图像
truncation = 截断 ψ
new-samples = 新样本
choose-data = 请先在“近邻”中选择数据集。
name = 方向的名称
    .placeholder = 名称
save = 保存方向
counted = 有 { NUMBER($with, useGrouping: "false") } 个，无 { NUMBER($without, useGrouping: "false") } 个
