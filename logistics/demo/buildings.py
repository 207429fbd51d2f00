"""The works of the demonstration: the roof, the painting, Room 503; and what is planned today.

Each goes its way day by day, as ``data/buildings.toml`` has it; the money is a purchase request's.
Small repairs stand in ``repairs``, leases in ``leases``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo import works
from logistics.demo.diary import Entry, beginning, moment
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.demo.works import OFFICER, Named
from logistics.operations.buildings.contractors import blacklist_contractors
from logistics.operations.buildings.defects import note_recurrences, report_defects
from logistics.operations.buildings.watching import (
    expect_rain_checks,
    expect_reinspections,
    record_reinspections,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.tables.buildings import (
    BuildingDefect,
    Contractor,
    Reinspection,
    WorksProject,
)

DESKS = (
    # who decides, on which working day after, at what hour
    ("acceptor", 0, 15),
    ("finance", 1, 9),
    ("deputy", 1, 15),
    ("director", 2, 16),
    ("leader", 3, 10),
)
LIVING_DAYS = ("proposed", "surveyed", "quoted", "submitted", "approved")


def events(office: Office) -> Iterator[Entry]:
    """Contractors, the defects behind the works, the works themselves, the rains, today's plans."""
    texts = read_texts("buildings")
    yield Entry(
        moment(beginning(), 8), 60, partial(_enter_contractors, office, texts["contractor"])
    )
    yield _at(texts["blacklist"]["day"], 10, partial(_blacklist, office, texts["blacklist"]))
    for row in texts["defect"]:
        yield _at(row["day"], 9, partial(report, office, row))
        for again in row["again"]:
            yield _at(again["day"], 8, partial(_again, office, row, again))
    for row in texts["works"]:
        yield from _works(office, row)
    yield _at(dt.date(2026, 5, 4), 8, partial(_expect_season, office))
    yield _at(dt.date(2026, 5, 29), 10, partial(_look, office, texts["texts"]["season"]))
    for number, rain in enumerate(texts["rain"]):
        dry = texts["texts"]["dry"][number % len(texts["texts"]["dry"])]
        yield Entry(moment(rain["day"], 18), 0, partial(_rain, office, rain))
        next_day = rain["day"] + dt.timedelta(days=1)
        yield Entry(moment(next_day, 8, 40), 0, partial(_look, office, dry))
    for row in texts["project_now"]:
        yield from _planned(office, row)


def report(office: Office, row: Named) -> BuildingDefect:
    """Somebody reports a defect; ``row`` as a defect of ``data/buildings.toml``."""
    reporter = office.person(row["who"])
    building = office.buildings[row["building"]]
    values = {
        "building": building.id,
        "room": row.get("room"),
        "place": row["place"],
        "kind": row["kind"],
        "severity": row.get("severity", "minor"),
        "description": row["description"],
        "season_note": row.get("season", ""),
        "reporter": reporter.id,
        "reported_on": local_today(),
    }
    actor = office.actor_of(reporter)
    defect = create_record(BuildingDefect, values, actor=actor)
    only(report_defects(seen=[Seen(defect.id)], actor=actor))
    return defect


def _enter_contractors(office: Office, rows: list[Named]) -> None:
    for number, row in enumerate(rows, start=1):
        values = {**row, "phone": f"8807-{number * 229 % 10000:04d}"}
        create_record(Contractor, values, actor=office.actor(OFFICER))


def _blacklist(office: Office, row: Named) -> None:
    team = Seen(office.key(Contractor, row["code"]))
    actor = office.actor("deputy")
    only(blacklist_contractors(seen=[team], reason=row["reason"], actor=actor))


def _again(office: Office, row: Named, again: Named) -> None:
    defect = BuildingDefect.get(BuildingDefect.place == row["place"])
    seen, note = [Seen(defect.id)], again["note"]
    only(note_recurrences(seen=seen, note=note, actor=office.actor(OFFICER)))


