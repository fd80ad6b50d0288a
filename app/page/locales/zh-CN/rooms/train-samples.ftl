### Samples, real images and reconstructions, and the sentence before the first.

pictures = 图像
samples = 样本
real-images = 真实图像
reconstructions = 重构
    .where = 在每张真实图像下方
images-count = { NUMBER($count) } 张可供学习
images-drawn = 每一步都重新生成
explore = 探索此模型
first-on-their-way = 第一批图像即将到来。
press-play = 请按“开始”或“单步”。

## What will happen with images

story-gan = 按“开始”：生成器从噪声出发，学着画出判别器无法与真实图像区分的图。
story-vae-gan = 按“开始”：VAE 先学习重构真实图像；然后它的解码器与判别器博弈，直到图像变得锐利。
story-coded-gan = 按“开始”：生成器学着用真实图像的编码作画，画到判别器无法分辨。
story-vae = 按“开始”：编码器把每张图像压缩成 { NUMBER($latent, useGrouping: "false") } 个数，解码器学着用这些数把它重新画出来。

## What will happen with two-dimensional data

paint-first = 请先在配方旁画出你自己的分布，再按“开始”。
points-gan = 按“开始”：生成器把噪声弯折，直到生成的点落在真实的点所在之处。颜色表示判别器的判断。
points-vae-gan = 按“开始”：点被编码再重构，同时判别器分辨重构的点与真实的点。
points-vae = 按“开始”：每个点压缩成编码，再由编码重构。看看模型如何利用整个潜空间。
