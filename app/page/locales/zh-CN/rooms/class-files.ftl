### 学生保存的文件，以及教师页面如何汇总。

## 学生

mine = 把学习情况存成文件
mine-note = 文件里有你开始过的课程、完成的任务、所用的分钟数，以及你在这里填写的姓名（可以不填）。此外什么都没有，也不会发送给任何人：请自己交给老师。
your-name = 姓名（可不填）
save = 保存我的学习情况
nothing-yet = 还没有可以保存的内容：请先开始一课。

## 教师

class = 全班的学习情况
class-note = 把学生的文件拖到这里，多少个都可以。文件只留在这台设备上，关闭页面或清空表格后就不再保留。
add = 添加学生的文件
# 按钮背后的输入框，供辅助技术使用。
add-input = 学生的文件
reading = 正在读取文件……
left-out = 未添加的文件
more-left-out = 另有 { NUMBER($count) } 个文件未添加。
who = 学生
lesson = 课程
tasks = 完成的任务
minutes = 分钟
remove = 移除
# 学生旁边的按钮。
remove-student = 移除{ " " }{ $who }
# 没有填写姓名的学生，用文件名称呼。
nameless = （未填姓名）{ $file }
done-of = { NUMBER($done) }／{ NUMBER($of) }
sums = 合计
students = 人数
each-task = 各项任务
# 学过这一课的学生中，有多少人完成了这一步的任务。
task-sum = 第 { NUMBER($step) } 步：{ NUMBER($solved) }／{ NUMBER($of) }
everybody = 全班
save-table = 存为 CSV
clear = 清空表格

## 未添加的内容；每个文件一句话

not-readable = 浏览器无法读取“{ $name }”。请重新索取这个文件，并单独添加，不要放在文件夹里。
too-large = “{ $name }”有 { NUMBER($kilobytes, maximumFractionDigits: 0) } kB，而“保存我的学习情况”存出的文件只有几 kB。请确认是否选对了文件。
not-json = “{ $name }”不是“保存我的学习情况”存出的文件：应为 JSON，实际是别的内容或残缺的文件。请重新索取这个文件。
other-json = “{ $name }”是 JSON，但不是“保存我的学习情况”存出的文件。请确认是否选对了文件。
other-format = “{ $name }”的格式是版本 { NUMBER($found, useGrouping: "false") }，本页只能读取版本 1。请重新加载页面以获取最新版本，再添加这个文件。
# `$part` 是格式中的一个名称。
broken = “{ $name }”被改动过或已损坏：其中的“{ $part }”缺失，或与保存时不符。请重新索取这个文件。
no-lessons = “{ $name }”里没有课程：保存时还没有开始任何一课。
already-there = “{ $name }”已在表格中。如果是另一名学生的文件，请让这名学生填写姓名后重新保存。
too-many = 一次最多添加 { NUMBER($most) } 个文件，实际有 { NUMBER($found) } 个。一个也没有添加；请只选择这个班的文件。
lesson-unknown = “{ $name }”里有课程“{ $lesson }”，本页没有这一课。{ $rest ->
    [taken] 文件中的其他课程已经添加。
   *[none] 没有添加其中的任何内容。
}
lesson-of-other-version = “{ $name }”里的课程“{ $lesson }”是版本 { NUMBER($found, useGrouping: "false") }，本页是版本 { NUMBER($expected, useGrouping: "false") }，两者的任务不同。{ $rest ->
    [taken] 文件中的其他课程已经添加。
   *[none] 没有添加其中的任何内容。
}
