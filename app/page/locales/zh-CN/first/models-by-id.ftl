### The shipped models, by their ids in assets/models/catalog.json.

vae-mnist-2d = MNIST 数字，2 维
    .summary = 卷积变分自编码器，把所有手写数字折叠到一个平面上：它所知道的一切都在这张地图上。
vae-mnist-10d = MNIST 数字，10 维
    .summary = 同类网络，但留有十个独立特征的余地：数字更清晰，滑块可以改变倾斜、粗细和形状。
gan-mnist = MNIST 数字，GAN
    .summary = 一个 GAN 的生成器。它没有编码器，一张图像对应的点只能搜索得到；笔画锐利，但有些图像并不是数字。
vae-faces = 人脸，16 维
    .summary = 彩色像素人脸的变分自编码器。决定每张脸的因素都是已知的，因此方向很准确：拖动其中一个，脸就会微笑。
vae-hanzi = 汉字，16 维
    .summary = 676 个常用汉字的变分自编码器，笔的粗细、字的倾斜和大小各不相同：滑块改变的正是这些。
vae-fashion-mnist = Fashion-MNIST，10 维
    .summary = 衬衫、裤子、连衣裙、包和鞋的卷积变分自编码器：从运动鞋到短靴之间有路可走。
gan-faces = 人脸，GAN
    .summary = 彩色卷积 GAN 的生成器。它画的脸很锐利，但有些算不上脸。
