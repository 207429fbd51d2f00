"""The fleet of the demonstration, from its vehicles to what is on the way today."""

from __future__ import annotations

from collections.abc import Iterator

from logistics.database import local_today
from logistics.demo import fleet_journeys, fleet_today, fleet_upkeep
from logistics.demo.diary import Entry, beginning, living_days, moment, workdays
from logistics.demo.garage import Garage
from logistics.demo.office import Office
from logistics.demo.weeks import WorkCalendar

LIVING_BEFORE = 12


def events(office: Office) -> Iterator[Entry]:
    """The vehicles at the beginning, then every working day told, then this morning."""
    garage, calendar = Garage(office), WorkCalendar()
    yield Entry(moment(beginning(), 7), 0, garage.set_up)
    first, *_between = living_days(LIVING_BEFORE, 0)
    living = (day for day in workdays(first, local_today()) if day < local_today())
    days = sorted({*workdays(), *living})
    # The first working day of the books has no day before on which somebody could have asked.
    told = [day for day in days if day > calendar.days[0]]
    yield from fleet_journeys.events_of(garage, told, calendar)
    yield from fleet_upkeep.events_of(garage, told, calendar)
    yield from fleet_today.events_of(garage)
