### The page's head.

source = 源代码
rooms = 页面
language = 语言
# The messages of the language that was chosen were not fetched.
language-missing = 所选语言没有送达。多半是网络原因，请重新选择。
explore = 探索
train = 训练
compare = 对比
repair = 修复
learn = 学习
# Which of the three themes was chosen.
theme = 主题：{ $choice ->
    [light] 浅色
    [dark] 深色
   *[system] 跟随系统
}
