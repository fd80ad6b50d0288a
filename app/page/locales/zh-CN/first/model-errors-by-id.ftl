### What models, weights and data cannot be, by the codes of model/core/src/error/code.rs.

## Data

idx-magic = { $file }：应为{ $expected ->
    [labels] 标签
   *[images] 图像
}的 IDX 文件（以 { $magic } 开头），实际为 { $found }。请确认选对了文件，且文件完整。
idx-length = { $file }：文件头声明有 { NUMBER($expected, useGrouping: "false") } 字节，实际有 { NUMBER($found, useGrouping: "false") } 字节。文件{ $fault ->
    [short] 被截断
   *[long] 过长
}，请重新下载或复制。
idx-shape = { $file }：应至少有一张边长 1 至 { NUMBER($most, useGrouping: "false") } 像素的图像，实际为 { NUMBER($count, useGrouping: "false") } 张 { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") }。可以读取边长 1 至 1,024 像素的图像。
gzip = { $file }：应为 gzip 数据，但无法解压（{ $reason }）。请重新下载或复制该文件。
label-count = 标签数应与图像数相同，实际有 { NUMBER($labels, useGrouping: "false") } 个标签、{ NUMBER($images, useGrouping: "false") } 张图像。请选用同一套文件。
too-few-images = 至少要有一张图像用于训练、一张用于测量，实际为 { NUMBER($training, useGrouping: "false") } 张和 { NUMBER($held-out, useGrouping: "false") } 张。请添加更多图像。
test-shape = 测试图像应与训练图像一样为 { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } 像素、{ NUMBER($channels, useGrouping: "false") } 个通道，实际为 { NUMBER($found-height, useGrouping: "false") }×{ NUMBER($found-width, useGrouping: "false") } 像素、{ NUMBER($found-channels, useGrouping: "false") } 个通道。请选用同一套文件。
fetched-digest = { $file }：解压后内容的 SHA-256 应为 { $expected }，实际为 { $found }。文件被修改、已损坏或不是同一个文件，请重新下载。
fetched-gzip = { $file }：应为 { NUMBER($expected, useGrouping: "false") } 字节的 gzip 文件，或重新压缩的相同内容，实际为无法解压的 { NUMBER($found, useGrouping: "false") } 字节（{ $reason }）。请重新下载。

## Files with weights

# `$detail` is bytes, a tensor's name, or what the reader says.
safetensors = { $file }：应为 safetensors 文件，但{ $fault ->
    [header-too-small] 只有 { $detail } 字节，少于记录文件头长度所需的 8 字节
    [header-too-large] 文件头声明的长度超过上限 100 MB
    [header-length] 文件头声明的长度超过文件实有的 { $detail } 字节
    [header-not-json] 文件头不是应有的 JSON 文本
    [tensor-place] 张量 `{ $detail }` 与别的张量重叠、留有空隙或位置不可能
    [two-entries] 文件头中有两个 `{ $detail }` 条目
    [metadata-entry] 元数据条目 `{ $detail }` 不是文本
    [length] 文件头所述与实有的 { $detail } 字节不符：文件被截断或过长
    [tensor-size] 有一个张量的大小与其形状和类型不符
   *[unreadable] 无法读取（{ $detail }）
}。请重新导出权重。
card-missing = { $file }：元数据键 `{ $key }` 下应有模型卡片，但没有任何元数据。本页能打开自己保存的或由 `pretrain` 写出的权重，其他权重也需要这样的卡片。
card-elsewhere = { $file }：元数据键 `{ $key }` 下应有模型卡片，实际只有 { $found }。本页能打开自己保存的或由 `pretrain` 写出的权重，其他权重也需要这样的卡片。
card-unreadable = { $file }：无法读取其模型卡片：{ $reason }。
card-version = { $file }：模型卡片应为版本 { $expected }，实际为版本 { $found }。请用较新的 Latentscape 打开，或按版本 { $expected } 导出。
tensor-missing = { $file }：应有形状为 { $expected } 的张量 `{ $name }`，但没有找到。文件与其卡片不符，请重新导出。
tensor-shape = { $file }：张量 `{ $name }` 的形状应为 { $expected }，实际为 { $found }。文件与其卡片不符，请重新导出。
tensor-type = { $file }：张量 `{ $name }` 的类型应为 { $expected ->
    [U8] U8
   *[floats] F16 或 F32
}，实际为 { $found }。请先转换再导出。
tensor-not-finite = { $file }：应为有限的数，但张量 `{ $name }` 中有 { $found }。写出它的训练已发散，请改用较早的权重。
tensor-range = { $file }：张量 `{ $name }` 中应{ $expected ->
    [finite] 都是有限的数
    [not-negative] 没有小于 0 的数
   *[within] 没有超出 ±{ $bound } 的数
}，实际出现 { $found }。文件已损坏，或写出它的训练已发散，请改用较早的权重。
points-old = { $file }：均值之外还应有标准差和因素，但缺少 { $lacking }。文件由旧版本写出，请用 `pretrain --again` 重新导出这些点。
tensors-unknown = { $file }：应有 { NUMBER($expected, useGrouping: "false") } 个张量，实际还有别的：{ $found }。文件与其卡片不符，请重新导出。
digest = { $file }：张量的摘要应为 { $expected }，实际为 { $found }。文件被修改或已损坏，请重新下载。
io = { $file }：{ $reason }。

## Networks and runs

# `$a` and `$b` are height and width.
config = `{ $field }` 应为：{ $expected ->
    [channels] 1 或 3
    [pixels-a-side] 边长 8 至 64 像素，超过 32 时须为偶数
    [grey-digits] 边长 8 至 64 像素的灰度数字
    [dimensions] 1 至 128 维
    [doublings] 不超过 { $a }×{ $b } 能整除对半的次数
    [convolutions-to-grow] 渐进式增长的网络至少 2 个卷积层
    [convolutions] 1 至 4 个卷积层
    [dense-layers] 至多 8 个全连接层
    [widths] 宽度 1 至 4,096
    [parameters] 至多 { NUMBER($a) } 个参数
    [positive] 正数
    [something-painted] 画过若干处的平面
    [directions] 至多 64 个由 { $a } 个数组成的单位向量，各有自己的名称，且 `low` 小于 `high`
    [vae] VAE
    [generator] 生成器
    [points] 平面上的点
   *[images] { $a }×{ $b } 像素的图像
}；实际：{ $found ->
    [nothing] 空
    [channels-and-side] { $c } 个通道、边长 { $d } 像素
    [points] 平面上的点
    [images] { $c }×{ $d } 像素的图像
   *[value] { $c }
}。
checkpoint-missing = { $file }：应含训练状态，但没有找到。请选择由本页保存的文件。
checkpoint-unreadable = { $file }：应含训练状态，实际为 { $reason }。请选择由本页保存的文件。
checkpoint-version = { $file }：训练状态应为版本 { $expected }，实际为版本 { $found }。请选择由本页保存的文件。
checkpoint-count = { $file }：`{ $name }` 应为 0 至 { $most } 的整数，实际为 { $found }。请选择由本页保存的文件。
checkpoint-damaged = { $file }：内容的 SHA-256 应为 { $expected }…，实际为 { $found }…：文件被修改或已损坏。请选择由本页保存的文件。

## Points, slices and pictures

latent-point-count = 潜向量应有 { NUMBER($expected, useGrouping: "false") } 个有限坐标，实际有 { NUMBER($count, useGrouping: "false") } 个坐标。
latent-point-value = 潜向量应有 { NUMBER($expected, useGrouping: "false") } 个有限坐标，实际出现 { $value }。
slice = 平面的 `origin`、`across` 和 `up` 应各有 { NUMBER($expected, useGrouping: "false") } 个有限坐标，中心有限，范围大于 0；实际：{ $fault ->
    [count] `{ $a }` 有 { $b } 个
    [value] `{ $a }` 中有 { $b }
    [centre] 中心为 { $a }, { $b }
   *[extent] 范围为 { $a }
}。
picture-size = 应为 { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } 像素、{ NUMBER($channels, useGrouping: "false") } 个通道的图像（{ NUMBER($bytes, useGrouping: "false") } 字节），实际为 { NUMBER($found, useGrouping: "false") } 字节。
pictures-not-finite = 图像应由有限的数组成，实际有些数溢出或不是数字。权重已损坏，或其训练已发散，请改用较早的权重。
no-gpu = 无法取得 WebGPU 设备（{ $reason }）。
device = 设备在计算时出错（{ $reason }）。
