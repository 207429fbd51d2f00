"""Houqin beside the panels that people would use instead, and beside the floor.

``script/bench`` runs it. All panels are up at once on the same rows and are asked in turn, one
request each, in an order that turns round each time; what they show is compared with raw SQL.
The result is written to benchmarks/RESULTS.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import acts, houses, report
from benchmarks.creating import create
from benchmarks.exporting import CSV, XLSX, export
from benchmarks.measuring import Timed, check, measure
from benchmarks.scenarios import SCENARIOS
from benchmarks.servers import PANELS, Panel, start

QUICK_ROWS = 10_000
ROWS = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 rows, a minute or two")
    parser.add_argument("--rows", type=int, help="rows of stock_movement")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--panel", action="append", help="only these besides Houqin and the floor")
    parser.add_argument("--no-exports", action="store_true", help="leave the downloads out")
    parser.add_argument("--no-acts", action="store_true", help="leave the bulk work out")
    parser.add_argument("--only-acts", action="store_true", help="measure nothing but bulk work")
    parser.add_argument("--keep", type=Path, help="keep databases and environments here")
    options = parser.parse_args()
    rows = options.rows or (QUICK_ROWS if options.quick else ROWS)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="houqin-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    names = [
        "houqin",
        "limit",
        *(options.panel or [p for p in PANELS if p not in ("houqin", "limit")]),
    ]
    try:
        results = [
            run(engine, rows, names, folder, options)
            for engine in options.engine or houses.engines()
        ]
    finally:
        houses.stop_clusters(folder)
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    report.write(results)
    wrong = [fault for result in results for fault in result.faults]
    print("\n".join(wrong), file=sys.stderr)
    return 1 if any(fault.startswith("houqin") for fault in wrong) else 0


def run(
    engine: str, rows: int, names: list[str], folder: Path, options: argparse.Namespace
) -> report.Result:
    """Everything on one database."""
    result = report.Result(engine, rows)
    if not options.only_acts:
        ask(result, houses.build(engine, rows, folder), names, folder, options)
    if not options.no_acts:
        result.acts = acts.measure(engine, rows, folder, rounds=3 if options.quick else 7)
        result.faults += [f"{act.name}: other rows" for act in result.acts if not act.same]
    return result


def ask(
    result: report.Result,
    house: houses.House,
    names: list[str],
    folder: Path,
    options: argparse.Namespace,
) -> None:
    """Serve all panels and ask them in turn for pages, for look-ups, for new rows, for files."""
    rounds = 12 if options.quick else 40
    with ExitStack() as stack:
        panels: dict[str, Panel] = {}
        for name in names:
            try:
                panels[name] = stack.enter_context(start(name, house, folder))
                result.versions[name] = panels[name].version
            except RuntimeError as error:
                result.faults.append(f"{name}: {error}")
        for scenario in SCENARIOS:
            asked = {name: panel for name, panel in panels.items() if scenario.address(name, house)}
            for name, panel in list(asked.items()):
                fault = check(panel, scenario, house)
                if fault:
                    result.faults.append(f"{name}: {scenario.name}: {fault}")
                    del asked[name]
            seconds = 2 if options.quick else 3
            keep(result, scenario.name, measure(asked, scenario, house, rounds, seconds))
        keep(result, "create", create(panels, house, rounds, result.faults))
        for panel in panels.values():
            result.servers[panel.name] = report.Server(
                panel.started, panel.resting, houses.held(panel.process)
            )
        for kind, addresses in (("CSV", CSV), ("XLSX", XLSX)) if not options.no_exports else ():
            for name, panel in panels.items():
                exported = export(panel, house, addresses, result.faults)
                if exported:
                    result.exports[kind, name] = exported


def keep(result: report.Result, name: str, timed: dict[str, Timed]) -> None:
    """Note what was measured, and say it at once."""
    result.times[name] = timed
    print(result.engine, name, {n: round(t.median, 1) for n, t in timed.items()}, flush=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main())
