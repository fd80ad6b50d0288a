### Files that are opened, dropped or pasted: what they were taken for, and why they were not.

-opened = 本页能打开图片、模型和训练（safetensors、ONNX）、图像（IDX，也可经 gzip 压缩）以及配置（JSON）。

-decoder = 模型以 safetensors 打开，即本页保存的格式；来自别处的解码器以 ONNX 打开。

## What a file was taken for

taken-model = “{ $name }”是模型：在“探索”中打开。
taken-run = “{ $name }”是训练：恢复到第 { NUMBER($step) } 步。
taken-specification = “{ $name }”是配置：已填入表单。
taken-images = “{ $name }”含 { NUMBER($count) } 张 { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } 像素的图像：以它们新建训练。
# `$spread` is what it says of a posterior’s spread, `$error` a root mean square difference.
encoder-taken = “{ $name }”用作“{ $decoder }”的编码器。它对取值范围为 { $range } 的图像给出均值{ $spread ->
    [log-variance] 与对数方差
    [log-deviation] 与标准差的对数
    [variance] 与方差
    [deviation] 与标准差
   *[none] {""}
}。解码器的图像还原后的误差为 { NUMBER($error, maximumFractionDigits: 1) }%。
one-of-several = 多个文件中采用了“{ $name }”，{ $others ->
    [one] 另一个
   *[other] 其余 { NUMBER($others) } 个
}未打开：请逐个打开。

## Files that are not opened

# Beside the answer to a PyTorch file.
copy-export = 复制代码
export-copied = 代码已复制
export-not-copied = 浏览器不允许复制这些代码，请见 docs/own-model.md。

