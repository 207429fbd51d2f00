"""One purchase of the demonstration on its way, and the steps of that way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from logistics.database import local_today
from logistics.demo.office import Office
from logistics.demo.reading import Turn, Wanted
from logistics.operations.outcomes import Seen


@dataclass
class Course:
    """What is wanted, and the ids of the papers that it has led to so far."""

    office: Office
    wanted: Wanted
    request_id: int = 0
    order_id: int = 0
    invoice_id: int = 0
    came_back: bool = False

    @property
    def request(self) -> Seen:
        return Seen(self.request_id)

    @property
    def order(self) -> Seen:
        return Seen(self.order_id)

    @property
    def today(self) -> dt.date:
        """The day on which the step at hand is taken."""
        return local_today()

    def turn_at(self, step: str) -> Turn | None:
        """The turn that it takes at a step, the first time it comes there."""
        turn = self.wanted.turn
        return turn if turn is not None and turn.step == step and not self.came_back else None


class Step(NamedTuple):
    """One step: its name, working days after the request, the hour, and what is done.

    Without an act of its own it is a desk, where all that waits is decided on together.
    """

    name: str
    after: int
    hour: int
    act: Callable[[Course], None] | None = None
