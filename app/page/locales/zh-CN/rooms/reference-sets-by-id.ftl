### Data sets that pictures can be compared with, by their names in links, where they are called
### otherwise here than in the form of a run.

digits = UCI 数字（自带）
strokes = 笔触（生成）
shapes = 形状（生成）
faces = 人脸（生成）
hanzi = 汉字（生成）
