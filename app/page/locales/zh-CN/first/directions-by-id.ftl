### Directions that models' cards have, by their ids: what moving along them changes.

smile = 微笑
glasses = 眼镜
hair-lightness = 发色：深到浅
skin-lightness = 肤色：深到浅
hair-length = 头发：短到长
gaze = 视线
hat = 帽子
beard = 胡须
slant = 倾斜
thickness = 粗细
size = 大小
strokes = 笔画：少到多
lightness = 明暗
width = 宽度：窄到宽
height = 高度：扁到高