def _works(office: Office, row: Named) -> Iterator[Entry]:
    """One project of the half-year on its days."""

    def step(day: dt.date, hour: int, act: Callable[..., object], *told: Any) -> Entry:
        return _at(day, hour, partial(act, office, row, *told))

    yield step(row["planned"], 10, works.propose)
    for survey in row["surveys"]:
        yield step(survey["day"], 14, works.survey, survey)
    yield step(row["surveyed"], 17, works.surveyed)
    for offer in row["offers"]:
        yield step(offer["day"], 11, works.quote, offer)
    yield step(row["chosen"], 16, works.choose)
    yield step(row["submitted"], 9, works.submit)
    for login, after, hour in DESKS:
        yield step(add_workdays(row["submitted"], after), hour, works.decide, login)
    contract = row["contract"]
    yield step(contract["day"], 14, works.contract)
    yield step(max(contract["day"], contract["from"]), 16, works.start)
    for report_ in row["progress"]:
        yield step(report_["day"], 17, works.progress, report_)
    yield step(row["finished"], 10, works.finish)
    yield step(row["finished"], 15, works.accept)
    if "response" in row:
        yield step(row["response"]["day"], 10, works.respond)
    yield step(row["settled"]["day"], 11, works.settle)


def _expect_season(office: Office) -> None:
    first = local_today()
    last = first + dt.timedelta(days=31)
    expect_reinspections(first=first, last=last, actor=office.actor(OFFICER))


def _rain(office: Office, rain: Named) -> None:
    """It has rained in the afternoon: the roof is to be looked at by tomorrow."""
    roofs = WorksProject.select().where(
        (WorksProject.kind == "roof") & WorksProject.accepted_on.is_null(False)
    )
    fallen = {"weather": rain["weather"], "rainfall": rain["rainfall"]}
    for roof in roofs:
        only(
            expect_rain_checks(
                seen=[Seen(roof.id)],
                rained_on=local_today(),
                actor=office.actor(OFFICER),
                **fallen,
            )
        )


def _look(office: Office, note: str) -> None:
    """What is to be looked at these days is looked at and found dry."""
    due = Reinspection.select().where(
        (Reinspection.status == "expected")
        & (Reinspection.due_on <= local_today() + dt.timedelta(days=3))
    )
    actor = office.actor(OFFICER)
    for row in due.order_by(Reinspection.id):
        only(record_reinspections(seen=[Seen(row.id)], result="sound", note=note, actor=actor))


def _planned(office: Office, row: Named) -> Iterator[Entry]:
    """A project of today, taken as far as it has come."""
    began_on = local_today() - dt.timedelta(days=row["ago"])
    until = LIVING_DAYS.index(row["until"])
    yield _at(began_on, 10, partial(works.propose, office, row))
    for number, team in enumerate(row["teams"], start=1):
        survey = {"team": team, "findings": row["reason"], "advice": "", "season": ""}
        day = began_on + dt.timedelta(days=number)
        yield _at(day, 14, partial(works.survey, office, row, survey))
    after = began_on + dt.timedelta(days=len(row["teams"]) + 1)
    if until >= LIVING_DAYS.index("surveyed"):
        yield _at(after, 9, partial(works.surveyed, office, row))
    if until >= LIVING_DAYS.index("quoted"):
        for team, price in zip(row["teams"], row["prices"], strict=True):
            offer = {"team": team, "amount": price, "days": 12, "years": 2, "terms": ""}
            yield _at(after, 11, partial(works.quote, office, row, offer))
        yield _at(after, 16, partial(works.choose, office, {**row, "take": row["teams"][0]}))
    if until >= LIVING_DAYS.index("submitted"):
        yield _at(after + dt.timedelta(days=1), 9, partial(works.submit, office, row))
    if until >= LIVING_DAYS.index("approved"):
        for login, number, hour in DESKS:
            decide = partial(works.decide, office, {**row, "minutes": ""}, login)
            yield _at(after + dt.timedelta(days=1 + number), hour, decide)


def _at(day: dt.date, hour: int, act: Callable[[], object]) -> Entry:
    return Entry(moment(day, hour, 10), 0, act)
