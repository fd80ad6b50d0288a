### What an engine cannot do for the Train room or a tool.

# `$reasons` are sentences, one for each field that stands in the way.
untrainable = 无法这样训练。{ $reasons }
not-live = { $label }：训练进行时不能从 { $from } 改为 { $to }。请重置训练，或改回原值。
short-queries-only = 应为关于点和图像的查询，实际为后台任务的查询。
no-image-files = 消息应附带图像文件，但没有找到。
no-latent-point = 消息应附带潜向量，但没有找到。
no-checkpoint = 消息应附带检查点，但没有找到。
no-encoder = 应为带编码器的模型，实际只有生成器。请改为搜索能画出该图像的点。
one-latent-point = 应为一个潜向量，实际为 { NUMBER($found, useGrouping: "false") } 个。
nothing-known = 应为与模型图像同样大小且仍有剩余部分的图像，但没有找到。请换一张图像。
classifier-file = 应为本版页面的分类器，实际是别的文件。请重新加载页面。
classifier-size = 此分类器的图像为 { NUMBER($width) } × { NUMBER($height) } 像素，模型的图像应与之相同，实际大小不同。请选择该大小的模型。
no-reference-set = 应有可供查看的图像，但没有找到。请先选择数据集。
reference-set-replaced = 不再需要这些图像：已改用别的。
image-index = 图像编号应小于 { NUMBER($count, useGrouping: "false") }，实际为 { NUMBER($found, useGrouping: "false") }。
image-size = 图像应与模型的一样为 { NUMBER($height, useGrouping: "false") }×{ NUMBER($width, useGrouping: "false") } 像素，实际为 { NUMBER($found-height, useGrouping: "false") }×{ NUMBER($found-width, useGrouping: "false") }。请添加这一尺寸的图像，或改选数据集。
image-channels = 图像应与模型的一样有 { NUMBER($expected, useGrouping: "false") } 个通道，实际有 { NUMBER($found, useGrouping: "false") } 个。请添加通道数相同的图像，或改选模型。
unknown-data-set = 没有可下载的数据集“{ $name }”。
data-set-not-on-site = 本站的数据文件夹中没有“{ $title }”。请从镜像站下载，或把它的训练图像文件拖到本页。
no-run = 应有训练，但没有找到。请按“开始”新建一个。
run-replaced = 所问的训练已不在：被另一个取代了。
run-diverged = 训练已发散，不再继续。
side-by-side = 并排的训练无法写入文件，因为一个文件只能容纳一个训练。
step-not-finite = 这一步中的数应为有限，实际不是：这一步已经执行，但无法展示。
pushed-images = 只有点的训练才能推动数据，此训练用的是图像。

## Specifications

field-refused = “{ $label }”应为：{ $expected }；实际：{ $found }。
nothing = 空
version = 版本
all-networks = 全部网络合计
spec-not-json = 训练配置应为 JSON，但无法读取：{ $reason }。
spec-not-an-object = 训练配置应为 JSON 对象。
spec-version = 配置应为版本 { NUMBER($expected, useGrouping: "false") }，实际为 { $found }。请从本版本的页面重新导出。
spec-unknown-field = 配置中没有“{ $name }”这一字段。
link-unknown-preset = 链接要求预设“{ $name }”，但本页没有。请从列表中选择一个。
spec-field = 无法读取配置。{ $error }
link-field = 无法按链接打开。{ $error }
spec-untrainable = 无法这样训练。{ $reasons }
not-utf-8 = 应为 UTF-8 编码的 JSON 文本。
not-a-run = 应为本页导出的训练，实际为别的内容。
