"""Writes the strokes that characters are drawn from, `assets/data/hanzi-strokes.txt.gz`.

    npm pack hanzi-writer-data@2.0.1
    python tests/reference/make_hanzi.py hanzi-writer-data-2.0.1.tgz

Needs nothing but Python. The package is recognised by its SHA-256, and the file comes out the same,
byte by byte.

Chosen are characters of at most eight strokes that are in everyday use in mainland China, Taiwan and
Japan alike: those of the first level of GB 2312, of Big5 and of JIS X 0208. Of each stroke the package
has the median: a chain of points, of which those are left out that lie next to the line between their
neighbours. Coordinates become 94 levels.

After a notice, the file has a line for each character, by number of strokes, then by code point: the character, and
each stroke as a word. A point is two letters from `!` (0) to `~` (93): across from the left, down from
the top, of a square that the character fills.
"""

import gzip
import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

PACKAGE_SHA256 = "72baf3d82b114e60d6e40ea05f24d2262a05cd39d544e2f322ba2fceb7beff15"
MOST_STROKES = 8
# Levels of a coordinate: the printable letters of ASCII.
LEVELS = 94
# The package's square: 1,024 units a side, of which the lowest are below zero; y runs up.
SIDE, BOTTOM = 1024, -124
# How far a point may lie from the line between its neighbours and be left out, in those units.
TOLERANCE = 10.0

# The licence wants every changed file to say how and when it was changed.
NOTICE = """\
# Strokes of characters. From hanzi-writer-data 2.0.1, which is Make Me A Hanzi's data, extracted from
# fonts, Copyright (C) 1999 Arphic Technology Co., Ltd., under the Arphic Public License: ARPHICPL.TXT.
# Changed on 28 November 2026: of the medians of 676 characters' strokes, points next to the line between
# their neighbours were left out, and coordinates rounded to 94 levels (tests/reference/make_hanzi.py).
"""

OUT = Path(__file__).resolve().parents[2] / "assets/data"


def is_everyday(character):
    """Whether all three standards have it on their first level."""
    levels = [("gb2312", 0xB0A1, 0xD7F9), ("big5", 0xA440, 0xC67E), ("euc_jp", 0xB0A1, 0xCFD3)]
    for codec, first, last in levels:
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            return False
        if len(code) != 2 or not first <= int.from_bytes(code, "big") <= last:
            return False
    return True


def distance(point, start, end):
    """Of a point from the line between two."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / square))
    return ((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2) ** 0.5


def simplified(points):
    """By the algorithm of Ramer, Douglas and Peucker."""
    if len(points) < 3:
        return points
    far = [distance(point, points[0], points[-1]) for point in points[1:-1]]
    most = max(far)
    if most <= TOLERANCE:
        return [points[0], points[-1]]
    at = far.index(most) + 1
    return simplified(points[: at + 1])[:-1] + simplified(points[at:])


def letter(value):
    level = int(value / SIDE * (LEVELS - 1) + 0.5)
    return chr(ord("!") + max(0, min(LEVELS - 1, level)))


def word(median):
    points = [letter(x) + letter(SIDE - (y - BOTTOM)) for x, y in simplified(median)]
    # Two points that became one are one.
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    return "".join(kept if len(kept) > 1 else kept * 2)


def main():
    if len(sys.argv) != 2:
        sys.exit("expected the file that `npm pack hanzi-writer-data@2.0.1` wrote")
    package = Path(sys.argv[1]).read_bytes()
    found = hashlib.sha256(package).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"expected a package with the SHA-256 {PACKAGE_SHA256}, found {found}")
    lines, licence = [], None
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        for member in archive:
            name = member.name.removeprefix("package/")
            if name == "ARPHICPL.TXT":
                licence = archive.extractfile(member).read()
            if not name.endswith(".json") or not is_everyday(name.removesuffix(".json")):
                continue
            medians = json.load(archive.extractfile(member))["medians"]
            if len(medians) <= MOST_STROKES:
                character = name.removesuffix(".json")
                words = [word(median) for median in medians]
                lines.append((len(medians), character, " ".join([character, *words])))
    text = NOTICE.encode() + "".join(line + "\n" for _, _, line in sorted(lines)).encode()
    packed = gzip.compress(text, 9, mtime=0)
    # Python writes another system's number here on some.
    packed = packed[:9] + b"\xff" + packed[10:]
    (OUT / "hanzi-strokes.txt.gz").write_bytes(packed)
    (OUT / "ARPHICPL.TXT").write_bytes(licence)
    counts = [sum(count == strokes for count, _, _ in lines) for strokes in range(1, MOST_STROKES + 1)]
    print(f"{len(lines)} characters of 1 to {MOST_STROKES} strokes: {counts}")
    print(f"{len(text)} bytes, {len(packed)} packed, SHA-256 {hashlib.sha256(packed).hexdigest()}")
    print(f"unpacked: SHA-256 {hashlib.sha256(text).hexdigest()}")


if __name__ == "__main__":
    main()
