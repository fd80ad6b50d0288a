### Pictures that the visitor brings, and the points that the model finds for them.

file = 图片文件
open = 打开图片…
    .title = 打开一张图片；其他文件会在合适的地方打开
take = 使用上方图像
own-picture = 模型自己的图像
drawing = 手绘
other-ways = 也可以拖入或粘贴图片，或在“近邻”中点击图像。任何内容都不会离开本设备。
error = 均方根误差 { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
brought = 原图
prepared = 模型所见
pixels = { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } 像素
several-things = 图上并排有 { NUMBER($things, useGrouping: "false") } 个物体，而数字应当单独出现：请裁剪图片，只留一个。
thickened = 笔画已加粗，与 MNIST 相近。
centre = 居中并缩放
reconstruction = 重构
resample = 重新采样
    .title = 前往从后验中抽取的另一个样本
pad = 画板
draw-here = 在此处画
clear = 清空

## Looking for a point

found = 搜索所得
inversion = 反演
inversion-error = 反演误差
looking = 正在搜索…
running = 第 { NUMBER($step, useGrouping: "false") } 步：均方根误差 { NUMBER($error, minimumFractionDigits: 3, maximumFractionDigits: 3, useGrouping: "false") }
    .ended = { running }，已结束
with-encoder = 编码器一次就能给出估计。搜索解码结果与图片最相像的点耗时较长，但可能找到更好的点。
without-encoder = 该模型没有编码器，只能搜索对应的点：从先验中抽取许多点，再逐步沿梯度下降。
find = 搜索对应的点
stop = 停止
put-away = 收起图片

## Why a picture cannot be taken

no-pixels = 应为有像素的图片，但一个像素也没有。
ribbon = 应为数字，实际为细长条，长远大于宽。请裁剪图片，只留数字。
empty = 应为一幅画，但图片是空的：没有任何东西与背景有别。
uneven-ground = 应为均匀背景上的数字，但有阴影、线条或花纹，与笔迹难以区分。请裁剪图片只留数字，或在均匀光线下重新拍摄。
picture-unreadable = 无法读取“{ $title }”。应为此浏览器支持的图片（如 PNG、JPEG、GIF 或 WebP）、权重或训练（safetensors）、图像（IDX）或配置（JSON）。
picture-torn = “{ $title }”的图像数据中途断了。请重新复制或下载。
other-format = “{ $title }”是 { $format ->
    [heic] HEIC 图片，此浏览器无法读取。请存为 PNG 或 JPEG。
    [jpeg-2000] JPEG 2000 图片，此浏览器无法读取。请存为 PNG 或 JPEG。
    [tiff] TIFF 图片，此浏览器无法读取。请存为 PNG 或 JPEG。
   *[jpeg-xl] JPEG XL 图片，此浏览器无法读取。请存为 PNG 或 JPEG。
}
picture-too-large = “{ $title }”有 { NUMBER($megabytes, useGrouping: "false") } MB，最多可读取 64 MB。请先缩小。
too-many-pixels = “{ $title }”有 { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") } 像素，最多可读取 6,400 万像素。请先缩小。
