### The page as a whole, and rooms that are on their way.

title = Latentscape：漫步生成模型的潜空间
footer = 所有图像都在本设备上解码，不会上传任何内容。
room-loading = 正在加载…
room-missing = 此页面没有送达。多半是网络原因，重试或重新加载网页通常即可解决。
tools-missing = 工具没有送达。
try-again = 重试
