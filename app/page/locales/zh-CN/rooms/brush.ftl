### A picture that is drawn on, by pointer and by keys.

# The name of the area, read aloud.
picture = 在图像上涂画
keys = 方向键移动画笔，加 Shift 每次移动四个像素。空格键落笔，按住空格键再按方向键可沿途涂画。按 Enter 落下画笔，再按一次提起。
cursor = 画笔
# Where the brush is, read aloud.
place = 第 { NUMBER($column, useGrouping: "false") } 列，第 { NUMBER($row, useGrouping: "false") } 行{ $state ->
    [down] ，画笔已落下
   *[lifted] { "" }
}