too-large = “{ $name }”有 { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB，最大可打开 512 MB。
refused = “{ $name }”{ $kind ->
    [empty] 是空文件，没有任何字节。请重新复制或下载；如果是文件夹，请打开其中的文件。
    [numpy-array] 是 NumPy 数组。请在“训练”的“我的图片”中添加，那里会读取其中的图像。
    [numpy-archive] 是 NumPy 归档（数组的 zip）。请在“训练”的“我的图片”中添加，那里会读取其中的图像。
    [table] 是表格（CSV）。请在“训练”的“我的图片”中添加，那里每行读作一张图像。
    [run-log] 是训练日志（CSV），其中的曲线无法打开。请打开与它一同保存、名称以 .run.safetensors 结尾的训练文件。
    [idx-archive] 是 IDX 文件的 zip 归档。请在“训练”的“我的图片”中添加，那里会读取其中的图像。
    [zip] 是 zip 归档。如果里面是图片，请在“训练”的“我的图片”中添加；否则请先解压，再打开其中一个文件。
    [pytorch] 是 PyTorch 文件；打开它可能会执行代码，因此不予打开。请导出它的 Z 维解码器：torch.onnx.export(decoder, torch.zeros(1, Z), "decoder.onnx", dynamo=False)，再打开 decoder.onnx（见 docs/own-model.zh-CN.md）。
    [pickle] 是 Python pickle 文件；打开它可能会执行代码，因此不予读取。{ -opened }
    [keras] 是 Keras 模型，此处无法读取。{ -decoder }
    [hdf5] 是 HDF5 文件（Keras 和 MATLAB 所用），此处无法读取。{ -opened }
    [tensorflow] 是 TensorFlow 模型，此处无法读取。{ -decoder }
    [tfrecord] 含 TensorFlow 记录，此处无法读取。请先把其中的图像写成 IDX。{ -opened }
    [gguf] 是 GGUF 模型，即语言模型的格式，此处无法读取。{ -opened }
    [matlab] 是 MATLAB 文件，此处无法读取。请先把其中的图像写成 IDX。{ -opened }
    [parquet] 是表格（Parquet、Arrow 或 Avro），此处无法读取。请先把其中的图像写成 IDX。{ -opened }
    [sqlite] 是 SQLite 数据库，此处无法读取。{ -opened }
    [archive] 是归档文件（tar、7z 或 RAR）。请先解压，再打开其中一个文件。{ -opened }
    [packed] 经 bzip2、xz、Zstandard 或 LZ4 压缩。请先解压。{ -opened }
    [pdf] 是 PDF，不是图片、权重或图像数据。请把其中的图片存为 PNG 或 JPEG 再打开。
    [document] 是文档，不是图片、权重或图像数据。请把其中的图片存为 PNG 或 JPEG 再打开。
    [film] 是视频，不是图片。请把其中一帧存为 PNG 或 JPEG 再打开。
    [sound] 是音频，此处无法打开。{ -opened }
    [rare-picture] 是浏览器都无法读取的图片格式。请存为 PNG 或 JPEG。
    [volume] 是医学或天文图像（DICOM、NIfTI 或 FITS），此处无法读取。请把其中一个切片存为 PNG。
    [web-page] 是网页，不是你要的文件。可能下载时没有找到该文件，请重新下载。
    [xml] 是 XML，但不是 SVG 图片。{ -opened }
    [git-lfs] 只是 Git LFS 留在文件位置上的指针。请用 `git lfs pull` 取得文件本身，或从仓库网页下载。
    [weights-index] 是模型权重分片的清单，不是权重。{ -opened }
    [card-alone] 是没有权重的模型卡片。请打开同时含有二者的 safetensors 文件。
    [notebook] 是笔记本文件。请运行它，再打开它保存的结果。{ -opened }
    [program] 是程序，不是图片、权重或图像数据。{ -opened }
   *[text] 无法读取。应为此浏览器支持的图片（如 PNG、JPEG、GIF 或 WebP）、权重或训练（safetensors）、图像（IDX）或配置（JSON），实际为文本。
}

## What is wrong with images

packed-file = “{ $name }”经 gzip 压缩，其中{ $inside ->
    [gzip] 又是 gzip 数据：压缩了两次。请解压一次，再打开所得的文件
    [empty] 没有任何内容。请重新复制或下载
    [picture] 是图片。请解压后打开
    [weights] 是权重。请解压后打开
    [run] 是训练。请解压后打开
    [specification] 是配置，但长度超出了可能的范围
    [numpy-array] 是 NumPy 数组。请在“我的图片”中添加，那里会自动解压
    [table] 是表格（CSV）。请在“我的图片”中添加，那里会自动解压
    [archive] 是归档文件（tar）。请解压后打开其中一个文件
   *[other] 既非图像（IDX）也非配置（JSON）。请确认选对了文件
}。
idx-byte-order = “{ $name }”开头像是 IDX 文件，但字节序颠倒。请像 MNIST 的文件那样，把文件头的最高有效字节写在最前：图像为 00 00 08 03。
idx-numbers = “{ $name }”是 IDX，但数的类型未知。应为 8、16 或 32 位整数，或 32、64 位浮点数。请写成 uint8，0 为黑，255 为白。
# `$shape` says what the dimensions are.
idx-dimensions = “{ $name }”{ $shape ->
    [labels] 含标签：一维的 IDX。请打开它们所属图像的文件。
   *[other] 是 { $found } 维的 IDX。应为二至四维：图像、高、宽，彩色时再加通道。
}
images-of-other-size = “{ $name }”含 { NUMBER($count) } 张 { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } 像素的图像。可以训练的图像边长为 8 至 64 像素，超过 32 时须为偶数；请先缩放。
images-not-halved = “{ $name }”的图像为 { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } 像素，无法像表单中的卷积层所需那样对半 { NUMBER($halvings) } 次。请减少卷积层或改用全连接层，再重新打开。
few-pictures = 制作自己的模型至少需要 { NUMBER($least) } 张不同的图片，“{ $name }”中只有 { NUMBER($found) } 张。请添加一些不同的图片，再试一次。
# A file of pictures, brought to train on or to be gathered.
picture-file = “{ $name }”{ $code ->
    [truncated] 被截断：文件头声明的内容多于实有的 { $found } 字节。请重新复制或下载
    [trailing] 过长：图像之后还有 { $found } 字节。请重新复制或下载
    [too-large] 声明的数据超过 1 GiB。请检查文件头，或减少图像
    [empty] 没有图像：其维度为 { $found }
    [labels] 含标签，即每张图像一个数。请把图像文件也一并添加
    [dimensions] 的维度不是图像应有的：{ $found }。应为图像、高、宽，以及可能有的通道（1 或 3）
    [number-type] 的数据类型为 { $found }，无法读取。请存为 uint8 或 float32
    [pickled] 含 pickle 序列化的 Python 对象；它们可能执行代码，因此不予打开。请存为普通的数值数组（dtype 为 uint8 或 float32）
    [not-finite] 含有非有限的数（NaN 或无穷大）。请替换后重新保存
    [byte-order] 的文件头字节序颠倒。请把最高有效字节写在最前
    [gzip] 无法解压（{ $found }）。请重新复制或下载
    [header] 的文件头无法读取。请重新复制或下载
    [table-row] 有一行的单元格数与第一行不同（第 { $found } 行）。应为每张图像一行，各行相同
    [table-cell] 有一个单元格不是数字（第 { $found } 行）。应为像素，可另有一列标签
    [table-columns] 有 { $found } 列。应为每张图像一行：像素数为平方数，如 784，可另有一列标签
    [zip] 是损坏或不完整的 zip。请重新复制或下载
    [encrypted] 是加密的 zip。请解压后添加其文件夹
    [zip-method] 所用的压缩方法无法读取（{ $found }）。请压缩成普通 zip，或添加其文件夹
    [bomb] 解压后达 { $found } MB，远超图片所需。请解压后添加其中的图片文件夹
    [set] 不是本页能读取的图片集，可能已损坏，或来自更新的版本
    [side] 的图像为 { $found } 像素。边长应为 8 至 64
    [torn] 没有到结尾就断了。请重新复制或下载
    [too-many-bytes] 有 { $found } MB，而一张图片至多 64 MB。请先缩小
    [too-many-pixels] 有 { $found } 像素，超过此处可解码的上限。请先缩小
    [too-many] 超出了一次能收集的数量。请减少图片
    [duplicate] 中的图片已经有了
    [empty-tile] 有单一颜色的图块
    [smaller-than-tile] 为 { $found } 像素，小于图块尺寸。请选择较小的图块
   *[unreadable] 无法作为图片读取。请存为 PNG 或 JPEG 后重新添加
}。
