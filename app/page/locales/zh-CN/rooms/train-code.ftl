### The run as a program for PyTorch or burn.

section = 代码
title = 代码
pytorch = PyTorch
burn = burn
note = 此训练的网络、损失和训练步骤，连同它自己的数值，可以带走使用。
parts = 训练的各部分
script = 此训练的程序
data = 数据
encoder = 编码器
latent-code = 潜变量编码
decoder = 解码器
generator = 生成器
discriminator = 判别器
losses = 损失
update = 训练步骤
copy = 复制程序
copied = 程序已复制
not-written = 无法写出程序：页面有一部分没有送达。请检查网络连接后重试。
not-copied = 浏览器不允许复制程序。请自行选中并复制。
