"""Work on many rows at once: operations of the house beside a floor that knows no rule."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.houses import ROOT

MOST_ROWS = 100_000
"""Movements in the house of the acts, which none of them reads."""
LABELS = {
    # name: what is done, its floor, how many times as long it may take (issue 4)
    "approve": ("approve 1,000 purchases in one bulk action", "the same rows by hand", 8),
    "issue": ("issue a sheet of 1,000 lines to two sites", "the same rows by hand", 8),
    "score": ("score 2,000 people from 200,000 events", "the sums alone", 6),
}


@dataclass(frozen=True)
class Measured:
    """Medians of an act and of its floor, in milliseconds and in milliseconds of processor."""

    name: str
    rows: int
    same: bool
    times: tuple[float, float]
    work: tuple[float, float]


def measure(engine: str, rows: int, folder: Path, rounds: int) -> list[Measured]:
    """Run all acts in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.acts.running", engine, str(folder)]
    done = subprocess.run(
        [*command, str(min(rows, MOST_ROWS)), str(rounds)], cwd=ROOT, check=True,
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    found = json.loads(done.stdout)
    for name, one in found.items():
        print(engine, name, [[round(ms) for ms, _work in one[key]] for key in ("act", "floor")])
    return [_measured(name, one["rows"], one.get("same", True), one) for name, one in found.items()]


def _measured(
    name: str, rows: int, same: bool, taken: dict[str, list[tuple[float, float]]]
) -> Measured:
    act, floor = zip(*taken["act"], strict=True), zip(*taken["floor"], strict=True)
    times, work = zip(map(statistics.median, act), map(statistics.median, floor), strict=True)
    return Measured(name, rows, same, times, work)
