### Ways between pins.

path = 路径
linear = 线性
spherical = 球面
walk = 随机游走
play = 播放路径
stop = 停止
along = 路径上的位置
    .value = { NUMBER($percent, maximumFractionDigits: 0) }%
loop-path = 循环
new-walk = 新的游走
pin-two = 钉住两个点 A 和 B，看看它们之间有什么。
pin-another = 已钉住一个点。移到别处，再钉一个。
pin-random = 钉住两个先验样本
shell = 每张图像离先验球壳有多远
shell-of = { $strip }：到球壳的距离
between-pins = 四个图钉之间
    .places = 上方为 A 和 B，下方为 C 和 D
    .picture = 四个图钉之间的曲面
save = 保存 PNG
