### The Learn room: the list of lessons, a lesson, links that a teacher makes.

room-missing = 课程所需的程序未能送达，通常是网络原因。

## The list

lessons = 课程
introduction = 一条走进潜空间的路。每一课都直接使用真实的模型，全部在这台设备上运行；学到哪里，也记在这台设备上。
minutes = { NUMBER($count) } 分钟
new = 未开始
begun = 已完成 { NUMBER($done) }／{ NUMBER($of) } 步
done = 已完成
# The list itself could not be fetched. A button to try again follows.
list-missing = 课程未能送达，通常是网络原因。
loading = 正在载入课程……

## A lesson

all-lessons = 全部课程
position = 第 { NUMBER($at) } 步，共 { NUMBER($of) } 步
previous = 上一步
next = 下一步
finish = 结束本课
task = 动手试试
task-done = 完成了。随时可以继续。
again = 重新准备这一步
    .title = 回到这一步开始时的位置

## A link that a teacher makes

teach = 给教师
teach-link = 制作链接，打开选定的内容
teach-note = 打开链接的人只看到你选定的内容，以及一个“显示全部”的按钮。不会向任何人发送任何信息。
opens = 打开
opens-lesson = 第 { NUMBER($number) } 课：{ $title }
opens-explore = “探索”页的当前状态
opens-train = “训练”页的当前状态
language = 语言
language-own = 按浏览器的设置
controls = 显示的控件
choose-all = 全选
choose-none = 全不选
link = 链接
copy-link = 复制链接
link-copied = 链接已复制。
link-not-copied = 浏览器不允许复制。请选中链接后自行复制。

## Where a link chose what is shown

chosen = 这里显示的内容由链接选定。
show-all = 显示全部
