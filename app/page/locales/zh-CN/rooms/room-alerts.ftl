### What alerts of the Train room and of the tools say. The reasons are sentences of an engine's, of the
### browser's or of a driver's.

## Tools

pictures-not-decoded = 无法解码图像：{ $error }
picture-not-encoded = 无法编码图像。{ $error }
examples-not-encoded = 无法编码样例。{ $error }
point-not-searched = 无法搜索对应的点。{ $error }
nearest-not-found = 无法找出最近的图像。{ $error }
pictures-not-classified = 无法得出图像被识别为哪一类。{ $error }
background-restarted = 负责搜索和对比的 Worker 已停止，需要时会重新启动；正在进行的搜索已结束。它给出的原因是：{ $reason }
background-stopped = 负责搜索和对比的 Worker 停止了两次。请重新加载页面以再次启动。它给出的原因是：{ $reason }
background-unavailable = 该模型无法使用搜索和对比。{ $error }
group-without-examples = 制作属性既需要有该特征的样例，也需要没有的样例。请每组至少标记一个。
name-missing = 请为方向命名，例如“微笑”。
name-taken = 已有同名的项。请换一个名称。
too-many-directions = 方向数量已达上限。请先移除一个。
name-unusable = 名称至少要有一个字，且不含运算符号，这样才能用于算式。

## Links

link-to-own-model = 链接所用的模型是发送者自己训练或打开的，链接本身无法包含。请向对方索取模型文件，再在此处打开。
link-to-unknown-model = 链接要求模型“{ $id }”，但本页没有。请从列表中选择一个。
link-of-other-dimensions = 链接有 { NUMBER($found, useGrouping: "false") } 个坐标，而该模型为 { NUMBER($latent, useGrouping: "false") } 维。点留在原处。

## The Train room

not-fetched = 无法下载“{ $title }”。{ $error }
compared-runs-not-written = 并排的训练无法写入文件：一个文件只能容纳一个训练。请将“并排对比”留空，再按“重置训练”，即可得到能够保存的训练。
file-not-opened = 无法打开“{ $name }”。{ $reason }
link-part-unknown = 链接中的“{ $part }”不是训练的设置，已略去。
controls-unknown = 链接要显示名为“{ $name }”的控件，但没有这样的控件；它列出的其余控件照常显示。
lesson-unknown = 链接要求课程“{ $lesson }”，但本页没有。请从列表中选择一课。
lesson-not-fetched = 课程未能送达，通常是网络原因。请重新选择这一课。
lesson-of-other-version = 链接对应这一课的另一版本，而这里是第 { NUMBER($version, useGrouping: "false") } 版，因此从头打开。
lesson-step-unread = 链接要求第“{ $step }”步；步骤按 1、2、3 计数。课程从上次学到的地方打开。
lesson-step-missing = 链接要求的步骤不存在：这一课共有 { NUMBER($steps, useGrouping: "false") } 步。课程从头打开。
tour-not-fetched = 导览未能送达，通常是网络原因；请再试一次。
projector-unread = 链接写着“projector={ $found }”；应为 1（投影模式）或 0。页面保持不变。
projector-not-fetched = 投影模式未能送达，通常是网络原因；请重新加载页面。
game-of-other-version = 链接对应游戏的第“{ $found }”版，而本页是第 1 版。请从“学习”页的列表中打开游戏。
game-of-other-run = 应为一次带有判别器、且使用本站自带图片的训练，但链接给出的不是。现在打开的是课堂的那一局。
game-part-unread = 链接中的 { $part }={ $found } 不适用于这个游戏。其余部分照常有效；请在开始之前选择这一项。
not-trainable = 无法这样训练。{ $error }
own-images-missing = 应有你自己的图像，但没有找到。请在“我的图片”中添加，或把图像文件拖到页面上。
diverged = 训练发散，已停止并退回到第 { NUMBER($step, useGrouping: "false") } 步。请降低学习率，再按“开始”。
diverged-at-once = 训练在第一个快照之前就发散，已停止。请降低学习率，再按“重置训练”。
run-not-made = 无法新建训练。{ $error }
run-not-restored = 无法恢复训练。{ $error }
run-not-written = 无法写出训练。{ $error }
run-not-kept-full = 浏览器没有空间保存此训练，因此未保存。请删除一个已保存的训练，或把此训练存为文件。此前保存的内容仍在。
run-not-kept = 此训练不会保留到下次访问。{ $fault }离开前请把它存为文件。此前保存的内容仍在。
kept-run-copied = 另一个标签页正在进行此训练，因此本标签页以副本继续。
# `$title` is the visitor's name for it, or its preset's.
kept-run-not-resumed = 无法继续“{ $title }”，它仍保存着。{ $error }
kept-run-gone = “{ $title }”已不在保存之列，或由本页的另一版本保存而无法读取。可能是另一个标签页删除了它。
kept-run-unread = 无法读取“{ $title }”，它仍保存着。{ $fault }
kept-run-not-changed = 已保存的训练保持原样。{ $fault }

## Why the browser did not do what it was asked; sentences

store-full = 浏览器没有剩余空间。
store-forbidden = 浏览器禁止本页保存任何内容。
store-missing = 浏览器没有可用于保存训练的存储。
store-in-use = 另一个标签页正在进行此训练。
store-other = 浏览器的说明：{ $message }

report-unread = 无法读取训练器的报告：{ $error }
new-version = 新版本已就绪：重新加载页面即可使用。正在进行的训练会先保存。
reload-loses-run = 这次训练无法保存在浏览器中，重新加载会丢失它的进度。仍要重新加载，请再按一次“重新加载”。
battery-low = 电量不足，训练已暂停等待。要继续，请按“开始”。
waited-unseen = 本标签页隐藏期间，训练为省电而等待，现已继续。以后也会如此。

## The trainer is gone

# A sentence that follows another, with the blank between them.
smaller-run = 请减小批大小或各层宽度。
from-beginning = 从头
from-step = 从第 { NUMBER($step, useGrouping: "false") } 步
# `$from` is from-beginning or from-step, `$advice` nothing or smaller-run.
on-cpu = GPU 已断开，改用 CPU { $from }继续训练。{ $advice }
no-gpu = 无法用 WebGPU 开始训练，改用 CPU。{ $reason }
one-thread = 无法用多线程开始训练，改用单线程。{ $reason }
not-started = 训练器未能启动。{ $reason }{ $advice }
stopped = 训练器已停止。{ $reason }{ $advice }
stopped-twice = 训练器停止了两次。{ $reason }{ $advice }请恢复一个快照，或按“开始”重新训练。
restarted = 训练器停止后已{ $from }重新开始。{ $reason }{ $advice }
restarted-on-one-thread = 训练器停止后已{ $from }重新开始，现用单线程。{ $reason }{ $advice }
