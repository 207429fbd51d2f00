"""The sections of a half-year report, as the center has always written it (R01 to R89)."""

from __future__ import annotations

from typing import NamedTuple

from logistics.wording import Words, _


class Part(NamedTuple):
    """One section: its number and heading, its line of work, the statements it answers for."""

    number: str
    heading: Words
    work_line: str | None = None
    first: int = 0
    last: int = -1


OUTLINE = (
    Part("1", _("A learning organ: raising the quality of the center"), "management"),
    Part("1.1", _("Changing concepts, serving better"), "management", 1, 8),
    Part("1.2", _("Learning, post training and post checks"), "management", 9, 17),
    Part("1.3", _("Rules completed and kept"), "management", 18, 22),
    Part("2", _("Daily services: keeping the organs running"), "service"),
    Part("2.1", _("Vehicles and drivers"), "service", 23, 25),
    Part("2.2", _("Canteen"), "service", 26, 29),
    Part("2.3", _("Security, visitors and parking"), "service", 30, 34),
    Part("2.4", _("Meetings and reception"), "service", 35, 37),
    Part("2.5", _("Offices and surroundings"), "service", 38, 39),
    Part("2.6", _("Duty, letters and newspapers"), "service", 40, 43),
    Part("3", _("New work"), "support"),
    Part("3.1", _("Roof of the office building"), "support", 44, 46),
    Part("3.2", _("Painting of the office building"), "support", 47, 47),
    Part("3.3", _("Move to Sishui"), "support", 48, 55),
    Part("3.4", _("Meeting room in town"), "support", 56, 57),
    Part("3.5", _("Supplies for two office areas"), "support", 58, 60),
    Part("3.6", _("Shuttle after the move"), "support", 61, 63),
    Part("4", _("Shortcomings"), "management"),
    Part("4.1", _("Service awareness, targets and initiative"), "management", 64, 66),
    Part("4.2", _("Methods and observance of rules"), "management", 67, 68),
    Part("4.3", _("Cost and benefit"), "management", 69, 69),
    Part("5", _("Goals of the next half-year"), "management"),
    Part("5.1", _("A frugal organ: goods, budget, energy"), "support", 70, 77),
    Part("5.2", _("Better service, clear rewards and penalties"), "service", 78, 81),
    Part("5.3", _("A scientific system of management"), "management", 82, 87),
    Part("5.4", _("Culture of the center and care for its people"), "service", 88, 89),
)
GOALS_IN = {"support": "5.1", "service": "5.2", "management": "5.3"}
"""Where the next goals of each line of work stand."""


def section_of(requirement: str) -> str:
    """The section that answers for a statement (``R36`` stands in 2.4)."""
    number = int(requirement.removeprefix("R"))
    return next(part.number for part in OUTLINE if part.first <= number <= part.last)
