"""What units hold beyond the allocation standards (配备标准): too many a head, too dear (R72)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import peewee

from logistics.tables.assets import AllocationStandard, Asset
from logistics.tables.assets.register import HELD
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff


@dataclass(frozen=True)
class Excess:
    """A unit with more of a kind than its heads allow."""

    standard: AllocationStandard
    unit: Unit
    held: int
    heads: int

    @property
    def allowed(self) -> int:
        """Whole pieces for the unit's heads; one at least."""
        return allowed_for(self.standard, self.heads)


def allowed_for(standard: AllocationStandard, heads: int) -> int:
    """How many pieces ``heads`` people may have; one at least, since a unit needs it to work."""
    pieces = Decimal(standard.max_per_head or 0) * heads
    return max(1, int(pieces.to_integral_value(ROUND_FLOOR)))


def excesses(unit_ids: Collection[int] | None = None) -> list[Excess]:
    """Units that hold more than the standards allow, by unit and code. Four statements at most."""
    standards = {
        row.catalogue_code: row
        for row in AllocationStandard.select().where(AllocationStandard.max_per_head.is_null(False))
    }
    held = _held(standards, unit_ids)
    heads = heads_of({unit for unit, _code in held})
    units = {row.id: row for row in Unit.select().where(Unit.id.in_(list(heads)))}
    found = [
        Excess(standards[code], units[unit], count, heads[unit])
        for (unit, code), count in held.items()
    ]
    over = [row for row in found if row.held > row.allowed]
    return sorted(over, key=lambda row: (row.unit.code, row.standard.catalogue_code))


def over_after(unit: Unit, adding: Mapping[str, int]) -> list[Excess]:
    """Where ``unit`` would stand over the standard with so many more pieces, by catalogue code."""
    codes = [code for code, count in adding.items() if code and count]
    standards = AllocationStandard.select().where(
        AllocationStandard.catalogue_code.in_(codes)
        & AllocationStandard.max_per_head.is_null(False)
    )
    by_code = {row.catalogue_code: row for row in standards}
    held = _held(by_code, [unit.id])
    heads = heads_of({unit.id})[unit.id]
    after = [
        Excess(row, unit, held.get((unit.id, code), 0) + adding[code], heads)
        for code, row in by_code.items()
    ]
    return [row for row in after if row.held > row.allowed]


def heads_of(unit_ids: Collection[int]) -> dict[int, int]:
    """The establishment of each unit; where none is set, the people who work in it."""
    ids = list(unit_ids)
    rows: Any = (
        Staff.select(Staff.unit, peewee.fn.COUNT(Staff.id))
        .where(Staff.unit.in_(ids) & Staff.left_on.is_null())
        .group_by(Staff.unit)
        .tuples()
    )
    heads = dict.fromkeys(ids, 0) | dict(rows)
    for unit in Unit.select().where(Unit.id.in_(ids) & Unit.headcount_quota.is_null(False)):
        heads[unit.id] = unit.headcount_quota
    return heads


def too_dear(catalogue_code: str, price: Decimal) -> AllocationStandard | None:
    """The standard whose highest price ``price`` exceeds; None when it does not."""
    standard: AllocationStandard | None = AllocationStandard.get_or_none(
        (AllocationStandard.catalogue_code == catalogue_code)
        & (AllocationStandard.price_cap < price)
    )
    return standard


def _held(
    standards: Mapping[str, AllocationStandard], unit_ids: Collection[int] | None
) -> dict[tuple[int, str], int]:
    query: Any = Asset.select(Asset.unit, Asset.catalogue_code).where(
        Asset.catalogue_code.in_(list(standards)) & Asset.status.in_(HELD)
    )
    if unit_ids is not None:
        query = query.where(Asset.unit.in_(list(unit_ids)))
    return dict(Counter(query.tuples()))


__all__ = ["Excess", "allowed_for", "excesses", "heads_of", "over_after", "too_dear"]
