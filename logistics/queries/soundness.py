"""Whether the house as a whole agrees with itself; for ``check``. One sentence for each fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from logistics.database import DocNo, Record, total
from logistics.queries.structure import tables_by_name
from logistics.tables.money import BudgetEntry, BudgetLine
from logistics.tables.system import DocumentCounter
from logistics.wording import Words, _

BALANCES = ("adjusted", "reserved", "committed", "spent")


def broken_links() -> Iterator[Words]:
    """Rows that name another by table and number (doc_type, doc_id), which is not there."""
    tables = tables_by_name()
    model: Any
    for model in tables.values():
        if not {"doc_type", "doc_id"} <= model._meta.fields.keys():
            continue
        kinds = model.select(model.doc_type).where(model.doc_id.is_null(False)).distinct()
        for (kind,) in kinds.tuples():
            target = tables.get(kind)
            if target is None:
                yield _("%(table)s names a table %(name)s.", table=model.LABEL_MANY, name=kind)
                continue
            lost = model.select(model.id).where(
                (model.doc_type == kind) & model.doc_id.not_in(target.select(target.id))
            )
            for row in lost:
                yield _(
                    "%(table)s %(id)s names a %(target)s that is not there.",
                    table=model.LABEL,
                    id=row.id,
                    target=target.LABEL,
                )


def number_faults() -> Iterator[Words]:
    """Days on which the documents bear fewer or more numbers than were given."""
    given = {
        f"{counter.prefix}-{counter.day:%Y%m%d}": counter.last
        for counter in DocumentCounter.select()
    }
    borne: Counter[str] = Counter()
    prefixes = set()
    for model in tables_by_name().values():
        for column in model._meta.sorted_fields:
            if isinstance(column, DocNo):
                prefixes.add(column.prefix)
                borne.update(_days(model, column))
    for day in sorted(given.keys() | borne.keys()):
        if day.partition("-")[0] in prefixes and given.get(day, 0) != borne[day]:
            yield _(
                "Of %(day)s %(given)s numbers were given, and documents bear %(borne)s.",
                day=day,
                given=given.get(day, 0),
                borne=borne[day],
            )


def _days(model: type[Record], column: Any) -> Iterator[str]:
    """Prefix and day of every number, ``PR-20260612``."""
    numbers: Any = model.select(column).where(column.is_null(False)).tuples()
    for (number,) in numbers:
        yield number.rpartition("-")[0]


def budget_problems() -> Iterator[Words]:
    """Budget lines whose balances are not the sums of their entries."""
    sums: Any = (
        BudgetEntry.select(
            BudgetEntry.line, *(total(getattr(BudgetEntry, name)) for name in BALANCES)
        )
        .group_by(BudgetEntry.line)
        .tuples()
    )
    booked = {line: values for line, *values in sums}
    for line in BudgetLine.select():
        for name, value in zip(BALANCES, booked.get(line.id, (0, 0, 0, 0)), strict=True):
            if getattr(line, name) != value:
                yield _(
                    "Budget line %(line)s has %(kept)s yuan as %(balance)s, its entries %(value)s.",
                    line=str(line),
                    kept=getattr(line, name),
                    balance=BudgetLine._meta.fields[name].verbose_name,
                    value=value,
                )
