### Scores, gradients, and what each latent dimension says.

scores = D 的打分
    .label = 判别器的打分
real = 真实
generated = 生成
mean-score = { NUMBER($mean, minimumFractionDigits: 2, maximumFractionDigits: 2) }
# The ends of the axis of scores.
lowest-score = 0 假
highest-score = 真 1
gradient-norms = 梯度范数
kl = 每一维的 KL
    .label = 潜空间每一维的 KL
used-dimensions = { NUMBER($count, useGrouping: "false") } 维中有 { NUMBER($used, useGrouping: "false") } 维 ≥ { NUMBER($threshold) } 奈特
largest = 最大 { $value }

## Networks. D is the discriminator, G the generator

encoder = 编码器
decoder = 解码器
discriminator = D
generator = G

## Which latent dimensions are known factors of drawn pictures

disentanglement = 解耦程度
gap = 互信息差距
carrier = { $dimension } 说明了 { NUMBER($share, maximumFractionDigits: 0) }% 的{ $factor ->
    [digit] 数字
    [shape] 形状
    [stroke-count] 笔画数
    [horizontal] 左右位置
    [vertical] 上下位置
    [slant] 倾斜
    [thickness] 粗细
    [rotation] 旋转
    [size] 大小
    [aspect] 宽高比
    [jitter] 抖动
    [skin] 肤色
    [hair-style] 发型
    [hair-colour] 发色
    [eyes] 眼睛
    [eye-colour] 瞳色
    [mouth] 嘴形
    [glasses] 眼镜
    [beard] 胡须
    [hat] 帽子
    [clothes] 衣服
    [clothes-colour] 衣服颜色
   *[other] 某个因素
}（差距 { NUMBER($gap, minimumFractionDigits: 2, maximumFractionDigits: 2) }）。
# Chen et al. 2018 is the paper that defines the measure.
gap-measured = 每个因素各有自己的一维时为 1，两维说的相同时为 0（Chen 等，2018，arXiv:1802.04942）。{ NUMBER($count) } 张留出图片，第 { NUMBER($step, useGrouping: "false") } 步。
