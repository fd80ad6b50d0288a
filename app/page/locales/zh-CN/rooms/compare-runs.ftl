### The Compare room: runs of several families on the same data.

## What it is, and what is chosen

about = 哪种模型更好？在这里，每种模型都用同样的图像和同样的预算，在本设备的 CPU 上依次训练，再用同样的方法测量；来自文件的训练也一并测量。选好之后按“开始对比”；“训练”房间里的训练会暂停。
data = 数据
budget = 每次训练的预算
unit = 单位
seconds = 秒
steps = 步
seeds = 随机种子数
families = 模型
begin = 开始对比
stop = 停止对比
no-family = 请至少选择一种模型，或打开一个符合条件的训练。
expected-minutes = 共 { NUMBER($runs) } 次训练，约需 { NUMBER($minutes) } 分钟。使用多个随机种子时，每个数值都带有误差。
expected-runs = 共 { NUMBER($runs) } 次训练。使用多个随机种子时，每个数值都带有误差。

## Runs from files

from-files = 以前的训练
from-files-note = 来自文件（在这里或由本机程序训练）以及浏览器已保存的训练，按原样与其他训练一起测量。在“训练”房间中，用“保存”中的“训练”可存为文件。
open-runs = 打开训练…
run-files = 训练文件
refused-files = 不参与对比的文件
# A run's row and how it is named elsewhere; `$name` is its file's.
from-file = { $name }（来自文件）
kept-row = { $name }（已保存的训练）
kept-runs = 已保存的训练
add-kept = 加入 { $title }，第 { NUMBER($step, useGrouping: "false") } 步
# `$model` is a kind of model, `$data` a data set.
file-facts = { $model }，{ $data }，第 { NUMBER($step, useGrouping: "false") } 步
remove = 移除
remove-named = 移除 { $name }
other-data = 不参与对比：应为在 { $expected } 上的训练，实际在 { $found } 上。请在上方选择该数据（如果有），或移除它。
other-size = 不参与对比：图像边长应为 { NUMBER($expected, useGrouping: "false") } 像素，实际为 { NUMBER($found, useGrouping: "false") } 像素。请打开图像尺寸相符的训练，或移除它。
run-too-large = “{ $name }”有 { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB，最大可打开 512 MB。
no-run = 应为训练（.run.safetensors），而“{ $name }”{ $kind ->
    [empty] 是空文件
    [weights] 只有模型的权重
    [picture] 是图片
    [picture-set] 是图片集
    [specification] 只是配置
    [onnx] 是 ONNX 模型
   *[other] 是别的内容
    }。请打开在“训练”房间中用“保存”中的“训练”存下的文件。
run-unreadable = “{ $name }”开头像是训练，但文件头无法读取。请重新复制或下载，或在“训练”房间中重新保存。
run-cut-short = “{ $name }”被截断：应有 { NUMBER($expected) } 字节，实有 { NUMBER($found) } 字节。请重新复制或下载。
run-specification = 本页无法测量训练“{ $name }”。{ $reason }
too-many-runs = 最多对比 { NUMBER($most) } 个以前的训练，因此未加入“{ $name }”。请先移除一个，再重新加入它。

## A table from a file

opened-table = 数值表格
opened-table-note = 由“表格，CSV”、train judge 或 train sweep gather 写出的表格可与训练并列显示，并给出各随机种子的均值和误差。表格不会离开本设备。只有数据相同、测量方法相同时，其中的行才能与其他行比较。
open-table = 打开表格…
table-file = 表格文件
remove-table = 移除表格
table-status = 表格的显示情况
# A row of the table; `$name` is what the model is called, `$file` the file’s name.
from-table = { $name }（来自 { $file }）
reading-table = 正在读取“{ $name }”。
table-shown = 来自“{ $name }”：{ NUMBER($families) } 行，共 { NUMBER($runs) } 次训练。
columns-ignored = 以下各列本页不认识，未予显示：{ $names }。
no-table = 应为数值表格（CSV），而“{ $name }”{ $kind ->
    [empty] 是空文件
    [picture] 是图片
    [run] 是训练，请用“打开训练…”打开
    [weights] 只有模型的权重
    [run-log] 是某一次训练的日志
    [zip] 是 zip 压缩包
    [pdf] 是 PDF
    [document] 是文档，而不是 CSV
   *[other] 是别的内容
    }。请打开由“表格，CSV”、train judge 或 train sweep gather 写出的表格。
table-too-large = “{ $name }”有 { NUMBER($megabytes, maximumFractionDigits: 0, useGrouping: "false") } MB，表格最大为 { NUMBER($most) } MB。请减少汇总的训练，或删去一些行。
several-tables = 每次只能打开一个表格，而这里有“{ $name }”和另外 { NUMBER($others) } 个文件。请把训练汇总到一个表格中，或者逐个打开。
table-unread = 无法读取“{ $name }”：读取表格的程序没有启动，或中途停止。请重新加载页面后再打开。

## How far it is

progress = 对比进度
training = 第 { NUMBER($number) } 次训练，共 { NUMBER($runs) } 次：正在训练 { $family }，随机种子 { NUMBER($seed) }。
reading = 第 { NUMBER($number) } 次训练，共 { NUMBER($runs) } 次：正在读取 { $family }。
measuring = 第 { NUMBER($number) } 次训练，共 { NUMBER($runs) } 次：正在测量 { $family }，随机种子 { NUMBER($seed) }。
ended = 对比已结束：{ NUMBER($runs) } 次训练中有 { NUMBER($done) } 次得到了全部数值。
how-far = { NUMBER($steps) } 步，{ $seconds } 秒
disturbed = “训练”房间里的训练同时在进行，会占用时间：此时的秒数不宜比较。
diverged = { $family }，随机种子 { NUMBER($seed) }：训练在第 { NUMBER($step) } 步后发散，没有最终数值。
unmeasured = { $family }，随机种子 { NUMBER($seed) }：无法测量它的图像。
failed = { $family }，随机种子 { NUMBER($seed) }，没有数值：{ $reason }

## The table

results = 结果
table = 结果表
family = 模型
runs-column = 训练次数
runs-diverged = { NUMBER($runs) }，其中 { NUMBER($diverged) } 次发散
held-out = 留出图像
best = 最佳
choose-column = 点按列名，可看到该列不能说明什么。
what-it-cannot-say = 它说明什么，不能说明什么
limits = { $column }：{ $limits }
with-error = { $value } ± { $error }
share = { $value }%
share-with-error = { $value } ± { $error }%
best-note = 星号标出每一列的最佳均值；以真实图像为准的列，则标出最接近真实图像的一个。± 为不同随机种子间的标准误：与之相当的差别可能只是偶然。
classifier = 特征和类别来自一个识别 MNIST 数字的小型分类器。每次训练用 500 个抽样和至多 500 张留出图像来测量；样本数不同的距离不能与此比较。
no-classifier = 这里没有适用于这类图像的分类器，或分类器未能加载：需要它的列保持空白。
csv = 表格，CSV

## The chart

chart = 数值随步数或秒数的变化
figure = 数值
against = 横轴
no-curve = 这些训练没有这个数值。
