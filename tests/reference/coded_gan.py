"""Does a generator learn faster from codes of images than from noise? The chart in docs/presets.md.

    python coded_gan.py collect RUNS judged.csv > docs/vae-coded-gan.csv
    python coded_gan.py draw docs/vae-coded-gan.csv docs/vae-coded-gan.svg

`collect` reads what `train` printed into RUNS/ARM-SEED.log, and the table of `judge.py` for the
samples RUNS/ARM-SEED-STEP.idx and RUNS/ARM-SEED.idx. `draw` needs matplotlib 3.11.2 and nothing
else. docs/presets.md has the commands before these.
"""

import csv
import re
import statistics
import sys
from pathlib import Path

# Arm: colour, label, steps before the game begins.
ARMS = {
    "noise": ("#e08a00", "noise (a GAN)", 0),
    "codes": ("#2a8fd8", "codes, VAE trained alongside", 0),
    "pre": ("#1aa37a", "codes, VAE trained 1,000 steps before", 1000),
}
COLUMNS = ["arm", "seed", "step", "seconds", "sure", "digits", "entropy", "distance"]
# Stand-ins for the two colours that depend on the reader's theme.
INK, GRID = "#010203", "#040506"
THEMES = """<style>
:root { --ink: #24292f; --grid: #d0d7de }
@media (prefers-color-scheme: dark) { :root { --ink: #d1d7e0; --grid: #3d444d } }
</style>"""


def seconds_of(log):
    """CPU seconds at each step that the log tells of."""
    found = {int(s): float(t) for s, t in re.findall(r"^step (\d+), ([\d.]+) s", log, re.M)}
    last = re.search(r"over (\d+) steps, ([\d.]+) s of CPU time", log)
    return {**found, int(last[1]): float(last[2])}


def collect(folder, judged):
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    with open(judged) as file:
        rows = {row["pictures"]: row for row in csv.DictReader(file)}
    for arm in ARMS:
        logs = sorted(Path(folder).glob(f"{arm}-?.log"))
        times = [seconds_of(log.read_text()) for log in logs]
        # Every seed is the same work: what a busy machine adds to one of them is left out.
        seconds = {step: min(time[step] for time in times) for step in times[0]}
        for log in logs:
            for step in sorted(seconds):
                # The last step's samples have no step in their name.
                name = f"{log.stem}-{step}" if step < max(seconds) else log.stem
                row = rows[name]
                seed = log.stem.split("-")[1]
                measured = [row["sure at 80 %"], *(row[c] for c in COLUMNS[5:])]
                writer.writerow([arm, seed, step, seconds[step], *measured])


def runs_of(rows, arm):
    """Of each seed: steps of the game, seconds, share, distance."""
    before = ARMS[arm][2]
    seeds = sorted({row["seed"] for row in rows if row["arm"] == arm})
    for seed in seeds:
        own = [row for row in rows if (row["arm"], row["seed"]) == (arm, seed)]
        yield [
            (int(r["step"]) - before, float(r["seconds"]), float(r["sure"]), float(r["distance"]))
            for r in own
        ]


def draw(table, picture):
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    pyplot.rcParams.update({
        "svg.fonttype": "none", "svg.hashsalt": "latentscape", "font.family": "sans-serif",
        "font.size": 9, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": GRID,
        "xtick.color": INK, "ytick.color": INK, "grid.color": GRID, "axes.grid": True,
        "axes.spines.top": False, "axes.spines.right": False,
    })
    with open(table) as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(2, 2, figsize=(8, 5.6), sharex="col", sharey="row")
    for arm, (colour, label, _) in ARMS.items():
        runs = list(runs_of(rows, arm))
        for line, measure in ((0, 2), (1, 3)):
            for column in (0, 1):
                axis = axes[line][column]
                for run in runs:
                    values = [[point[which] for point in run] for which in (column, measure)]
                    axis.plot(*values, color=colour, linewidth=0.8, alpha=0.5)
                means = [
                    [statistics.mean(p[which] for p in points) for points in zip(*runs)]
                    for which in (column, measure)
                ]
                axis.plot(*means, color=colour, linewidth=2.2, label=label)
    axes[0][0].set_ylabel("judge at least 80 % sure, %")
    axes[1][0].set_ylabel("Fréchet distance (less is better)")
    axes[1][0].set_xlabel("steps of the game")
    axes[1][1].set_xlabel("seconds on one core, the VAE's included")
    handles, labels = axes[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncols=3, frameon=False)
    figure.tight_layout(rect=(0, 0, 1, 0.95))
    figure.savefig(picture, transparent=True, metadata={"Date": None, "Creator": None})
    text = Path(picture).read_text()
    text = text.replace(INK, "var(--ink)").replace(GRID, "var(--grid)")
    Path(picture).write_text(text.replace("<defs>", THEMES + "\n <defs>", 1))


if __name__ == "__main__":
    {"collect": collect, "draw": draw}[sys.argv[1]](*sys.argv[2:])
