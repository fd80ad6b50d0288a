### 课程的练习单，在屏幕上和纸上。

worksheet = 练习单
    .title = 把本课连同任务印在纸上
print = 打印
back = 回到课程
name = 姓名
date = 日期
step = { NUMBER($at) }. { $title }
# 是哪一课：标识、版本和地址。
source = 课程“{ $lesson }”，版本 { NUMBER($version, useGrouping: "false") }：{ $address }
