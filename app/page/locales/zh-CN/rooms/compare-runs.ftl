### The Compare room: runs of several families on the same data.

## What it is, and what is chosen

about = 哪种模型更好？在这里，每种模型都用同样的图像和同样的预算，在本设备的 CPU 上依次训练，再用同样的方法测量。选好之后按“开始对比”；“训练”房间里的训练会暂停。
data = 数据
budget = 每次训练的预算
unit = 单位
seconds = 秒
steps = 步
seeds = 随机种子数
families = 模型
begin = 开始对比
stop = 停止对比
no-family = 请至少选择一种模型。
expected-minutes = 共 { NUMBER($runs) } 次训练，约需 { NUMBER($minutes) } 分钟。使用多个随机种子时，每个数值都带有误差。
expected-runs = 共 { NUMBER($runs) } 次训练。使用多个随机种子时，每个数值都带有误差。

## How far it is

progress = 对比进度
training = 第 { NUMBER($number) } 次训练，共 { NUMBER($runs) } 次：正在训练 { $family }，随机种子 { NUMBER($seed) }。
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
