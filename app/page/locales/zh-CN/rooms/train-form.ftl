### The form of a run's settings.

settings = 设置
all-settings = 全部设置
# It follows the sentence about a setting.
live = 立即生效。
basics = 基本
architecture = 网络结构
objective = 目标函数
adversarial = 对抗博弈
optimisation = 优化
