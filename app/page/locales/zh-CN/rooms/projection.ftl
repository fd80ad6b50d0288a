### The encoded images on a plane or in a box: PCA, t-SNE, UMAP.

# The piece of the program did not arrive.
missing = 页面的这一部分未能加载。网络是否正常？

## What is chosen

method = 方法
pca = PCA
tsne = t-SNE
umap = UMAP
dimensions = 维数
two = 2 维：平面
three = 3 维：可旋转的立体
# Of t-SNE.
perplexity = 困惑度
# Of UMAP.
neighbours = 近邻数
seed = 随机种子
pictures = 以图像代替点

## What each method is, and cannot say

about-pca = PCA 沿编码变化最大的几个方向观察。就这些方向而言，距离是真实的；其余方向上的差异则会叠在一起，看不出来。
about-tsne = t-SNE 保留“谁和谁相邻”。各簇相距多远、有多大、有多密，都不说明什么：换一个困惑度或随机种子，布局就会不同。
about-umap = UMAP 保留近邻关系，也比 t-SNE 多保留一些整体布局。即便如此，各簇的相对位置和间隔仍不能当作距离来读。
about-pictures = 每张小图都是模型根据图像的编码解码得到的。

## How far it is

no-images = 该模型没有已编码的图像：它没有编码器，或尚未编码。请选择一个 VAE。
# `$found` is how many there are.
too-few = 投影至少需要 5 张已编码的图像，该模型只有 { NUMBER($found) } 张。
too-many = 投影最多使用 10,000 张已编码的图像，该模型有 { NUMBER($found) } 张。
computing = 正在计算… { NUMBER($percent) }%
stop = 停止
stopped = 已停止。
failed = 未能算出这个视图。可以换一个近邻数再试。
again = 重新计算
stale = 此后模型又训练过：这里显示的是较早的编码。
# `$near` is how many of the nearest are compared; `$kept` the share of them that are near in the view.
done = { NUMBER($count) } 张图像，用时 { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1) } 秒。可信度 { NUMBER($trust, minimumFractionDigits: 2, maximumFractionDigits: 2) }；每张图像最近的 12 张中，有 { NUMBER($kept) }% 在这里也相邻。

## The drawing

view = 编码图像的投影
keys = 点击即可前往某张图像；用键盘时，按 Enter 前往最靠近中心的一张。方向键移动或旋转视图，+ 和 − 缩放，0 显示全图。
closer = 放大
farther = 缩小
whole = 显示全图
drag = 拖动时
drag-moves = 移动视图
drag-turns = 旋转立体
drag-a = 圈选 A 组
drag-b = 圈选 B 组
# A button of the legend. `$class` is what the images show, `$group` A or B.
choose-class = { $class }：选为 { $group } 组

## Groups, and the direction between them

groups = 分组
groups-note = 在图像周围画一圈，或在图例中选一个类别。从 B 组到 A 组的方向会成为一个新的滑块。
group-a = A 组：{ NUMBER($count) } 张图像
group-b = B 组：{ NUMBER($count) } 张图像
group-rest = B 组：其余全部
ungroup = 清除分组
name = 方向的名称
save = 保存方向
# Of the direction that was saved.
saved = 已保存：“{ $name }”已成为滑块。
csv = 视图（CSV）
