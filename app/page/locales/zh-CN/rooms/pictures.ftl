### My pictures: bringing pictures to train on.

section = 我的图片
# Its part of the program was not fetched. A button to try again follows.
missing = “我的图片”没有送达。多半是网络原因。
# What there is before anything was brought.
invitation = 添加照片、手绘、zip、NumPy 文件或像素表格；也可拖入或粘贴到此处。任何内容都不会离开本设备。

## Bringing

add = 添加图片
add-input = 图片、zip、NumPy、IDX 或 CSV
folder = 添加文件夹
folder-input = 图片文件夹
before = 手动指定类别、切分图块
class = 接下来所添加图片的类别
    .help = 留空：按文件夹或标签。
sheet = 拼图：图块尺寸
    .help = 例如 16 或 16 × 24 像素；留空则取整张图片。
reading = 已读取 { NUMBER($done) } 个文件，共 { NUMBER($of) } 个
cancel = 停止读取

## Drawing and camera

draw = 手绘
pad = 可逐幅绘制的画板
next = 下一幅
    .title = 保留这一幅，并换上空白画板。按 Enter 键也可以。
clear = 清空画板
camera = 摄像头
camera-start = 启动摄像头
camera-burst = 连拍十张
camera-stop = 关闭摄像头
camera-view = 摄像头画面
camera-note = 摄像头拍下的图片只留在本设备上。
camera-state = { $state ->
    [starting] 浏览器正在询问是否允许本页使用摄像头。
    [refused] 摄像头被拒绝。请在浏览器地址栏中允许本页使用，然后重新启动。
    [missing] 没有找到摄像头，或它正被其他程序占用。请接上摄像头或关闭该程序，然后重新启动。
   *[other] 摄像头已关闭。
}

## What the model will see

seen = 模型将看到的样子
# What the grid below shows.
gathered = { $count ->
    [1] 1 张 { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } 的图片，太少，无法训练：请再添加一张。
   *[other] { NUMBER($count) } 张 { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } 的图片，即模型将看到的样子
}
classes = 类别：{ $names }
more-classes = { $names }等，另有 { NUMBER($more) } 个
width = 宽
height = 高
sides = 8 至 64，超过 32 时须为偶数
# Off: its middle fills the square.
whole = 保留整张图片
colour = 彩色
invert = 反色
threshold = 二值化
threshold-at = 低于此值为黑
    .help = 1 至 255
name = 图片集名称
    .help = 留空：我的图片。
    .untitled = 我的图片
keep = 保存并训练
discard = 放弃

## What was left out

all-left-out = 已略去：{ $reasons }。
left-out = { $reason ->
    [duplicate] { NUMBER($count) } 个重复项
    [no-picture] { NUMBER($count) } 个不含图片的文件
    [empty-file] { NUMBER($count) } 个空文件
    [unreadable] { NUMBER($count) } 个浏览器无法读取的文件
    [torn] { NUMBER($count) } 个不完整的文件
    [too-many-bytes] { NUMBER($count) } 个超过 64 MB 的文件
    [too-many-pixels] { NUMBER($count) } 个像素数超过解码上限的文件（{ $found }）
    [too-many] { NUMBER($count) } 个超出一次可收集数量的文件
    [empty-tile] { NUMBER($count) } 个空白图块
    [smaller-than-tile] { NUMBER($count) } 个小于图块的文件
    [labels] { NUMBER($count) } 个没有图像的标签文件
    [pickled] { NUMBER($count) } 个含 Python 对象、不予打开的文件
    [encrypted] { NUMBER($count) } 个加密的文件
    [bomb] { NUMBER($count) } 个解压后会达 { $found } MB 的文件
    [not-finite] { NUMBER($count) } 个含非有限数的文件
   *[other] { NUMBER($count) } 个无法读取的文件（{ $reason }）
}：{ $names }
names-more = { $names }等

## Sets that are kept

kept = 已保存的图片集：{ NUMBER($count) } · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
facts = { $name } · { NUMBER($count) } 张图片 · { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } · { $colours ->
    [colour] 彩色
   *[grey] 灰度
} · { NUMBER($megabytes, maximumFractionDigits: 1) } MB
train = 训练
    .named = 用“{ $name }”训练
delete = 删除
    .named = 删除“{ $name }”
confirm = 永久删除
    .named = 永久删除“{ $name }”
keep-it = 不删除
    .named = 不删除“{ $name }”

## Make it yours: a small model of a kept set, made of a shipped one

make-yours = 变成你的
    .named = 变成你的：{ $name }
making-yours = 正在用“{ $name }”制作模型：{ NUMBER($percent, maximumFractionDigits: 0) }%
made-yours = “{ $name }”的模型已在“探索”中打开：请在那里漫游。
stop-yours = 停止制作
save-yours = 保存模型
yours-few = “变成你的”至少需要 { NUMBER($least) } 张图片，找到 { NUMBER($found) } 张。请再添加一些。
yours-other-size = “变成你的”需要与自带模型尺寸相同的图片（{ $sizes }），而这些是{ $found }。请以那样的尺寸重新添加。
yours-size = { NUMBER($height, useGrouping: "false") } × { NUMBER($width, useGrouping: "false") } { $colours ->
    [colour] 彩色
   *[grey] 灰度
}

## What went wrong

not-kept = 这些图片无法保存在浏览器中，或无法从中读取。{ $fault }
not-kept-full = 浏览器没有空间保存这些图片了。请删除一个已保存的图片集或训练，然后重试。
none-found = 应有图片，但没有找到文件。请选择含有图片（如 PNG 或 JPEG）的文件夹。
not-gathered = 收集图片的程序出错：{ $error }。请重新添加，不妨一次少一些。
