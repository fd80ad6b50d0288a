### What a model's card says.

about = 关于此模型
latent-dimensions = 潜空间维数
parameters = 参数
pictures = 图像
# Width, height, and whether they have colour.
picture-format = { NUMBER($width, useGrouping: "false") } × { NUMBER($height, useGrouping: "false") }，{ $channels ->
    [colour] 彩色
   *[grey] 灰度
}
layers-data-licence = 网络层、数据与许可证
data = 数据
# The program that wrote the file, and the range of values that mean black to white, such as 0…1.
onnx-source = { $known ->
    [yes] 解码器来自 { $producer } 写出的 ONNX 文件。
   *[no] 解码器来自 ONNX 文件。
}其取值范围识别为 { $range }。
onnx-without-encoder = 它没有编码器：“编码”会为图片搜索对应的点。再打开其编码器的 ONNX 文件，“编码”就会使用它。
# `$spread` is what it says of a posterior’s spread, `$error` a root mean square difference.
onnx-encoder = “{ $name }”是它的编码器：对取值范围为 { $range } 的图像给出均值{ $spread ->
    [log-variance] 与对数方差
    [log-deviation] 与标准差的对数
    [variance] 与方差
    [deviation] 与标准差
   *[none] {""}
}。部分图像还原后的误差为 { NUMBER($error, maximumFractionDigits: 1) }%。
licence = 许可证
# Leads to a page of licences.
third-party = 第三方声明
not-stated = 未说明：由训练模型的人选择许可证。

## Layers, from a picture to a point or back

encoder = 编码器：{ $layers }
decoder = 解码器：{ $layers }
generator = 生成器：{ $layers }
conv = 卷积 { NUMBER($width, useGrouping: "false") }
dense = 全连接 { NUMBER($width, useGrouping: "false") }
up = 上采样 { NUMBER($width, useGrouping: "false") }
latent = { NUMBER($dimensions, useGrouping: "false") } 维潜向量
posterior = { NUMBER($dimensions, useGrouping: "false") } 维潜变量的均值与方差
training-data = { $name }，{ NUMBER($images) } 张图像（{ $authors }；{ $licence }）

## Names, units and samples of measured figures, as the cards of shipped models have them

measured-on = 测量对象
figure = { NUMBER($value, maximumFractionDigits: 6, useGrouping: "false") } { $unit }
test-images = { NUMBER($count) } 张测试图像
prior-draws = { NUMBER($count) } 个先验样本
negative-elbo = 负证据下界
reconstruction = 重构
kl-divergence = KL 散度
classifier-sure = 分类器有 90% 把握的样本
share-of-samples = % 样本
digits-among-those = 其中出现的数字
nats = 奈特
of-ten = / 10
face-colours-read = 能读出肤色、发色和眼镜
recognised-faces = 被识别为人脸
mouth-read = 能读出嘴形
factors-read = 从重构中正确读出的因素
characters-read = 从重构中正确读出的汉字
mutual-information-gap = 互信息差距
# Of a small model of own pictures, whose codes a shipped model made.
code-reconstruction = 编码的重构
picture-error = 图片的误差
base-picture-error = 自带模型的图片误差
of-grey-levels = / 255
own-pictures = { NUMBER($count) } 张图片
own-model = 一个小型变分自编码器，学的是“{ $base }”对 { NUMBER($count) } 张图片的编码（方法同 MidiMe，Dinculescu、Engel、Roberts 2019）：它的解码器给出编码，再由那个模型的解码器画出图片。
# `$direction` is a direction's id, such as `smile`.
effect-of = “{ $direction }”的效果
kept-beside = 沿“{ $direction }”其余不变
of-one = / 1
correlation = 相关
share-of-factors = % 因素
share-of-characters = % 汉字
