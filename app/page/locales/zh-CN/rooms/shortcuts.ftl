### The sheet of keyboard shortcuts.

shortcuts = 键盘快捷键
pin = 把当前点钉为 A、B、C 或 D
    .keys = Shift + A、B、C、D
go-to-pin = 前往图钉
    .keys = A、B、C、D
play = 播放或停止路径
    .keys = P
randomize = 随机
    .keys = R
centre = 前往中心
    .keys = O
copy-link = 复制链接
    .keys = L
undo = 撤销
    .keys = Ctrl + Z
redo = 重做
    .keys = Ctrl + Shift + Z、Ctrl + Y
move-point = 移动点，加 Shift 步幅更大
    .keys = 在地图上按方向键
move-map = 平移地图
    .keys = 在地图上按 Alt + 方向键
zoom = 放大、缩小、显示全图
    .keys = 在地图上按 +、−、0
drag-map = 平移地图；点击过地图后可用滚轮缩放，按住 Ctrl 则随时可以
    .keys = 在地图上 Shift + 拖动
film-strip = 沿图像条移动，并前往图像对应的点
    .keys = 在图像条上按方向键、Home、End、Enter
slider-wheel = 移动已获得焦点的滑块；其他情况下滚轮滚动页面
    .keys = 滚轮
sheet = 本说明
    .keys = ?
single-keys = 启用单键快捷键
# 按钮：再次播放首次访问时的导览。
take-tour = 观看导览
close = 关闭
