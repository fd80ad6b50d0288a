### Be the discriminator, the game of the Learn room: what is played, questions, results.

title = 你来当判别器
# On the card in the list of lessons.
summary = 真实还是生成？在训练的不同阶段评判图片，再看看这次训练自己的判别器面对同样的图片表现如何。
card-facts = 一个人或全班都能玩

## What is played

about = 在一次训练的几个步数上，会给你看一些图片，请你说出哪些是真实的。同一步的判别器 D 也要回答同样的问题，这些图片它同样从未见过。你的回答只留在这台设备上。
settings = 玩什么
pictures-of = 图片来自
own-run = “训练”页中的这次训练，取其快照
seed = 种子
questions = 每个步数的题数
mode = 每题显示
mode-both = 先一张，后两张
mode-singles = 一张图片
mode-pairs = 两张图片
begin = 开始
link-note = 打开这个链接的人会看到同样的图片。不会向任何人发送任何信息。
link-note-own = 你的训练留在这台设备上：打开这个链接的人玩的是配方相同的另一次训练。

## Questions

for-class = 投影给全班
for-class-note = 图片放大显示。每有一人举手就按一次相应的回答，然后揭晓答案。
position = 第 { NUMBER($step) } 步 · 第 { NUMBER($at) } 题，共 { NUMBER($of) } 题
# While pictures of a step are still to come.
waiting = 正在训练到第 { NUMBER($to) } 步，现在是第 { NUMBER($step) } 步……
single = 这张图片是真实的吗？
pair = 哪张图片是真实的？
picture = 图片
left-picture = 左边的图片
right-picture = 右边的图片
answers = 回答
surely-generated = 肯定是生成的
probably-generated = 可能是生成的
probably-real = 可能是真实的
surely-real = 肯定是真实的
left = 左边
right = 右边
keys = 也可以按数字键 1 到 { NUMBER($count) } 回答。
# How many hands were counted for an answer, in its button.
hands = { NUMBER($count) }
count-anew = 重新统计
reveal = 揭晓答案
right-answer = 答对了。
wrong-answer = 答错了。
right-hands = { NUMBER($of) } 人中 { NUMBER($right) } 人答对。
is-real = 这张图片是真实的。
is-generated = 这张图片是生成的。
left-is-real = 左边的图片是真实的。
right-is-real = 右边的图片是真实的。
# What the discriminator says of a single picture: the probability that it is real.
d-right = D 认为它有 { NUMBER($percent) }% 的可能是真实的，判断正确。
d-wrong = D 认为它有 { NUMBER($percent) }% 的可能是真实的，判断错误。
# The same of two pictures, the left one first.
d-pair-right = D 认为它们分别有 { NUMBER($left) }% 和 { NUMBER($right) }% 的可能是真实的，判断正确。
d-pair-wrong = D 认为它们分别有 { NUMBER($left) }% 和 { NUMBER($right) }% 的可能是真实的，判断错误。
next-question = 下一题
to-results = 查看结果

## Results

results = 结果
hit-rates = 命中率
# Who the bars and curves are of.
you = 你
hands-of-class = 这次举手
class = 本设备
discriminator = D
step = 第 { NUMBER($step) } 步
# A hit rate, and its 95 % interval.
rate = { NUMBER($percent) }%（{ NUMBER($low) }–{ NUMBER($high) }）
hit-rates-note = 答对的比例，以及 Wilson 95% 置信区间：区间若包含 50%，就可能只是在猜。两张图片的题中，命中率本身就是 AUC 的估计。
curves = ROC 曲线
# The name of a chart for those who do not see it; what follows are messages like the next one.
curve-of = 第 { NUMBER($step) } 步的 ROC 曲线
auc = { $who }：AUC { NUMBER($area, minimumFractionDigits: 2, maximumFractionDigits: 2) }
curves-note = 曲线的每个拐点对应一个阈值：横轴是被当成真实的生成图片所占的比例，纵轴是被认出的真实图片所占的比例。曲线下面积（AUC）是真实图片的评分高于生成图片的概率：1 为完美，0.5 为瞎猜。
players = 这台设备上已玩完 { NUMBER($count) } 局。
next-player = 下一位玩家
change = 更改玩法
clear = 删除本设备的结果
clear-surely = 确定永久删除
cleared = 结果已删除。
