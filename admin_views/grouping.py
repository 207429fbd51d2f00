"""A list drawn together: ``group=unit,created_at:month&totals=amount:sum&rank=-amount:sum``.

Each group leads to its rows by the same address with filters in place of the group.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import peewee

from admin_views import words
from admin_views.columns import ShownColumn
from admin_views.filters import RANGE, kind_of
from admin_views.totals import label_of, read_measure, shown
from logistics.columns import Choice, Money, Price, Reference
from logistics.database import Record
from logistics.operations.validation import Problem
from logistics.periods import STEPS, Period
from logistics.queries.grouping import Key, Measure, Rank, Tally, grouped, together
from logistics.queries.listing import Joined
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.addresses import Address
    from admin_views.listing import Listing

MOST_KEYS = 2
MOST_GROUPS = 1000
OF_GROUPS = ("group", "rank", "chart")


def read_group(model: type[Record], text: str) -> list[Key]:
    """Read ``group=``; raises Problem for what cannot be grouped by."""
    keys: list[Key] = []
    for part in text.split(","):
        name, _colon, step = part.strip().partition(":")
        column = model._meta.fields.get(name)
        if column is None or name in model.SECRET or kind_of(column) == "none":
            raise Problem(_("There is no column “%(name)s” to group by.", name=name[:60]))
        stepped = kind_of(column) == "date"
        if step and (not stepped or step not in STEPS):
            raise Problem(
                _(
                    "“%(label)s” cannot be grouped by “%(step)s”.",
                    label=column.verbose_name,
                    step=step[:20],
                )
            )
        keys.append(Key(column, (step or "month") if stepped else None))
    if len(keys) > MOST_KEYS:
        raise Problem(_("At most %(most)s columns to group by.", most=MOST_KEYS))
    return keys


def read_rank(model: type[Record], text: str) -> Rank:
    """Read ``rank=-count`` or ``rank=amount:sum``."""
    name = text.strip().removeprefix("-")
    measure = None if name == "count" else read_measure(model, name)
    return Rank(measure, text.strip().startswith("-"))


class Line(NamedTuple):
    """One line of the page: a group (level 0) or a group within it (level 1)."""

    level: int
    label: str
    tally: Tally


@dataclass(frozen=True)
class Groups:
    """The groups of an address."""

    keys: list[Key]
    measures: list[Measure]
    lines: list[Line]
    total: Tally | None
    capped: bool


def measures_of(listing: Listing) -> list[Measure]:
    """What the address asks for, else the sums of the shown amounts."""
    if listing.address.totals:
        return listing.address.totals
    return [
        Measure(column.field, "sum")
        for column in listing.columns
        if isinstance(column.field, Money) and not isinstance(column.field, Price)
    ]


def groups_of(listing: Listing) -> Groups:
    """Ask for the groups and put subtotals and the total together. One statement."""
    address = listing.address
    measures = measures_of(listing)
    rank = address.rank
    for asked in (rank, address.chart):
        if asked is not None and asked.measure is not None and asked.measure not in measures:
            measures = [*measures, asked.measure]
    joined = Joined(listing.model)
    conditions = listing.conditions(joined)
    single = len(address.group) == 1
    tallies = grouped(
        joined,
        conditions,
        listing.scoped,
        address.group,
        measures,
        rank=rank if single else None,
        most=MOST_GROUPS + 1,
    )
    capped = len(tallies) > MOST_GROUPS
    tallies = tallies[:MOST_GROUPS]
    total = together(tallies, measures) if tallies and not capped else None
    lines = _lines(listing.model, address.group, tallies, measures, rank)
    return Groups(address.group, measures, lines, total, capped)


def _lines(
    model: type[Record],
    keys: Sequence[Key],
    tallies: list[Tally],
    measures: list[Measure],
    rank: Rank | None,
) -> list[Line]:
    in_order = sorted(tallies, key=lambda tally: _order(keys[0], tally, 0))
    outer: list[tuple[Tally, list[Tally]]] = []
    for _value, members in groupby(in_order, key=lambda tally: tally.values[0]):
        inner = list(members)
        outer.append((together(inner, measures), inner))
    if rank is not None:
        outer = _ranked(outer, lambda pair: pair[0], measures, rank)
    lines = []
    for whole, inner in outer:
        lines.append(Line(0, key_label(model, keys[0], whole, 0), whole))
        if len(keys) == MOST_KEYS:
            inner.sort(key=lambda tally: _order(keys[1], tally, 1))
            if rank is not None:
                inner = _ranked(inner, lambda tally: tally, measures, rank)
            lines += [Line(1, key_label(model, keys[1], tally, 1), tally) for tally in inner]
    return lines


def _ranked(items: list[Any], tally_of: Any, measures: list[Measure], rank: Rank) -> list[Any]:
    place = measures.index(rank.measure) if rank.measure is not None else None

    def figure(item: Any) -> Any:
        tally = tally_of(item)
        return tally.rows if place is None else measures[place].value(tally.parts[place])

    known = [item for item in items if figure(item) is not None]
    unknown = [item for item in items if figure(item) is None]
    return sorted(known, key=figure, reverse=rank.descending) + unknown


def _order(key: Key, tally: Tally, place: int) -> tuple[bool, Any]:
    """Groups in the order of their values, those without one last."""
    value, name = tally.values[place], tally.names[place]
    if value is None:
        return True, 0
    if isinstance(key.column, Choice):
        codes = list(key.column.labels)
        return False, codes.index(value) if value in codes else len(codes)
    if isinstance(key.column, Reference):
        return False, (str(name), value)
    return False, value


def key_label(model: type[Record], key: Key, tally: Tally, place: int) -> str:
    """A group's name in the page's language."""
    value, name = tally.values[place], tally.names[place]
    if value is None or value == "":
        return words.words(_("(empty)"))
    if key.step is not None:
        return period_label(key.step, key.period(value))
    return ShownColumn(model, key.column.name).text(name) or str(value)


def period_label(step: str, period: Period) -> str:
    """2026-06-12, 2026-06, 2026 Q2, 2026 H1 or 2026, in the page's words."""
    first = period.first
    if step == "day":
        return words.day(first)
    if step == "month":
        return f"{first:%Y-%m}"
    if step == "quarter":
        return words.words(
            _("%(year)s Q%(number)s", year=str(first.year), number=(first.month + 2) // 3)
        )
    if step == "half_year":
        half = _("%(year)s first half") if first.month == 1 else _("%(year)s second half")
        return words.words(Words(half, {"year": str(first.year)}))
    return str(first.year)


def rows_url(address: Address, keys: Sequence[Key], tally: Tally, level: int) -> str | None:
    """The address of a group's rows; None where no filter says it."""
    changes: dict[str, Any] = dict.fromkeys((*OF_GROUPS, "page"))
    for place, key in enumerate(keys[: level + 1]):
        told = _filter_of(key, tally.values[place], {**address.given, **changes})
        if told is None:
            return None
        changes.update(told)
    return address.url(**changes)


def _filter_of(key: Key, value: Any, given: dict[str, Any]) -> dict[str, str] | None:
    name = key.column.name
    if value is None:
        return {f"{name}__empty": "1"}
    if value == "":
        return None
    if key.step is None:
        return {f"{name}__eq": _written(value)}
    first, last = key.period(value)
    if f"{name}__between" not in given:
        return {f"{name}__between": f"{first}{RANGE}{last}"}
    # The period may reach beyond a filter that is in force: both must hold.
    if f"{name}__ge" in given or f"{name}__le" in given:
        return None
    return {f"{name}__ge": str(first), f"{name}__le": str(last)}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def group_context(listing: Listing, found: Groups) -> dict[str, Any]:
    """What templates/table/groups.html shows."""
    address = listing.address
    return {
        "heads": [
            {"label": key.column.verbose_name, "step": STEPS[key.step] if key.step else None}
            for key in found.keys
        ],
        "count_head": _rank_head(address, None, _("Rows")),
        "measures": [
            {**_rank_head(address, measure, label_of(measure)), "unit": _unit(measure)}
            for measure in found.measures
        ],
        "lines": [
            {
                "level": line.level,
                "label": line.label,
                "url": rows_url(address, found.keys, line.tally, line.level),
                "count": line.tally.rows,
                "values": _values(listing.model, found.measures, line.tally),
            }
            for line in found.lines
        ],
        "total": None
        if found.total is None
        else {
            "count": found.total.rows,
            "values": _values(listing.model, found.measures, found.total),
        },
        "capped": found.capped,
        "most": MOST_GROUPS,
        "rows_url": address.url(**dict.fromkeys((*OF_GROUPS, "page"))),
    }


def _unit(measure: Measure) -> Any:
    return None if measure.how == "count" else getattr(measure.column, "unit", None)


def _values(model: type[Record], measures: list[Measure], tally: Tally) -> list[Any]:
    return [
        shown(model, measure, measure.value(parts))
        for measure, parts in zip(measures, tally.parts, strict=True)
    ]


def _rank_head(address: Address, measure: Measure | None, label: Words) -> dict[str, Any]:
    key = measure.key if measure is not None else "count"
    direction = None
    if address.rank is not None and address.rank.measure == measure:
        direction = "desc" if address.rank.descending else "asc"
    turned = key if direction == "desc" else f"-{key}"
    return {"label": label, "sorted": direction, "url": address.url(rank=turned)}


def group_columns(model: type[Record]) -> list[dict[str, Any]]:
    """The columns that can be grouped by, for the dialog."""
    return [
        {
            "name": field.name,
            "label": field.verbose_name,
            "steps": list(STEPS.items()) if kind_of(field) == "date" else [],
        }
        for field in model._meta.sorted_fields
        if field.name not in model.SECRET
        and kind_of(field) != "none"
        and not isinstance(field, peewee.AutoField)
        and field.name != "row_version"
    ]
