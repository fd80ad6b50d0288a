### Borders between classes: what a classifier takes pictures for, and the nearest point of another class.

## What there is no classifier for

other-data = 应为 MNIST、绘制的人脸或绘制的汉字的模型（本页有相应的分类器），实际是其他数据。请选择其中一个模型。
other-size = 此数据集的分类器接受 { NUMBER($expected-width) } × { NUMBER($expected-height) } 像素的图像，实际为 { NUMBER($width) } × { NUMBER($height) }。请选择该大小的模型。

## The picture on screen

taken = 图像被识别为
looking = 分类器正在识别……
failed = 分类器没有回应。“查找最近的点”会再次询问。
# `$class` is what a picture is taken for.
class-share = { $class }（{ NUMBER($percent) }%）
# `$first` is the likeliest class with its share, `$others` a list of the next.
taken-for = 识别为 { $first }，其次是 { $others }。
# `$data` is the data set.
accuracy = 在未参与训练的 { NUMBER($images) } 张{ $data }图像上，分类器的准确率为 { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }%。对与之不同的图像，无论它多么确信，都只是猜测。
on-map = 在地图上显示边界

## Over the map

overlay = 类别边界
legend = 分类器把图像识别为哪一类：颜色越深，它越确信。

## The nearest point of another class

nearest = 最近的其他类别
about = 多小的改变就会让它变成另一类？搜索会找出最近的、其图像被识别为另一类的点。
look-for = 目标类别
any-other = 任何其他类别
find = 查找最近的点
searching-first = 正在寻找其他类别的图像……
# `$distance` is in standard deviations of the prior.
searching = 目前找到的最近点相距 { NUMBER($distance, minimumFractionDigits: 2, maximumFractionDigits: 2) }……
found = 从 { $of } 到 { $class }：相距 { NUMBER($distance, minimumFractionDigits: 2, maximumFractionDigits: 2) } 个先验标准差。也可能漏掉了更近的点。
itself-is = 此图像本身就被识别为 { $class }。请选择另一个目标类别。
none-found = 没有找到该类别的图像。请选择另一个类别，或从另一个点开始。
film = 通往另一类别的路径
film-classes = 每张图像被识别为
walk = 沿路径移动
walk-value = 路径的 { NUMBER($percent) }%
go-there = 前往该点
pin-ends = 将两端钉为 A 和 B
