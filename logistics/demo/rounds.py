"""One round of post checks of the demonstration on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from logistics.calendar import add_workdays
from logistics.demo.office import Office
from logistics.operations.outcomes import Seen
from logistics.queries.conduct.figures import results_of
from logistics.tables.conduct import CheckResult, CheckRound


@dataclass
class Round:
    """A round on ``day``.

    ``faults`` are the texts of what was found, by check result; ``away`` are the results of people
    whom the records explain not to be there.
    """

    office: Office
    texts: Mapping[str, Any]
    day: dt.date
    is_waiting: bool = False
    id: int = 0
    faults: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    away: set[int] = field(default_factory=set)

    @property
    def seen(self) -> Seen:
        return Seen(self.id)

    def after(self, count: int) -> dt.date:
        """The ``count``-th working day after the check."""
        return add_workdays(self.day, count)

    def results(self) -> list[CheckResult]:
        """What was drawn, and what was found there, in the order of the draw."""
        return results_of(CheckRound.get_by_id(self.id))
