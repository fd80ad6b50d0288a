### The Repair room: a picture is damaged on purpose, and the model on screen restores it.

about = 先损坏一张图像，再让模型说出原来是什么：根据剩下的部分，给出模型最有可能的图像，以及其他也有可能的图像。旁边是不用模型的方法得到的结果。
model = 模型

## The picture

picture = 图像
take-model = 使用模型的图像
    .title = “探索”中显示的图像
open = 打开图片…
    .title = 打开一张要在此损坏的图片；其他文件会在合适的地方打开
file = 要损坏的图片文件
put-away = 收起图片
from-data = 也可以点击数据集中的图像，或者拖入、粘贴文件。任何内容都不会离开本设备。
data-set = 数据集
data-image = 损坏图像 { NUMBER($number, useGrouping: "false") }
data-image-labelled = 损坏图像 { NUMBER($number, useGrouping: "false") }：{ $label }

## The damage

damage = 损坏
kind-erase = 擦除
kind-noise = 噪声
kind-shrink = 缩小
kind-missing = 本已损坏
about-erase = 在图像上涂抹即可擦除，也可以使用按钮。
about-noise = 给每个数值加上高斯噪声。显示时超出黑白范围的部分被截断，模型得到的则是完整的数值。
about-shrink = 剩下的每个像素是一个方块的平均值。
about-missing = 请涂抹图像中缺失的部分。没有人知道那里原来是什么，因此不作测量。
damaged-picture = 损坏的图像
right-third = 右侧三分之一
lower-half = 下半部分
middle-square = 中间的方块
show-all = 全部恢复显示
shows-again = 画笔恢复显示
noise = 噪声的标准差
noise-value = 白色的 { NUMBER($deviation, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") }
other-noise = 换一组噪声
half = 缩小到一半
quarter = 缩小到四分之一

## The restoration

restoration = 修复
restore = 开始修复
stop = 停止
progress = 修复进度
waiting = 正在搜索最有可能的图像…
running = 搜索第 { NUMBER($step, useGrouping: "false") } 步…
ended = 最有可能的图像，搜索了 { NUMBER($step, useGrouping: "false") } 步。
ready = 可以开始修复。
restored-picture = 修复的图像
before = 损坏前
baseline-picture = 不用模型得到的图像
baseline-harmonic = 拉普拉斯填充
baseline-median = 中值滤波
baseline-bicubic = 双三次插值
# Encoder and decoder, one after the other, without a search.
one-pass = 单次编码解码
pass-picture = 经编码器和解码器一次得到的图像
draws = 其他可能的图像
draws-note = 根据剩下的部分，从后验中抽取的 { $count ->
   *[other] { NUMBER($count) } 个样本
}（拉普拉斯近似，按重要性加权：相当于其中 { NUMBER($percent, maximumFractionDigits: 0) }% 的样本有效）。各样本一致之处，模型有把握；不一致之处，模型无从得知。
draw = 样本 { NUMBER($number) }

## Which is nearer

measures = 与损坏前的接近程度
measures-hidden = 只计被遮住的像素
measures-all = 计全部像素
by = 方法
psnr = PSNR
ssim = SSIM
decibel = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB
exact = 没有差别
similarity = { NUMBER($value, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
verdict = { $winner ->
    [model] 模型胜出：它的图像比{ $baseline }更接近原图，PSNR 高 { NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB，SSIM 也更高。
    [model-by-psnr] 各有胜负：按 PSNR，模型的图像更接近（高 { NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB）；按 SSIM，{ $baseline }更接近。
    [model-by-ssim] 各有胜负：按 PSNR，{ $baseline }更接近（高 { NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB）；按 SSIM，模型的图像更接近。
   *[baseline] { $baseline }胜出：它比模型的图像更接近原图，PSNR 高 { NUMBER($apart, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB，SSIM 的结论也不相反，而且不需要模型。
}
# `$verdict` is the message before this one.
verdict-with-pass = { $verdict }按 PSNR，最接近原图的是不经搜索、只过一次编码器和解码器的结果：高 { NUMBER($ahead, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } dB。

## Why there is nothing to restore

no-model = 应有正在显示的模型，但没有找到。请等待模型加载，或选择一个模型。
no-picture = 应有一张图像，但没有找到。请使用模型的图像、绘制或打开一张，或点击数据集中的图像。
nothing-erased = 应有缺失的部分，但图像是完整的。请在图像上涂抹，或使用按钮。
no-noise = 应有噪声，但标准差为 0。请移动滑块。
everything-erased = 应有剩下的部分，但图像已全部擦除。请恢复显示其中一部分。
not-divisible = 边长应能被 { NUMBER($by, useGrouping: "false") } 整除，实际为 { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } 像素。请选择其他损坏方式或其他模型。
