### The Explore room without its tools.

loading-model = 正在加载模型…
engine-stopped = 引擎已停止。
model = 模型
open-model = 打开模型…
    .title = 打开 .safetensors 或 .onnx 文件，也可以把文件拖到页面任意处
    .input = 权重文件
picture = 图像
decoded-image = 解码图像
distance = 到中心的距离
typical-distance = 先验样本有一半在此距离之内

## The map

map = 地图
latent-map = 潜空间地图
drawing = 正在绘制
zoom = 缩放
zoom-in = 放大
zoom-out = 缩小
whole-map = 完整地图
hint = 在地图上拖动，或移动滑块
map-keys = 方向键移动点，加 Shift 步幅更大；Home 回到中心；加号和减号缩放；Alt 加方向键平移地图；0 显示完整地图。
horizontal-axis = 横轴
vertical-axis = 纵轴
# The pins that span the plane on the map.
pins-axis = A、B、C
# Where the point is: two axes' names and values.
position = { $x-name } { $x }，{ $y-name } { $y }
position-on-line = { $x-name } { $x }
test-images = 测试图像
digits = 数字
classes = 类别
digit = 数字 { NUMBER($digit) }

## How to read the map

reading = 如何看这张地图
# The blanks part sentences that follow each other.
reading-cut = 地图是 { NUMBER($count) } 维空间的一个平面切片：沿 { $x } 和 { $y } 展开，其余维度取滑块上的值。
reading-tiles = 每个图块都是模型在该处解码出的图像。
reading-dots = 每个圆点是 { NUMBER($count) } 张测试图像之一，位于编码器给出的位置。
reading-circles = 虚线圆到中心的距离分别为先验的一、二、三个标准差。

## Sliders

latent-point = 潜向量
randomize = 随机
reset = 重置
# The text beside a slider; `$axis` is z1, z2, …
coordinate-value = { $axis } 的值
coordinate-beyond = 请输入 −{ NUMBER($extent) } 到 { NUMBER($extent) } 之间的数；{ $typed } 超出了范围。
coordinate-unreadable = 请输入 −{ NUMBER($extent) } 到 { NUMBER($extent) } 之间的数，例如 0.5。
