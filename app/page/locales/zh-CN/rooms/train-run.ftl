### Play, pause, step, begin again; how far a run is, and what goes wrong in it.

training = 训练
play = 开始
pause = 暂停
step = 单步
step-discriminator = D 单步
step-generator = G 单步
reset = 重置训练
begin-trained = 从训练好的开始
    .title = 沿用此预设训练结束时的权重
# $model is the title of a shipped model with the same networks.
begin-with-model = 沿用“{ $model }”的权重开始
speed = 速度
speed-limit = { NUMBER($rate, useGrouping: "false") } 步/秒
speed-unlimited = 全速
changes-wait = 按“重置训练”后，这些更改才会生效。
findings = 诊断

## What the trainer is doing, as a word and as a sentence for screen readers

not-begun = 尚未开始
being-made = 正在新建…
    .said = 正在新建训练。
# Told to pause, and the last step is still being taken.
pausing = 正在暂停…
paused = 已暂停
    .said = 已暂停。
waiting = 等待本标签页显示
    .said = 训练等到本标签页显示时再继续。
playing = 训练中
    .said = 训练中。
stopped = 已停止
    .said = 训练已停止。
# `$piece` is what they are compiled for, the `$at`-th of `$of`.
compiling = 正在编译着色器，第 { NUMBER($at, useGrouping: "false") } 个，共 { NUMBER($of, useGrouping: "false") } 个：{ $piece ->
    [encoder-decoder] 编码器和解码器
    [discriminator] 判别器
    [generator] 生成器
   *[pictures] 图像
}
fetching = 正在下载 { $file }，{ NUMBER($percent) }%
warmed-up = 预热用时 { NUMBER($seconds, minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "false") } 秒
    .title = 用随后丢弃的网络走了一步，借此编译着色器

## How far, and how fast

progress = 训练进度
pace = { $steps } 步/秒
# `$time` has its unit.
step-time = { $time }/步
device-title = 训练所用的设备
clock-title = 训练所用的时间
threads = CPU，{ NUMBER($count, useGrouping: "false") } 个线程
