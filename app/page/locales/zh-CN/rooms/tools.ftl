### The tools of Explore: their bar, and what they lay over the map.

tools = 工具
paths = 路径
directions = 方向
encode = 编码
neighbours = 近邻
projection = 投影
borders = 边界
style = 风格
paint = 涂画

# Which class a conditional decoder draws.
class = 类别

## Pins

pins = 图钉
pin-here = 在此处钉下 { $name }
    .title = 在此处钉下 { $name }（Shift+{ $name }）
# `$point` are its first coordinates.
go-to = 前往 { $name }
    .title = 前往 { $name }：{ $point }
# Between the coordinates of a point.
coordinate-separator = ，
picture-at = { $name } 处的图像
remove = 移除 { $name }

## Actions

undo = 撤销
redo = 重做
shortcuts = 键盘快捷键
    .title = 键盘快捷键（?）
copy-link = 复制链接
link-copied = 链接已复制。
link-not-copied = 浏览器不允许复制链接。请直接复制网址，它就是链接。
save = 保存
save-picture = 图像（PNG）
save-map = 地图（PNG）
save-strip = 图像条（PNG）
save-path = 路径（GIF）
save-coordinates = 点（CSV）
save-latents = 点（NumPy）
save-encoded = 已编码的图像（NumPy）

## Over the map

overlay = 叠加层
no-overlay = 无叠加层
density = 密度
    .legend = 橙色：已编码的图像在此比先验更密集。蓝色：先验认为应有图像，实际却没有。
sensitivity = 灵敏度
    .legend = 颜色越深，图像从此处到别处变化越快。
regions = 区域
    .legend = 显示离得最近的已编码图像的类别。

# Read aloud, of where the point is. `$classes` is a list, the most frequent first.
nearest-images = 最近的编码图像：{ $classes }

## Beside the sliders

posterior = { $dimension } 后验 { $mean } ± { $deviation }

## Pictures side by side

strip-title = 点击图像即可前往该处
# A picture of a strip, which the keyboard can reach.
strip-stop = 图像 { NUMBER($number, useGrouping: "false") }
image-number = 图像 { NUMBER($number, useGrouping: "false") }
