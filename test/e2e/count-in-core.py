"""Counts texts in a core, which has a terabyte of holes where a process of Chromium's has reserved memory.

Reads JSON with the path and groups of texts, and prints a count for each group, as one byte a character and as two."""

import json
import os
import sys

PART = 1 << 20
ZEROS = bytes(PART)

asked = json.load(sys.stdin)
groups = [[text.encode(code) for text in texts for code in ('latin-1', 'utf-16-le')] for texts in asked['groups']]
overlap = max(len(needle) for needles in groups for needle in needles) - 1
counts = [0] * len(groups)
core = os.open(asked['path'], os.O_RDONLY)
at = end = 0
while True:
    if at >= end:
        try:
            at = os.lseek(core, at, os.SEEK_DATA)
        except OSError:
            break
        end = os.lseek(core, at, os.SEEK_HOLE)
    part = os.pread(core, min(PART, end - at), at)
    if not part:
        break
    if part != ZEROS[: len(part)]:
        # what begins in the part and ends behind it is counted with it, and what begins behind it is not
        whole = part + os.pread(core, overlap, at + len(part))
        for n, needles in enumerate(groups):
            counts[n] += sum(whole.count(needle, 0, len(part) + len(needle) - 1) for needle in needles)
    at += len(part)
print(json.dumps(counts))
