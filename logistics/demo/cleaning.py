"""Cleaning in the demonstration: two rounds a day in three office areas, and inspections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays, days_between, is_workday
from logistics.database import at, local_today, now
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    MOVE_DAY,
    SET_UP_ON,
    Entry,
    living_days,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.duty import ONE_DAY
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.cleaning.inspecting import (
    close_cleaning_inspections,
    inspect_clean_areas,
    rectify_cleaning_inspections,
)
from logistics.operations.cleaning.rounds import (
    do_cleaning_tasks,
    expect_cleaning_tasks,
    forgive_cleaning_tasks,
    miss_cleaning_tasks,
)
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, create_record
from logistics.permissions import SYSTEM
from logistics.tables.cleaning import CleanArea, CleaningInspection, CleaningTask, CleanRound
from logistics.tables.organisation import Site

ROUND_AT = {1: (7, 40), 2: (13, 30), 3: (16, 20)}
"""When the supervisor goes round and reports what is done."""
FRIDAY = 4
LIVING_BEFORE, LIVING_AFTER = 5, 7
FOUND = 0.06
LOW, HIGH = 84, 100
SISHUI_FROM = MOVE_DAY + ONE_DAY
"""The day after the move, on which the new cleaners do their first rounds."""


def events(office: Office) -> Iterator[Entry]:
    """Areas and plans, the rounds of each day, the inspections of each week and month."""
    texts = read_texts("cleaning")
    yield Entry(moment(SET_UP_ON, 10), 1, partial(_set_up, office, texts, sishui=False))
    yield Entry(moment(SET_UP_ON, 11), 1, partial(_expect, FIRST_DAY, LAST_DAY))
    yield Entry(moment(MOVE_DAY, 10), 5, partial(_set_up, office, texts, sishui=True))
    yield Entry(moment(MOVE_DAY, 11), 5, partial(_expect, SISHUI_FROM, LAST_DAY))
    living = list(living_days(LIVING_BEFORE, LIVING_AFTER))
    yield Entry(moment(living[0] - ONE_DAY, 10), 1, partial(_expect, living[0], living[-1]))
    told = {*days_between(FIRST_DAY, LAST_DAY), *living}
    for day in sorted(told):
        if is_workday(day):
            yield from _rounds(office, texts, day)
    for day in workdays():
        if day.weekday() == FRIDAY:
            weekly = partial(_inspect, office, texts, "weekly", "cleaning")
            yield Entry(moment(day, 15, 30), 1, weekly)
        if add_workdays(day, 1).month != day.month:
            yield Entry(moment(day, 10), 1, partial(_inspect, office, texts, "monthly", "deputy"))
    yield Entry(this_morning(), 7, partial(_found_today, office, texts))


def _set_up(office: Office, texts: dict[str, Any], *, sishui: bool) -> None:
    supervisor = office.actor("cleaning")
    for row in texts["area"]:
        if (row["site"] == "SISHUI") != sishui:
            continue
        windows = texts["windows"][row.get("rounds", "two")]
        lines = [
            LineChange({"round_no": number, "starts": starts, "ends": ends})
            for number, (starts, ends) in enumerate(windows, start=1)
        ]
        values = {
            "site": office.key(Site, row["site"]),
            "cleaner": office.staff_id(row["cleaner"]),
            "rounds_per_day": len(windows),
            "starts_on": SISHUI_FROM if sishui else FIRST_DAY,
            **{name: row[name] for name in ("code", "name", "kind", "size")},
        }
        create_record(CleanArea, values, actor=supervisor, lines={CleanRound: lines})


def _expect(first: dt.date, last: dt.date) -> None:
    expect_cleaning_tasks(first=first, last=last, actor=SYSTEM)


def _rounds(office: Office, texts: dict[str, Any], day: dt.date) -> Iterator[Entry]:
    """The rounds of a day at their times, and what was left undone the next morning."""
    for number, (hour, minute) in ROUND_AT.items():
        reported_at = moment(day, hour, minute)
        if day <= LAST_DAY or reported_at < now():
            yield Entry(reported_at, 0, partial(_report, office, texts, day, number))
    missed = [row for row in texts["missed"] if row["day"] == day]
    if missed:
        looked_at = moment(day + ONE_DAY, 8)
        yield Entry(looked_at, 0, partial(_look_at_misses, office, missed))


def _report(office: Office, texts: dict[str, Any], day: dt.date, number: int) -> None:
    """The supervisor reports all rounds of this number, but for those left undone."""
    skipped = {
        row["area"] for row in texts["missed"] if row["day"] == day and row["round_no"] == number
    }
    tasks = (
        CleaningTask.select(CleaningTask.id)
        .join(CleanArea)
        .where(
            (CleaningTask.day == day)
            & (CleaningTask.round_no == number)
            & (CleaningTask.status == "expected")
            & CleanArea.code.not_in(skipped)
        )
        .order_by(CleaningTask.id)
    )
    seen = [Seen(task.id) for task in tasks]
    if seen:
        all_of(do_cleaning_tasks(seen=seen, actor=office.actor("cleaning")))


def _look_at_misses(office: Office, missed: list[dict[str, Any]]) -> None:
    miss_cleaning_tasks(before=now(), actor=SYSTEM)
    for row in missed:
        if "note" in row:
            task = (
                CleaningTask.select(CleaningTask.id)
                .join(CleanArea)
                .where((CleanArea.code == row["area"]) & (CleaningTask.day == row["day"]))
                .where(CleaningTask.status == "missed")
                .get()
            )
            supervisor = office.actor("cleaning")
            note = row["note"]
            only(forgive_cleaning_tasks(seen=[Seen(task.id)], note=note, actor=supervisor))


def _inspect(office: Office, texts: dict[str, Any], tier: str, login: str) -> None:
    """Every area gets its score; now and then something is found, put right and rechecked."""
    chance, begins = office.random, now()
    areas = CleanArea.select().where(CleanArea.starts_on <= local_today()).order_by(CleanArea.code)
    for area in areas:
        is_found = chance.random() < FOUND
        score = chance.randrange(70, LOW) if is_found else chance.randrange(2 * LOW, 2 * HIGH) / 2
        _score(office, texts, area, tier, login, Decimal(str(score)), is_found=is_found)
        if is_found:
            _put_right(office, texts, area, begins)


def _score(
    office: Office,
    texts: dict[str, Any],
    area: CleanArea,
    tier: str,
    login: str,
    score: Decimal,
    *,
    is_found: bool,
) -> None:
    words = texts["inspection"]
    only(
        inspect_clean_areas(
            seen=[Seen(area.id)],
            level=words["levels"][tier],
            score=score,
            findings=office.random.choice(words["findings"]) if is_found else "",
            rectify_by=local_today() + 3 * ONE_DAY if is_found else None,
            actor=office.actor(login),
        )
    )


def _put_right(
    office: Office, texts: dict[str, Any], area: CleanArea, inspected_at: dt.datetime
) -> None:
    inspection = (
        CleaningInspection.select()
        .where((CleaningInspection.area == area.id) & (CleaningInspection.status == "rectifying"))
        .get()
    )
    with at(inspected_at + dt.timedelta(hours=1)):
        only(
            rectify_cleaning_inspections(
                seen=[Seen(inspection.id)],
                note=office.random.choice(texts["inspection"]["rectified"]),
                actor=office.actor_of(area.cleaner),
            )
        )
    with at(inspected_at + dt.timedelta(hours=2)):
        seen = [Seen(inspection.id)]
        only(close_cleaning_inspections(seen=seen, actor=office.actor("deputy")))


def _found_today(office: Office, texts: dict[str, Any]) -> None:
    """A finding of this morning waits for its cleaner, another for the recheck."""
    first, second = CleanArea.select().order_by(CleanArea.code).limit(2)
    _score(office, texts, first, "weekly", "cleaning", Decimal(78), is_found=True)
    _score(office, texts, second, "weekly", "cleaning", Decimal(81), is_found=True)
    inspection = (
        CleaningInspection.select()
        .where((CleaningInspection.area == second.id) & (CleaningInspection.status == "rectifying"))
        .get()
    )
    only(
        rectify_cleaning_inspections(
            seen=[Seen(inspection.id)],
            note=texts["inspection"]["rectified"][0],
            actor=office.actor_of(second.cleaner),
        )
    )
