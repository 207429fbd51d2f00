"""One request each in turn, and whether what came back is right."""

from __future__ import annotations

import json
import os
import re
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from benchmarks import data
from benchmarks.houses import House, worked
from benchmarks.scenarios import Scenario
from benchmarks.servers import Panel

ITEM = re.compile(f"(?:{'|'.join(data.GOODS)})(?:{'|'.join(data.KINDS_OF_GOODS)})\\d{{4}}")


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
    if scenario.ids is not None:
        found = _numbers(json.loads(body))
        return None if found == scenario.ids else f"gives {sorted(found)}"
    if scenario.truth is None:
        return None
    shown, wanted = items_shown(body), _truth(scenario.truth, house)
    if shown == wanted:
        return None
    if not shown:
        return "shows no rows"
    differ = sum(a != b for a, b in zip(shown, wanted, strict=False))
    return f"shows other rows ({len(shown)} of {len(wanted)}, {differ} differ)"


def _numbers(answer: Any) -> set[int]:
    """The whole numbers of a look-up's answer, written as numbers or as texts, but for counts."""
    if isinstance(answer, dict):
        kept = [value for name, value in answer.items() if name not in ("total", "pagination")]
        return set[int]().union(*map(_numbers, kept))
    if isinstance(answer, list):
        return set[int]().union(*map(_numbers, answer))
    text = str(answer)
    return {int(text)} if text.isdecimal() else set()


def _truth(query: str, house: House) -> list[str]:
    """The items that the statement of the floor gives, asked anew in this process."""
    os.environ["HOUSE_URL"] = house.url
    from benchmarks.panels import limit  # it reads its address when it is loaded

    limit.use(house.url)
    asked = dict(parse_qsl(query.format(**house.places())))
    return [row[3] for row in limit.rows(asked)]


def measure(
    panels: Mapping[str, Panel], scenario: Scenario, house: House, rounds: int, seconds: float
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
