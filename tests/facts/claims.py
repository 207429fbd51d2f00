"""Asking whether the records bear a claim out."""

from __future__ import annotations

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts import FACTS, Period

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}


def holds(key: str) -> bool:
    """Whether the half-year as it stands in the database bears out what the report claims."""
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))
