### The tool Paint: one paints on the picture, and the point follows.

about = 在图像上涂画，模型会在自己的图像中找出与之最接近的一张，点随之移到那里；滑块、地图以及其他一切也随之改变。
painted = 你涂画的图像
answer = 模型给出的图像

## The brush

brush = 画笔
# On grey pictures, which are ink on paper, or chalk on slate.
more-ink = 加墨
less-ink = 去墨
lighter = 变亮
darker = 变暗
in-colour = 上色
restore = 恢复原样
drag = 拖动局部
colour = 颜色
size = 大小
size-value = { NUMBER($size, useGrouping: "false") } / { NUMBER($most, useGrouping: "false") }
keep = 其余部分的保留程度
keep-value = { $any ->
    [none] 不保留
   *[some] 每个像素的权重为涂画处的 { NUMBER($percent, maximumFractionDigits: 0) }%
}
undo = 撤回上一步
start-over = 从这里接着画

## How near it is

state = 涂画
no-picture = 应有正在显示的图像，但没有找到。请等待模型加载，或选择一个模型。
begin = 还没有涂画，因此什么也不会移动。
looking = 正在寻找最接近的图像…
near = { $nearer ->
    [nearer] 在涂画之处，模型的图像与你的期望相差白色的 { NUMBER($now, maximumFractionDigits: 0) }%，此前相差 { NUMBER($before, maximumFractionDigits: 0) }%。
   *[not-nearer] 在涂画之处，模型没有更接近：它的图像与你的期望仍相差白色的 { NUMBER($now, maximumFractionDigits: 0) }%，似乎不认识这样的图像。
}其余部分移动了 { NUMBER($rest, maximumFractionDigits: 0) }%。
prior = 该点到中心的距离为 { $radius }；先验样本有一半在 { $typical } 之内，有 { NUMBER($percent, maximumFractionDigits: 1) }% 不比它更远。{ $grade ->
    [usual] 这里是模型常见图像所在之处。
    [outer] 它比多数样本更远：图像少见，但模型仍然认识。
    [far] 它已经很远：模型学过的图像很少落在这里。
   *[beyond] 它已离开先验：模型在这里几乎什么也没学过，得到的图像可能什么都不是。
}
