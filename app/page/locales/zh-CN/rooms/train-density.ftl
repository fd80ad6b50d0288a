### The square in which the visitor paints a density.

# Its part of the program was not fetched. A button to try again follows.
missing = 手绘分布的画板没有送达。多半是网络原因。
draw = 手绘分布
eraser = 橡皮
clear = 清空
empty = 在希望有点的地方涂画
hint = 蓝色越浓，点越多。按键：方向键移动，空格涂画，Delete 擦除。
