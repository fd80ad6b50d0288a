### A lab: a computer that serves the page and trains for it.

device = 设备
here = 此浏览器
there = 此实验室：{ $name }，{ $processor }
# Beneath the choice, where the lab is chosen.
sends = 在那里训练所用的数据会发送给它，包括你自己的图片。
# What there is under My pictures before any were brought, in place of pictures’ own invitation.
bring = 添加照片、手绘、zip、NumPy 文件或像素表格；也可拖入或粘贴到此处。训练所用的图片会发送给此实验室。
# What the run on screen is trained on.
trains = 此实验室

## What becomes of a run. `$from` is from-beginning or from-step.

goes-on-here = 实验室不再训练，因此{ $from }在此浏览器中继续训练。{ $reason }
begins-here = 实验室不进行这次训练，因此由此浏览器训练。{ $reason }

## Why

gone = 它没有应答：它已结束，或网络已断开。
full = 它已在为 { NUMBER($most, useGrouping: "false") } 个页面训练，达到上限。请稍后再选择它。
full-of-one = 它已在为本机（或同一网络地址）的 { NUMBER($most, useGrouping: "false") } 个页面训练，达到每个地址的上限。请关闭其中一个在那里训练的页面。
not-admitted = 它只为通过其链接打开的页面训练。请打开该链接，或扫描其二维码。
time-up = 每个页面在那里可以训练 { NUMBER($minutes, useGrouping: "false") } 分钟，此页面已用完。
too-large = 它接收的文件不超过 { NUMBER($megabytes, useGrouping: "false") } MB，收到的文件更大。请减少图片。
out-of-memory = 每次训练在那里最多占用 { NUMBER($megabytes, useGrouping: "false") } MB 内存，这次训练超出了。请减小批大小或各层宽度。
# $gpu is what the card is called. MiB.
gpu-memory = 这次训练约需实验室 GPU（{ $gpu }）的 { NUMBER($expected, useGrouping: "false") } MiB 显存，空闲的只有 { NUMBER($found, useGrouping: "false") } MiB。请减小批大小或各层宽度，或改在此浏览器中训练。
gpu-tensor = 这次训练有一整块 { NUMBER($expected, useGrouping: "false") } MiB 的数据，而实验室 GPU（{ $gpu }）每块最多 { NUMBER($found, useGrouping: "false") } MiB。请减小批大小或各层宽度，或改在此浏览器中训练。
# $reason is what the driver says.
gpu-lost = 它的 GPU 已丢失（{ $reason }）。
trainer-ended = 它的训练器已停止。
not-asked = 它收到了不认识的内容（{ $reason }）。请重新加载页面。
