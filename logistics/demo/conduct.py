"""Post checks of the demonstration: a round a month, drawn, checked, explained and confirmed.

Around today one round was published a few days ago, one waits for explanations, one is drawn.
What follows after the confirmation stands in ``aftermath``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from logistics.calendar import add_workdays
from logistics.database import local_today, now
from logistics.demo.aftermath import follow_up
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.people import PEOPLE
from logistics.demo.rounds import Round
from logistics.demo.texts import read_texts
from logistics.operations.conduct.checking import (
    CheckEntry,
    explain_check_results,
    finish_check_rounds,
    plan_check_rounds,
    record_check_results,
)
from logistics.operations.conduct.confirming import Excuse, confirm_check_rounds
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.conduct.whereabouts import records_of
from logistics.tables.conduct import CheckResult, CheckRound
from logistics.tables.conduct.rounds import MARKS

PLACES = 24
FAULTS = 3
EXPLAINED = 0.8
"""How often a person concerned explains himself; for the others the time runs out."""
SPARED = frozenset({"deputy", "director", "leader", "discipline", "auditor"})
"""Who decides on the checks or audits them, and is always found at his post."""
MINUTE = dt.timedelta(minutes=1)
PUBLISHED_AGO, WAITING_SINCE, PLANNED_IN = -9, -1, 1
"""The rounds around today, in working days from it."""


def events(office: Office) -> Iterator[Entry]:
    """The rounds of the half-year and those around today."""
    texts = read_texts("conduct")
    today = local_today()
    for day in texts["days"]:
        round_ = Round(office, texts, day)
        yield from _check(round_)
        yield from _hear(round_)
        yield from follow_up(round_)
    published = Round(office, texts, add_workdays(today, PUBLISHED_AGO))
    for entry in (*_check(published), *_hear(published), *follow_up(published)):
        if entry.moment < this_morning():
            yield entry
    yield from _check(Round(office, texts, add_workdays(today, WAITING_SINCE), is_waiting=True))
    planned = Round(office, texts, add_workdays(today, PLANNED_IN))
    yield Entry(this_morning(), 0, partial(_draw, planned))


def _check(round_: Round) -> Iterator[Entry]:
    yield Entry(moment(round_.after(-1), 16), 0, partial(_draw, round_))
    yield Entry(moment(round_.day, 11, 10), 0, partial(_record, round_))


def _hear(round_: Round) -> Iterator[Entry]:
    yield Entry(moment(round_.after(1), 9, 30), 0, partial(_explain, round_))
    yield Entry(moment(round_.after(4), 15), 0, partial(_confirm, round_))


def _draw(round_: Round) -> None:
    office = round_.office
    discipline = office.actor("discipline")
    values = {
        "planned_on": round_.day,
        "places": PLACES,
        "checker": discipline.staff_id,
        "second_checker": office.staff_id("assessor"),
        "remarks": round_.texts["remarks"],
    }
    round_.id = create_record(CheckRound, values, actor=discipline).id
    seed = f"{office.random.getrandbits(128):032x}"
    only(plan_check_rounds(seen=[round_.seen], actor=discipline, new_seed=lambda: seed))


def _record(round_: Round) -> None:
    """Most are at their posts; a few are not, and some of those have leave."""
    office = round_.office
    results = round_.results()
    started_at = now() - 2 * MINUTE * (len(results) + 1)
    _choose_faults(round_, results)
    entries = [
        _entry(round_, result, started_at + 2 * number * MINUTE)
        for number, result in enumerate(results)
    ]
    discipline = office.actor("discipline")
    only(record_check_results(seen=[round_.seen], entries=entries, actor=discipline))
    only(finish_check_rounds(seen=[round_.seen], actor=discipline))


def _choose_faults(round_: Round, results: list[CheckResult]) -> None:
    """Give this round's faults to some of the people drawn who should be there."""
    office = round_.office
    spared = {office.actor(login).staff_id for login in SPARED}
    people = [result for result in results if result.drawn_id is not None]
    round_.away = {
        result.id for result in people if records_of(result.drawn_id, now(), at_site=result.site_id)
    }
    there = [each for each in people if each.drawn_id not in spared and each.id not in round_.away]
    if round_.is_waiting:
        # Somebody whose log-in the reader has finds a fault to explain.
        known = {office.actor(person.login).staff_id for person in PEOPLE}
        there.sort(key=lambda result: result.drawn_id not in known)
    chosen = [there[0], *office.random.sample(there[1:], FAULTS - 1)]
    faults = office.random.sample(round_.texts["fault"], FAULTS)
    round_.faults = {result.id: fault for result, fault in zip(chosen, faults, strict=True)}


def _entry(round_: Round, result: CheckResult, checked_at: dt.datetime) -> CheckEntry:
    chance, fault = round_.office.random, round_.faults.get(result.id)
    if fault is not None:
        marks = dict(zip(MARKS, fault.get("marks", ()), strict=False))
        return CheckEntry(result.id, fault["presence"], checked_at, note=fault["note"], **marks)
    if result.id in round_.away:
        return CheckEntry(result.id, "off_post", checked_at, note=round_.texts["away"])
    marks = {mark: str(chance.randrange(15, 21) / 2) for mark in MARKS}
    note = chance.choice(round_.texts["fine"])
    return CheckEntry(result.id, "on_post", checked_at, note=note, **marks)


def _explain(round_: Round) -> None:
    for result in round_.results():
        fault = round_.faults.get(result.id)
        if fault is None or round_.office.random.random() > EXPLAINED:
            continue
        actor = round_.office.actor_of(result.staff)
        explanation = fault["explanation"]
        only(explain_check_results(seen=[Seen(result.id)], explanation=explanation, actor=actor))


def _confirm(round_: Round) -> None:
    excuses = [
        Excuse(result.id, fault["excuse"])
        for result in round_.results()
        if (fault := round_.faults.get(result.id)) and "excuse" in fault and result.explained_at
    ]
    deputy = round_.office.actor("deputy")
    only(confirm_check_rounds(seen=[round_.seen], actor=deputy, excuses=excuses))
