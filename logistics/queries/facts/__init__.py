"""What the half-year report states, counted from the records.

Each area's module lists its ``FACTS``; ``FACTS`` here joins them. A fact names the requirement of
the domain file that states it (R01 to R90), how it is counted over a period, the table whose rows
stand behind it, and what the report claims of it.
"""

from __future__ import annotations

from logistics.queries.facts import (
    assessment,
    assets,
    buildings,
    canteen,
    care,
    center,
    cleaning,
    conduct,
    duty,
    energy,
    fleet,
    guarding,
    learning,
    mail,
    meetings,
    money,
    people,
    purchasing,
    relocation,
    reporting,
    rules,
    service_desk,
    shuttle,
    stock,
    targets,
)
from logistics.queries.facts.kinds import Fact, Figure, Period

FACTS: tuple[Fact, ...] = (
    *center.FACTS,
    *rules.FACTS,
    *learning.FACTS,
    *service_desk.FACTS,
    *shuttle.FACTS,
    *people.FACTS,
    *conduct.FACTS,
    *money.FACTS,
    *fleet.FACTS,
    *stock.FACTS,
    *purchasing.FACTS,
    *assets.FACTS,
    *canteen.FACTS,
    *guarding.FACTS,
    *meetings.FACTS,
    *cleaning.FACTS,
    *duty.FACTS,
    *mail.FACTS,
    *buildings.FACTS,
    *relocation.FACTS,
    *energy.FACTS,
    *targets.FACTS,
    *assessment.FACTS,
    *care.FACTS,
    *reporting.FACTS,
)

__all__ = ["FACTS", "Fact", "Figure", "Period"]
