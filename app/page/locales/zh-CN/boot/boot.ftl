### What js/boot.js says where the page cannot start. It has the English at hand, in this order; the
### page's tests compare the two.

cannot-run = Latentscape 无法在此浏览器中运行
needs-webassembly = 模型靠 WebAssembly 运行，而此浏览器不支持或已将其关闭。
needs-simd = 模型的运算需要 WebAssembly SIMD，而此浏览器不支持或已将其关闭。
needs-workers = 模型运行时要靠 Web Worker 保持页面流畅，而此浏览器不支持或已将其关闭。
needs-module-workers = 模型运行时要靠模块化的 Worker 保持页面流畅，而此浏览器不支持或已将其关闭。
browsers = Chrome 或 Edge 91、Firefox 114、Safari 16.4 及更新的版本都支持。
not-loaded = Latentscape 未能加载
part-missing = 页面有一部分没有送达。多半是网络原因，重新加载页面通常即可解决。
reload = 重新加载
# What this language is called in itself, for the choice of another.
own-name = 简体中文
