"""Times the acts: each on a fresh copy of a filled house, its floor on another, in turn.

Run as ``python -m benchmarks.acts.running ENGINE FOLDER ROWS ROUNDS``; prints what was measured as
JSON. A copy has what its users' has: durability, triggers, indexes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.acts import approving, issuing, scoring, written
from benchmarks.houses import SETTINGS, worked
from logistics.database import connect, database, is_postgresql
from tests.postgres import Cluster


@dataclass(frozen=True)
class Act:
    """An operation over many rows. Without a floor of its own it is held against its own rows,
    written by hand.
    """

    name: str
    perform: Callable[[], None]
    floor: Callable[[], None] | None = None


ACTS = (
    Act("approve", approving.perform),
    Act("issue", issuing.perform),
    Act("score", scoring.perform, scoring.floor),
)


class Stable:
    """The filled house, and copies of it that are used once."""

    def __init__(self, engine: str, folder: Path, rows: int) -> None:
        self.file = folder / f"acts-{rows}.db"
        self.name = f"acts_{rows}"
        self.mark = folder / f"acts-{engine}-{rows}.filled"
        self.cluster = Cluster(folder / "postgresql", SETTINGS) if engine != "sqlite" else None
        if self.cluster:
            self.cluster.start()
        if not self.mark.exists():
            self._fill(rows)
            self.mark.touch()

    @contextmanager
    def copy(self) -> Iterator[None]:
        """A copy in use until the block ends."""
        if self.cluster:
            url = self.cluster.create("act", self.name)
        else:
            url = f"sqlite:///{shutil.copyfile(self.file, self.file.with_name('act.db'))}"
        opened = connect(url)
        database.initialize(opened)
        opened.connect()
        try:
            yield
        finally:
            opened.close_all()
            if self.cluster:
                self.cluster.drop("act")

    def _fill(self, rows: int) -> None:
        if self.cluster:
            url = self.cluster.create(self.name)
        else:
            self.file.unlink(missing_ok=True)
            url = f"sqlite:///{self.file}"
        command = [sys.executable, "-m", "benchmarks.acts.filling", url, str(rows)]
        subprocess.run(command, check=True, env=os.environ)


def main(engine: str, folder: Path, rows: int, rounds: int) -> dict[str, Any]:
    """Milliseconds and milliseconds of processor of each act and of its floor, by round."""
    stable = Stable(engine, folder, rows)
    return {act.name: measure(act, stable, rounds) for act in ACTS}


def measure(act: Act, stable: Stable, rounds: int) -> dict[str, Any]:
    """One act and its floor in turn; the first time of the act only shows what it writes."""
    with stable.copy():
        before = written.read_tables()
        act.perform()
        after = written.read_tables()
        batches = written.batches_between(before, after)
    floor = act.floor or (lambda: written.write_by_hand(batches))
    found: dict[str, Any] = {"act": [], "floor": [], "rows": sum(len(b.rows) for b in batches)}
    for _round in range(rounds):
        for key, work in (("act", act.perform), ("floor", floor)):
            with stable.copy():
                found[key].append(_timed(work))
                if key == "floor" and act.floor is None and "same" not in found:
                    found["same"] = written.read_tables() == after
    return found


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds, and milliseconds of processor here and in the database's process."""
    started, before = time.perf_counter(), _used()
    work()
    return (time.perf_counter() - started) * 1000, _used() - before


def _used() -> float:
    own = time.process_time() * 1000
    if not is_postgresql():
        return own
    return own + worked(database.connection().info.backend_pid)


if __name__ == "__main__":
    engine, folder, rows, rounds = sys.argv[1:]
    print(json.dumps(main(engine, Path(folder), int(rows), int(rounds))))
