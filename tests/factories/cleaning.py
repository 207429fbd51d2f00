"""Cleaning areas with two rounds a day, and their rounds on a day."""

import datetime as dt
from typing import Any

from logistics.operations.cleaning.rounds import expect_cleaning_tasks
from logistics.permissions import SYSTEM
from models import CleanArea, CleaningTask, CleanRound
from tests.cast import Cast
from tests.factories import serial

FRIDAY = dt.date(2026, 6, 12)
WINDOWS = (("07:00", "08:30"), ("13:00", "14:30"))


def make_area(cast: Cast, **overrides: Any) -> CleanArea:
    """An area cleaned by the guard of the cast, who cleans as well as anybody."""
    area = CleanArea.create(
        **{
            "site": cast.site_a,
            "code": f"A{serial()}",
            "name": "Hall",
            "kind": "hall",
            "size": 120,
            "cleaner": cast.guard_staff,
            "starts_on": dt.date(2026, 1, 1),
            **overrides,
        }
    )
    for number, (starts, ends) in enumerate(WINDOWS, start=1):
        CleanRound.create(
            area=area,
            round_no=number,
            starts=dt.time.fromisoformat(starts),
            ends=dt.time.fromisoformat(ends),
        )
    return area


def rounds_of(area: CleanArea, day: dt.date = FRIDAY) -> list[CleaningTask]:
    """The rounds of one day, laid out."""
    expect_cleaning_tasks(first=day, last=day, actor=SYSTEM)
    query = CleaningTask.select().where((CleaningTask.area == area) & (CleaningTask.day == day))
    return list(query.order_by(CleaningTask.round_no))
