"""One request each in turn, and whether what came back is right."""

from __future__ import annotations

import datetime as dt
import os
import re
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from benchmarks import data
from benchmarks.houses import House, worked
from benchmarks.scenarios import Scenario
from benchmarks.servers import Panel

ITEM = re.compile(f"(?:{'|'.join(data.GOODS)})(?:{'|'.join(data.KINDS_OF_GOODS)})\\d{{4}}")
EXPORTED = 100_000
EXPORTS = {
    "houqin": "/admin/stock_movement/export/csv/?moved_on__ge={first}",
    "limit": "/?export={rows}",
    "flask_admin_peewee": "/admin/stockmovement/export/csv/",
    "flask_admin_sqlalchemy": "/admin/stockmovement/export/csv/",
    "sqladmin_panel": "/admin/stock-movement/export/csv",
}


@dataclass(frozen=True)
class Timed:
    """Milliseconds of the requests to one page of one panel."""

    times: tuple[float, ...]
    work: float
    """Milliseconds of processor that the panel's own process took for one, on the average."""

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def slow(self) -> float:
        """The 95th percentile."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@dataclass(frozen=True)
class Exported:
    """A download: seconds, megabytes sent, megabytes that the server's memory grew by."""

    seconds: float
    sent: float
    grown: float


def items_shown(body: bytes) -> list[str]:
    """The items of a page's rows in their order; a cell that names its item twice counts once."""
    rows = re.split(r"<tr\b", body.decode("utf-8", "replace"))
    found = [match.group() for row in rows if (match := ITEM.search(row))]
    return found[:50]


def check(panel: Panel, scenario: Scenario, house: House) -> str | None:
    """What is wrong with a panel's page: it must show the rows that raw SQL gives."""
    address = scenario.address(panel.name, house)
    assert address is not None
    status, body, _time = panel.get(address)
    if status != 200:
        return f"answers {status}"
    if scenario.truth is None:
        return None
    shown, wanted = items_shown(body), _truth(scenario.truth, house)
    if shown == wanted:
        return None
    if not shown:
        return "shows no rows"
    differ = sum(a != b for a, b in zip(shown, wanted, strict=False))
    return f"shows other rows ({len(shown)} of {len(wanted)}, {differ} differ)"


def _truth(query: str, house: House) -> list[str]:
    """The items that the statement of the floor gives, asked anew in this process."""
    os.environ["HOUSE_URL"] = house.url
    from benchmarks.panels import limit  # it reads its address when it is loaded

    limit.use(house.url)
    asked = dict(parse_qsl(query.format(**house.places())))
    return [row[3] for row in limit.rows(asked)]


def measure(
    panels: Mapping[str, Panel], scenario: Scenario, house: House, *, rounds: int, seconds: float
) -> dict[str, Timed]:
    """Ask all panels in turn; one that has used up its ``seconds`` is left out (three at least)."""
    times: dict[str, list[float]] = {name: [] for name in panels}
    before = {name: worked(panel.process) for name, panel in panels.items()}
    order = list(panels)
    for turn in range(rounds):
        for name in order if turn % 2 else reversed(order):
            if len(times[name]) >= 3 and sum(times[name]) > seconds * 1000:
                continue
            address = scenario.address(name, house)
            assert address is not None
            times[name].append(panels[name].get(address)[2])
    return {
        name: Timed(tuple(taken), (worked(panels[name].process) - before[name]) / len(taken))
        for name, taken in times.items()
    }


def export_once(panel: Panel, house: House) -> Exported | None:
    """One download of the newest 100,000 rows at most, and the memory that it took."""
    rows = min(house.rows, EXPORTED)
    first = data.FIRST_DAY + dt.timedelta(days=data.DAYS - data.DAYS * rows // house.rows)
    address = EXPORTS.get(panel.name)
    if address is None:
        return None
    before = _memory(panel.process, reset=True)
    started = time.perf_counter()
    status, body, _time = panel.get(address.format(rows=rows, first=first))
    seconds = time.perf_counter() - started
    if status != 200:
        return None
    return Exported(seconds, len(body) / 1e6, _memory(panel.process) - before)


def _memory(process: int, *, reset: bool = False) -> float:
    """The most memory that a process has held, in MB; ``reset`` begins anew from what it holds."""
    if reset:
        Path(f"/proc/{process}/clear_refs").write_text("5")
    status = Path(f"/proc/{process}/status").read_text()
    match = re.search(r"VmHWM:\s+(\d+)", status)
    return int(match[1]) / 1024 if match else 0.0
