### Runs on two-dimensional data: their drawing, its layers, the latent space, the networks.

missing = 这次训练的平面没有送达。多半是网络原因。
world = 分布
# `$loss` is the GAN loss of one of several runs that are compared.
world-of = 分布，{ $loss }
collapsed = 已崩溃
push-points = 推动数据点
push-hint = 拖动即可推动数据；用手指时请先横向滑动。键盘操作：方向键移动笔刷，加 Shift 推动数据。
pushed = 你移动了数据，其概率密度已无从知晓。因此在按“重置训练”之前，由学习得到的判别器评判，也不再统计覆盖的部分。

## Layers of the drawing

layers = 平面上显示的内容
layer-real = 真实的点
layer-generated = 生成的点
layer-field = 判别器的输出场
layer-manifold = 生成器的流形
layer-gradients = 梯度
layer-reconstructions = 重构

## The latent space

latent-space = 潜空间
encoded-line = 数据编码到何处：所有后验的密度，以及先验曲线。
encoded-plane = 数据编码到何处：一个 σ 处的后验、其密度，以及先验的圆。
noise-normal = 噪声：正态分布。此处的颜色与生成器流形上的相同。
noise-uniform = 噪声：均匀分布。此处的颜色与生成器流形上的相同。

## Generator and discriminator

players = 博弈双方
reset-discriminator = 重置 D
    .title = 判别器换用新权重
reset-generator = 重置 G
    .title = 生成器换用新权重
optimal = 最优判别器给出 p / (p + q)：p 是分布的概率密度，为已知；q 由 512 个生成的点估计。二者都略作平滑。
