"""The work of the center as a whole: R05 to R07, R70."""

from __future__ import annotations

from typing import Any

from logistics.queries.facts.kinds import Fact, Figure, Period, at_least, exactly, share
from logistics.tables.cleaning import CleaningTask
from logistics.tables.conduct import CheckResult
from logistics.tables.energy import MeterReading
from logistics.tables.fleet import Vehicle
from logistics.tables.guarding import Patrol
from logistics.tables.learning import TrainingSession
from logistics.tables.money import BudgetLine
from logistics.tables.rules import RuleVersion
from logistics.tables.service_desk import ServiceCommitment, Ticket
from logistics.tables.stock import Item, Stocktake
from logistics.wording import _

STREAMS = ("concept", "quality", "rules")
DOMAINS = ("money", "goods", "vehicles")
MOSTLY = 50


def streams_of_the_campaign(period: Period) -> Figure:
    """The three grasps with records: concepts (promises of service), quality (learning), rules
    put in force (R05).
    """
    counts = (
        ServiceCommitment.select().where(ServiceCommitment.is_active).count(),
        TrainingSession.select().where(period.has_moment(TrainingSession.starts_at)).count(),
        RuleVersion.select().where(period.has_day(RuleVersion.starts_on)).count(),
    )
    return _at_work(STREAMS, counts)


def guarded_domains(period: Period) -> Figure:
    """What the center keeps for the organ: money, goods, vehicles, each with its register (R06)."""
    counts = (
        BudgetLine.select().where(BudgetLine.year == period.last.year).count(),
        Item.select().where(Item.is_active).count(),
        Vehicle.select().where(Vehicle.status != "scrapped").count(),
    )
    return _at_work(DOMAINS, counts)


def _at_work(names: tuple[str, ...], counts: tuple[int, ...]) -> Figure:
    working = sum(count > 0 for count in counts)
    return Figure(working or None, sum(counts), dict(zip(names, counts, strict=True)))


def planned_work(period: Period) -> Figure:
    """Work that was done unasked (checks, patrols, cleaning, readings), of that and of what others
    had to ask for (R07).
    """
    planned = sum(table.select().where(condition).count() for table, condition in _planned(period))
    asked = Ticket.select().where(period.has_moment(Ticket.opened_at)).count()
    return share(planned, planned + asked, {"planned": planned, "asked": asked})


def _planned(period: Period) -> list[tuple[Any, Any]]:
    return [
        (CheckResult, period.has_moment(CheckResult.checked_at)),
        (Patrol, period.has_moment(Patrol.done_at)),
        (CleaningTask, period.has_moment(CleaningTask.done_at)),
        (MeterReading, period.has_day(MeterReading.read_on)),
    ]


def stocktakes_approved(period: Period) -> Figure:
    """Stocktakes of the stores that were checked and approved (R70)."""
    counts = Stocktake.select().where(
        (Stocktake.status == "approved") & period.has_day(Stocktake.counted_on)
    )
    return Figure(counts.count() or None, counts.count())


FACTS: tuple[Fact, ...] = (
    Fact(
        "R05",
        "streams_of_the_campaign",
        _("Streams of the campaign with results: concepts, quality, rules"),
        "training_session",
        streams_of_the_campaign,
        exactly(len(STREAMS)),
        filters="starts_at__between={first} to {last}",
    ),
    Fact(
        "R06",
        "guarded_domains",
        _("Domains under guard: money, goods, vehicles"),
        "budget_line",
        guarded_domains,
        exactly(len(DOMAINS)),
    ),
    Fact(
        "R07",
        "planned_work",
        _("Work done by plan, before anybody asked"),
        "cleaning_task",
        planned_work,
        at_least(MOSTLY),
        unit=_("%"),
        filters="done_at__between={first} to {last}",
    ),
    Fact(
        "R70",
        "stocktakes_approved",
        _("Stocktakes approved"),
        "stocktake",
        stocktakes_approved,
        at_least(1),
        filters="status__eq=approved&counted_on__between={first} to {last}",
    ),
)
