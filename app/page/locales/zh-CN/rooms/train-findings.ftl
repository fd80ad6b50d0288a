### What goes wrong in a run, and what to try. `$loss` is which loss it is about.

diverged = 训练发散：{ $loss ->
    [reconstruction] 重构损失
    [kl] KL 项
    [feature] 特征距离
    [discriminator] 判别器损失
    [generator] 生成器损失
   *[total] 总损失
}已升至 { NUMBER($value, maximumFractionDigits: 0, useGrouping: "false") }。
no-number = 训练发散：{ $loss ->
    [reconstruction] 重构损失
    [kl] KL 项
    [feature] 特征距离
    [discriminator] 判别器损失
    [generator] 生成器损失
   *[total] 总损失
}已不是数字。
mode-collapse = 样本彼此雷同：样本之间的平均距离只有真实图像之间的 { NUMBER($percent, maximumFractionDigits: 0) }%。
# `$parts` is what a density consists of.
parts-missed = 生成的点只到达 { NUMBER($count, useGrouping: "false") } 个{ $parts ->
    [arcs] 弧段
    [squares] 方格
   *[modes] 模式
}中的 { NUMBER($reached, useGrouping: "false") } 个。
discriminator-wins = 判别器几乎总是判对：平均而言，它给真实图像打 { NUMBER($real, minimumFractionDigits: 2, maximumFractionDigits: 2) } 分，给生成图像打 { NUMBER($generated, minimumFractionDigits: 2, maximumFractionDigits: 2) } 分。
vanishing-gradient = 生成器几乎学不到东西：其梯度的范数为 { $norm }，是本次训练中最大值的 { NUMBER($percent, minimumFractionDigits: 1, maximumFractionDigits: 1) }%。
posterior-collapse = 编码几乎不含信息：{ NUMBER($dimensions, useGrouping: "false") } 个潜空间维度中有 { NUMBER($unused, useGrouping: "false") } 个不携带信息，全部合计 { NUMBER($kl, minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: "false") } 奈特。

## What to try

against-divergence = 请降低学习率后重置训练，或限制梯度的范数。
against-mode-collapse = 让判别器比生成器学得更勤或更快，或者换一种损失、使用谱归一化、增大批大小。
against-discriminator = 降低判别器的学习率或每步更新次数，平滑其标签，或启用谱归一化。
against-vanishing-gradient = 改用非饱和、最小二乘或合页损失，或放慢判别器。
against-posterior-collapse = 降低 β，或用更多的预热步数让它慢慢升高。
