"""Facts of cleaning: how clean, by whom, how often (R34, R38, R39)."""

from __future__ import annotations

from decimal import Decimal

from logistics.queries.cleaning import area_days, mean_score
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.cleaning import CleanArea
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import _

LEAST_SITES = 3
CLEAN_FROM = Decimal(85)
"""From this mean score on the office counts as clean and tidy."""
HIRED = 3
HUNDRED = Decimal(100)


def cleaning_score(period: Period) -> Figure:
    """The mean score of all inspections of cleaning."""
    mean, count = mean_score(period.begins_at, period.ends_at)
    return Figure(mean, count)


def cleaners_hired(period: Period) -> Figure:
    """Cleaners hired for an office area that was opened in the period, who clean there since."""
    people = (
        Staff.select(Staff, Site)
        .join(Site)
        .where(
            Site.opened_on.between(period.first, period.last)
            & Staff.hired_on.between(period.first, period.last)
            & Staff.id.in_(CleanArea.select(CleanArea.cleaner))
        )
    )
    parts: dict[str, int] = {}
    for person in people:
        parts[person.site.name] = parts.get(person.site.name, 0) + 1
    return Figure(sum(parts.values()), sum(parts.values()), parts)


def cleaned_twice(period: Period) -> Figure:
    """Share of the open area-days with at least two rounds done; the parts by office area."""
    rows = area_days(period.first, period.last)
    n = sum(row.open for row in rows)
    parts = {row.site.name: _percent(row.twice, row.open) for row in rows}
    return Figure(_percent(sum(row.twice for row in rows), n) if n else None, n, parts)


def _percent(part: int, whole: int) -> Decimal:
    return (HUNDRED * part / whole).quantize(Decimal("0.01"))


def _is_clean(figure: Figure) -> bool:
    return isinstance(figure.value, Decimal) and figure.value >= CLEAN_FROM


def _twice_everywhere(figure: Figure) -> bool:
    return figure.value == HUNDRED and len(figure.parts) >= LEAST_SITES


PERCENT, POINTS = _("%"), _("points")
BETWEEN = "{first} to {last}"
FACTS: tuple[Fact, ...] = (
    Fact(
        "R34",
        "cleaning_score",
        _("Mean score of cleaning inspections"),
        "cleaning_inspection",
        cleaning_score,
        _is_clean,
        POINTS,
        f"inspected_at__between={BETWEEN}",
    ),
    Fact(
        "R38",
        "cleaners_hired",
        _("Cleaners hired for the new office area"),
        "staff",
        cleaners_hired,
        lambda figure: figure.value == HIRED,
        filters=f"hired_on__between={BETWEEN}",
    ),
    Fact(
        "R39",
        "cleaned_twice",
        _("Area-days cleaned at least twice"),
        "cleaning_task",
        cleaned_twice,
        _twice_everywhere,
        PERCENT,
        f"day__between={BETWEEN}",
    ),
)
