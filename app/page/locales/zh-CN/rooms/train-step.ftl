### A step in slow motion. `$data` is what data consist of: points or images.

# Its part of the program was not fetched. A button to try again follows.
missing = “慢动作”没有送达。多半是网络原因。
inside = 拆解一步
slow-motion = 慢动作
    .title = 走一步，并展示其中发生的一切
slow-discriminator = D 慢动作
    .title = 只有判别器学习
slow-generator = G 慢动作
    .title = 只有生成器学习
note = 慢动作只走一步，并在每个环节停下：数据、噪声、打分、损失、梯度、新的权重。
stages = 环节
play-stages = 播放各环节
pause-stages = 暂停播放
previous-stage = 上一环节
next-stage = 下一环节
code-lines = 代码行
close = 关闭
position = 第 { NUMBER($step, useGrouping: "false") } 步，第 { NUMBER($at, useGrouping: "false") } 个环节，共 { NUMBER($of, useGrouping: "false") } 个

## Names of networks in the drawing

encoder = 编码器
decoder = 解码器
generator = 生成器
discriminator = 判别器

## Whose turn it is

turn-discriminator = 轮到判别器
turn-generator = 轮到生成器
turn-autoencoder = 编码器和解码器

## Names of stages

data = { $data ->
    [points] 抽取真实的点
   *[images] 抽取真实图像
}
noise = 抽取噪声
encode = { $data ->
    [points] 对点编码
   *[images] 对图像编码
}
sample = 采样编码
decode = 对编码解码
generate = { $data ->
    [points] 噪声变成点
   *[images] 噪声变成图像
}
judge-real = { $data ->
    [points] 评判真实的点
   *[images] 评判真实图像
}
judge-generated = { $data ->
    [points] 评判生成的点
   *[images] 评判生成图像
}
loss = 损失
gradient = 梯度回传
update = 更新权重

## What happens at a stage, in a sentence

data-said = 从训练数据中抽取一批{ $data ->
    [points] 点
   *[images] 图像
}。
noise-said = 从先验中抽取潜向量：生成结果中的随机性全部来自这里。
encode-said = 对每{ $data ->
    [points] 个点
   *[images] 张图像
}，编码器给出它在潜空间中的位置，以及自己有多确定。
sample-said = 从每个后验中采样一个编码：均值加上标准差乘以噪声。这样写（重参数化），梯度就能穿过采样。
decode-said = 解码器尽力由编码还原出{ $data ->
    [points] 点
   *[images] 图像
}。
generate-only-said = 生成器由噪声生成{ $data ->
    [points] 点
   *[images] 图像
}。这一轮它只负责提供，并不学习。
generate-said = 生成器由噪声生成{ $data ->
    [points] 点
   *[images] 图像
}。
judge-real-said = 判别器给真实的{ $data ->
    [points] 点
   *[images] 图像
}打分；它希望分数高。
judge-generated-said = 判别器给生成的{ $data ->
    [points] 点
   *[images] 图像
}打分；它希望分数低。
judge-generator-said = 判别器给生成的{ $data ->
    [points] 点
   *[images] 图像
}打分；生成器希望分数高。
loss-discriminator-said = 用一个数表示二者区分得有多差。对判别器来说越小越好。
loss-generator-said = 用一个数表示欺骗判别器有多不成功。对生成器来说越小越好。
loss-autoencoder-said = 用一个数表示{ $data ->
    [points] 点
   *[images] 图像
}与其重构相差多远，以及编码偏离先验多远。
gradient-generator-said = 从打分往回，穿过保持不变的判别器，直到生成器的权重：朝哪个方向损失会下降？
gradient-said = 从损失往回，直到每一个权重：朝哪个方向损失会下降？
update-said = 优化器让每个权重朝那个方向移动一点。

## Tensors

mean-deviation = 均值 ± 标准差
range = 范围
    .values = { $least } 至 { $most }
first-values = 前几个值
# `$tensor` is a tensor's name, such as x or G(z).
points-picture = { $tensor }，每行一个点
images-picture = { $tensor }，前几行显示为图像

## Numbers. `$norm` is a formula, such as ‖G‖

norm-before = 更新前 { $norm }
norm-after = 更新后 { $norm }
largest-norm = 最大 { $norm }
