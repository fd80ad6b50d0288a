### What an ONNX file cannot be, by the codes of model/onnx-decoder/src/error.rs.

unreadable = 应为 ONNX 模型，实际的文件无法按 ONNX 读取（{ $reason }）。请重新导出或下载。
external-data = 权重应在 ONNX 文件之内，但 { $tensor } 的权重在另一个文件 { $location } 中。请用 external_data=False 导出，或用 Python 的 onnx 包读入后另存一次。
operators = 应只含本页能运行的算子，实际含有 { $names }。请在评估模式下只导出解码器，不要带这些算子。
numbers = 权重应为 16、32 或 64 位浮点数，但 { $tensor } 中为 { $found }。请在导出前对模型调用 .float()。
weight-not-a-number = 权重应为数字，但 { $tensor } 中有 NaN。训练已发散，请导出较早的检查点。
no-input = 应以潜向量为输入、图像为输出，实际有 { $inputs } 个输入、{ $outputs } 个输出。请把解码器作为 z 的函数导出。
inputs = 应只有潜向量一个输入，至多再加一个类别，实际有 { $count } 个：{ $names }。请导出 z 的函数，其余输入由它自行生成或固定。
point-shape = 潜向量应为 [batch, z] 或 [batch, z, 1, 1]，实际 { $name } 为 { $found }。请只导出解码器或生成器。
open-latent = 潜向量的长度应固定，实际 { $name } 为 { $found }。导出时请只让批次这一维可变。
latent = 潜空间应为 1 至 { $most } 维，实际为 { $found } 维。请导出潜空间较小的解码器。
class = 第二个输入应为类别，即整数 [batch] 或独热编码 [batch, classes]，实际 { $name } 为 { $found }。请导出 z 与类别的函数。
class-count = 类别数应为 1 至 { $most }，但文件没有说明 { $name } 有多少类。请把类别作为独热输入 [batch, classes] 导出。
output-shape = 图像应有 1 或 3 个通道，形状为 [batch, channels, height, width] 或 [batch, height, width, channels]；批次为 { $batch } 时实际输出为 { $found }。请只导出解码器。
output-size = 图像边长应为 { $least } 至 { $most } 像素，实际为 { $height } × { $width }。请导出图像较小的解码器。
output-not-finite = 图像应由有限的数组成，实际有些数溢出或不是数字。权重已损坏，请导出较早的检查点。
refused = 应为可以运行的模型，但：{ $reason }。请用 opset 17 重新导出，除批次外尺寸固定。
encoder-alone = 输入应为潜向量，实际 { $name } 为 { $found }。如果这是编码器，请先打开它的解码器并留在屏幕上，或同时打开两个文件。
encoder-image = 应为该解码器图像（{ $channels } × { $height } × { $width }）的编码器，实际 { $name } 为 { $found }。请导出与此解码器一同训练的编码器，或先打开它自己的解码器。
encoder-inputs = 编码器应只有图像一个输入，至多再加一个类别（解码器有 { $classes } 类），实际为 { $found }。请导出图像的函数，其余输入由它自行生成或固定。
encoder-output = 每张图像应给出 { $latent } 个数，与解码器的输入相同，或同样多的均值与对数方差；实际输出为 { $found } 个数。请导出与此解码器一同训练的编码器。
encoder-unfit = 编码器应能还原解码器的图像，实际只有 { $share }% 的图像对中，还原出的图像更接近原图（50% 为随机）。请导出与此解码器一同训练的编码器。
same-role = 应为一个解码器及其编码器，实际为两个{ $role ->
    [encoder] 编码器
   *[decoder] 解码器
}：{ $one } 和 { $other }。请打开一个解码器，并同时或随后打开与它一同训练的编码器。
