### The chart of losses.

chart = 损失曲线图
losses = 损失
smoothing = 平滑
log-scale = 对数坐标
not-loaded = 无法加载曲线图。最新数值列在下方。
nothing-yet = 一有训练步，损失就会画在这里。
curves = 各条曲线及其最新值
changes = 训练期间的更改
change = 第 { NUMBER($step, useGrouping: "false") } 步：{ $change }
# Where the pointer is on the chart.
reading = 第 { $step } 步

## Curves. D is the discriminator, G the generator

total-loss = 总损失
reconstruction = 重构
kl = KL
feature-matching = 特征匹配
discriminator-loss = D 损失
generator-loss = G 损失

## Changes of settings

field-changed = { $label } { $from } → { $to }
discriminator-anew = 判别器重新开始
generator-anew = 生成器重新开始
data-pushed = 数据被推动
# The run went back to this step, and has the settings that it had then.
restored = 从第 { NUMBER($from, useGrouping: "false") } 步退回
