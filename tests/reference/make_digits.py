"""Writes assets/data/uci-digits-*.idx.gz from scikit-learn's copy of the UCI digits.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.7.2 numpy==2.4.6
    venv/bin/python make_digits.py ../../assets/data

The values 0 to 16 become 0 to 255; nothing else is changed. The same files, byte by byte, each
time: the gzip header holds no time and no name.
"""

import argparse
import gzip
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    path.write_bytes(gzip.compress(header + array.astype(np.uint8).tobytes(), 9, mtime=0))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    digits = load_digits()
    write_idx(folder / "uci-digits-images.idx.gz", np.round(digits.images * 255 / 16))
    write_idx(folder / "uci-digits-labels.idx.gz", digits.target)


if __name__ == "__main__":
    main()
