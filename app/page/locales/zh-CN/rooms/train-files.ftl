### Downloads of a run, and files that can be opened.

section = 文件与链接
save = 保存
weights = 权重
run = 训练
specification = 配置
log = 日志
samples = 样本（PNG）
timeline = 时间线（GIF）
open-or-share = 打开或分享
open = 打开…
    .title = 配置（JSON）、训练（safetensors）或图像（IDX，也可经 gzip 压缩），文件名不限；也可以拖到页面任意处
    .input = 配置、训练或图像
copy-link = 复制链接
link-copied = 链接已复制
link-not-copied = 浏览器不允许复制链接。网址就是链接。
unkept = 此浏览器不会在两次访问之间保存训练：离开前请把它存为文件。
