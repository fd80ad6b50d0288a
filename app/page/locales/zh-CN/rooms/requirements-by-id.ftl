### What a field of a specification may be, by the codes of run-spec's `Requirement`.

integer = { $min } 至 { $max } 的整数
number = { $min } 至 { $max } 的数
# Words as they stand in links and files.
one-of = { $words } 之一
some-of = { $words } 中的若干个，也可以为空
cells = 为 { NUMBER($cells, useGrouping: "false") } 个格子各写一个数字（0 至 f），或者为空
switch = true 或 false
layers = 形如 `dense 256 128` 或 `conv 32 64 dense 128` 的各层
version = 本页读取的版本 { $version }
convolution-count = 1 至 4 个卷积层
dense-count = 至多 8 个全连接层
widths = 宽度 1 至 4096
picture-side = 8 至 64 像素，超过 32 时须为偶数
halvings = 卷积层数不超过 { $side }×{ $side } 能整除对半的次数
dense-for-points = 全连接层，因为点没有相邻关系
something-painted = 画过若干处的平面
other-losses = 除 { $loss } 以外至多 { $most } 种损失
convolutions-to-grow = 0，或生成器和判别器都用卷积
equal-convolutions-to-grow = 0，或生成器与判别器的卷积层数相同（至少 2 层）
fade-within = 不超过每级分辨率的 { $steps } 步
sigmoid-for-bernoulli = sigmoid，因为重构为伯努利
no-holes = 平移、颜色或两者，因为没有判别器时会把遮挡的空洞也学进去
dimensions-for-codes = 以编码为输入的 GAN 须为 2 或更多
batch-within-data = 不超过数据的 { NUMBER($images) } 张图像
parameter-count = 至多 { NUMBER($most) } 个参数
loss-of-no-comparison = 与并排的各个训练都不同的损失
