"""Downloads of many rows: how long, how much memory more, and whether all rows are in them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
from dataclasses import dataclass

from benchmarks import data
from benchmarks.houses import House, held, reset_peak, worked
from benchmarks.measuring import ITEM
from benchmarks.servers import Panel

EXPORTED = 100_000
NEWEST = "/admin/stock_movement/export/{kind}/?moved_on__ge={first}"
CSV = {
    "houqin": NEWEST.replace("{kind}", "csv"),
    "limit": "/?export={rows}",
    "flask_admin_peewee": "/admin/stockmovement/export/csv/",
    "flask_admin_sqlalchemy": "/admin/stockmovement/export/csv/",
    "sqladmin_panel": "/admin/stock-movement/export/csv",
}
"""Django's admin has no export; starlette-admin's is asked for from within its page."""
XLSX = {"houqin": NEWEST.replace("{kind}", "xlsx")}


@dataclass(frozen=True)
class Exported:
    """A download: seconds, seconds of processor, megabytes sent, megabytes of memory more."""

    seconds: float
    work: float
    sent: float
    grown: float


def export(
    panel: Panel, house: House, addresses: dict[str, str], faults: list[str]
) -> Exported | None:
    """One download of the newest 100,000 rows at most; None when the panel has none."""
    address = addresses.get(panel.name)
    if address is None:
        return None
    rows = min(house.rows, EXPORTED)
    first = data.FIRST_DAY + dt.timedelta(days=data.DAYS - data.DAYS * rows // house.rows)
    reset_peak(panel.process)
    before, worked_before = held(panel.process, peak=True), worked(panel.process)
    started = time.perf_counter()
    status, body, _time = panel.get(address.format(rows=rows, first=first))
    seconds = time.perf_counter() - started
    work = (worked(panel.process) - worked_before) / 1000
    grown = held(panel.process, peak=True) - before
    if status != 200:
        faults.append(f"{panel.name}: export: answers {status}")
        return None
    if addresses is CSV and (fault := _fault(body, rows, house)):
        faults.append(f"{panel.name}: export: {fault}")
        return None
    return Exported(seconds, work, len(body) / 1e6, grown)


def _fault(body: bytes, rows: int, house: House) -> str | None:
    """What is wrong with a CSV: it must hold the newest rows, each once."""
    lines = [
        line
        for line in csv.reader(io.StringIO(body.decode("utf-8-sig")))
        if ITEM.search(",".join(line))
    ]
    if len(lines) != rows:
        return f"{len(lines)} of {rows} rows"
    shown = [match[0] for line in lines if (match := ITEM.search(",".join(line)))]
    newest = range(house.rows - rows, house.rows)
    wanted = [data.item_name(data.item_of(movement)) for movement in newest]
    return None if sorted(shown) == sorted(wanted) else "other rows"
