### What is trained, on what.

recipe = 配方
preset = 预设
images = 图像
points = 平面上的点
# It follows the sentence about the preset.
changed = 此后已修改。
kept = 已保存在本设备上。
on-site = 位于本站的数据文件夹，{ NUMBER($megabytes, useGrouping: "false") } MB。
on-mirror = 本站没有。可从 { $host } 或其他镜像站下载，{ NUMBER($megabytes, useGrouping: "false") } MB。
fetching = 正在下载，{ NUMBER($percent) }%
fetched = 已下载
fetch = 下载 { $data }
