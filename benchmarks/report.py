"""The table of medians and ratios: benchmarks/RESULTS.md."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.acts import LABELS, Measured
from benchmarks.exporting import Exported
from benchmarks.measuring import Timed
from benchmarks.scenarios import SCENARIOS

TARGET = Path(__file__).with_name("RESULTS.md")
OWN = ("houqin", "limit")
CREATE = ("create", "create: send the form of a new purchase request")


@dataclass(frozen=True)
class Server:
    """Seconds until a panel listened; megabytes that its process held then and after all pages."""

    started: float
    resting: float
    working: float


@dataclass
class Result:
    """What was measured on one database."""

    engine: str
    rows: int
    times: dict[str, dict[str, Timed]] = field(default_factory=dict)
    exports: dict[tuple[str, str], Exported] = field(default_factory=dict)
    servers: dict[str, Server] = field(default_factory=dict)
    acts: list[Measured] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def write(results: list[Result]) -> None:
    """Write the report and print it."""
    text = "\n\n".join(
        ["# Results\n\nMade by `script/bench`; do not edit it by hand.", _machine(results)]
        + [_table(result) for result in results]
    )
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(text)


def _machine(results: list[Result]) -> str:
    lines = [
        f"- {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"load average at the end {os.getloadavg()[0]:.1f}. Where that is above the number of "
        "cores, others were at work: read the ratios, and no order among close ones.",
        "- Milliseconds of one client's request over a kept connection: median (95th percentile) "
        "of the requests, all panels up at once and asked in turn; after the dot the processor "
        "time of the panel's own process, which other work on the machine disturbs less. One "
        "process each, four threads: waitress for WSGI, uvicorn for ASGI.",
        "- `limit` is one raw statement with the best indexes and a minimal template; it has "
        "neither log-in, rights, count, audit nor translation. Houqin has all of them.",
        "- Of work on many rows the processor time is that of the process and of its "
        "PostgreSQL backend, without the parallel workers of a query.",
    ]
    versions = {name: said for result in results for name, said in result.versions.items()}
    lines += [f"- {name}: {said}" for name, said in versions.items()]
    return "\n".join(lines)


def _table(result: Result) -> str:
    names = [name for name in result.versions if name != "limit"]
    head = ["page", "limit", *names, "fastest peer / Houqin", "Houqin / limit"]
    lines = [
        f"## {result.engine}, {result.rows:,} movements",
        "",
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
    ]
    for name, label in [*((one.name, one.label) for one in SCENARIOS), CREATE]:
        times = result.times.get(name, {})
        cells = [label, *(_cell(times.get(each)) for each in ("limit", *names))]
        lines.append(f"| {' | '.join([*cells, *_ratios(times)])} |")
    parts = [lines if result.times else lines[:1]]
    parts += [make(result) for make in (_exports, _servers, _acts, _faults)]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _cell(timed: Timed | None) -> str:
    return "–" if timed is None else f"{timed.median:.1f} ({timed.slow:.0f}) · {timed.work:.1f}"


def _ratios(times: dict[str, Timed]) -> tuple[str, str]:
    own = times.get("houqin")
    peers = [timed.median for name, timed in times.items() if name not in OWN]
    if own is None:
        return "–", "–"
    floor = times.get("limit")
    return (
        f"{min(peers) / own.median:.1f} ×" if peers else "–",
        f"{own.median / floor.median:.1f} ×" if floor else "–",
    )


def _exports(result: Result) -> list[str]:
    if not result.exports:
        return []
    lines = [
        "| file of at most 100,000 rows | seconds | of processor | MB sent | MB more memory |",
        "|---|---|---|---|---|",
    ]
    for (kind, name), done in result.exports.items():
        lines.append(
            f"| {kind}, {name} | {done.seconds:.2f} | {done.work:.2f} | {done.sent:.1f} "
            f"| {done.grown:.0f} |"
        )
    return lines


def _servers(result: Result) -> list[str]:
    if not result.servers:
        return []
    lines = [
        "| one process | seconds until it listens | MB then | MB after all pages |",
        "|---|---|---|---|",
    ]
    for name, one in result.servers.items():
        lines.append(f"| {name} | {one.started:.1f} | {one.resting:.0f} | {one.working:.0f} |")
    return lines


def _acts(result: Result) -> list[str]:
    if not result.acts:
        return []
    lines = [
        "| many rows at once | rows written | Houqin | floor | Houqin / floor | of processor "
        "| goal |",
        "|---|---|---|---|---|---|---|",
    ]
    for act in result.acts:
        label, floor, goal = LABELS[act.name]
        (time, least), (work, least_work) = act.times, act.work
        lines.append(
            f"| {label} | {act.rows:,} | {time:.0f} · {work:.0f} | {floor}: {least:.0f} · "
            f"{least_work:.0f} | {time / least:.1f} × | {work / least_work:.1f} × | {goal} × |"
        )
    return lines


def _faults(result: Result) -> list[str]:
    return ["Left out:", "", *(f"- {fault}" for fault in result.faults)] if result.faults else []
