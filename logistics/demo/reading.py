"""Reads the rows of the demonstration from the files under ``data``: tables and purchases."""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data"


class Line(NamedTuple):
    """One line of a purchase: an item by its code, or something described in words."""

    quantity: Decimal
    price: Decimal
    item: str = ""
    name: str = ""
    spec: str = ""
    measure: str = ""
    code: str = ""

    @property
    def value(self) -> Decimal:
        """Estimated yuan."""
        return (self.quantity * self.price).quantize(Decimal("0.01"))


class Turn(NamedTuple):
    """Where a purchase ends otherwise than by approval: at a step, by return, reject or cancel."""

    step: str
    choice: str
    comment: str


class Bad(NamedTuple):
    """How much of the first line is not accepted when it first arrives."""

    quantity: Decimal
    defect: str
    note: str


@dataclass(frozen=True)
class Wanted:
    """One purchase of the demonstration; see the files ``purchases_*.toml``.

    ``budget`` is unit and economic code, ``offers`` are suppliers with their price in percent of
    the estimate, ``until`` is the step that is left undone (empty: all is done), ``take`` and
    ``choose`` name the supplier chosen although dearer and the reason, ``again`` says that it was
    handed in anew after it came back, ``oral`` why it could not wait (it is ordered by word of
    mouth).
    """

    who: str
    unit: str
    budget: str
    purpose: str
    lines: tuple[Line, ...]
    day: dt.date | None = None
    site: str = "COMMITTEE"
    reason: str = ""
    off_plan: str = ""
    plan: str = ""
    central: bool = False
    offers: tuple[tuple[str, Decimal], ...] = ()
    single: str = ""
    take: str = ""
    choose: str = ""
    technical: str = ""
    until: str = ""
    turn: Turn | None = None
    again: bool = False
    bad: Bad | None = None
    oral: str = ""

    @property
    def planned_item(self) -> str:
        """The item under which it stands in the material plan; empty when it is off plan."""
        return "" if self.off_plan else self.plan or self.lines[0].item

    @property
    def value(self) -> Decimal:
        """Estimated yuan in all."""
        return sum((line.value for line in self.lines), Decimal(0))


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>.csv`` by column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_purchases(name: str) -> list[Wanted]:
    """The purchases of ``data/<name>.toml`` in their order."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return [_purchase(row) for row in tomllib.load(file)["purchase"]]


def _purchase(row: dict[str, Any]) -> Wanted:
    lines = tuple(_line(line) for line in row.pop("lines"))
    offers = tuple((code, Decimal(str(percent))) for code, percent in row.pop("offers", ()))
    turn, bad = row.pop("turn", None), row.pop("bad", None)
    return Wanted(
        lines=lines,
        offers=offers,
        turn=Turn(**turn) if turn else None,
        bad=Bad(Decimal(bad["quantity"]), bad["defect"], bad["note"]) if bad else None,
        **row,
    )


def _line(row: dict[str, Any]) -> Line:
    return Line(**{**row, "quantity": Decimal(row["quantity"]), "price": Decimal(row["price"])})
