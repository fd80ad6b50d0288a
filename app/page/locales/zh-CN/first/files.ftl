### Files that the visitor opens or drops.

not-readable = 浏览器无法读取 { $name }。它是不是文件夹，或者在此期间被移动或修改过？请逐个打开其中的文件。
link-dropped = 拖入的是链接或文字而不是文件，因此没有打开任何东西。要打开链接，请把它粘贴到另一个标签页的地址栏。
drop-model = 将模型（.safetensors、.onnx）或图片拖到此处即可打开
drop-training = 将图片、文件夹、配置（.json）或训练文件拖到此处即可打开
