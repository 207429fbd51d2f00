"""What a measure is: records of one kind, seen as observations about people.

A measure says what was recorded and which fault it shows, never how many points that costs: points
are the scheme's. A record without a fault is an observation too; it shows that somebody looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from logistics.database import office_zone
from logistics.wording import Words


class Observation(NamedTuple):
    """One record about one person. ``fault`` is the code of a clause, empty when all was well.

    ``quantity`` counts the fault, or is what was achieved of ``possible``.
    """

    staff: int
    day: dt.date
    doc_type: str
    doc_id: int
    fault: str = ""
    quantity: Decimal = Decimal(1)
    possible: Decimal = Decimal(0)
    note: str = ""


class Span(NamedTuple):
    """The days of a cycle, both included."""

    first: dt.date
    last: dt.date

    @property
    def begins_at(self) -> dt.datetime:
        """The first moment, in the office's zone."""
        return dt.datetime.combine(self.first, dt.time(), office_zone())

    @property
    def ends_at(self) -> dt.datetime:
        """The moment after the last."""
        return dt.datetime.combine(self.last, dt.time(), office_zone()) + dt.timedelta(days=1)


@dataclass(frozen=True)
class Measure:
    """A kind of records that counts by itself.

    ``faults`` maps the codes that it may report to their names; a scheme has a clause for each code
    that it wants to count.
    """

    code: str
    label: Words
    observe: Callable[[Span], Iterable[Observation]]
    faults: Mapping[str, Words] = field(default_factory=dict)
