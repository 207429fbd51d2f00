"""Targets of the demonstration, partly late; matters under supervision; rewards and penalties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import Entry, moment
from logistics.demo.office import Office
from logistics.demo.supervision import press_overdue, take_through, under_way_today
from logistics.demo.texts import read_texts
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.operations.targets.rewards import (
    decide_rewards,
    enter_discipline,
    propose_rewards,
    reject_rewards,
    review_rewards,
    state_on_rewards,
)
from logistics.operations.targets.targets import (
    confirm_targets,
    publish_targets,
    report_targets,
)
from logistics.tables.targets import RewardPenalty, Target
from logistics.tables.targets.rewards import FORMAL

DRAWN_UP_ON, PUBLISHED_ON = dt.date(2026, 1, 8), dt.date(2026, 1, 9)
YEAR = 2026
FULL = Decimal(100)
Texts = Mapping[str, Any]


def events(office: Office) -> Iterator[Entry]:
    """The year's targets with their reports, what was supervised, who was praised or warned."""
    texts = read_texts("targets")
    yield Entry(moment(DRAWN_UP_ON, 9), 0, partial(_draw_up, office, texts))
    yield Entry(moment(PUBLISHED_ON, 15), 0, partial(_publish, office))
    for row in texts["target"]:
        for day, value in row["reports"]:
            yield Entry(moment(day, 16), 0, partial(_report, office, texts, row, value))
    yield from _quarter(office, texts)
    for row in texts["matter"]:
        yield from take_through(office, texts["words"], row)
    yield from press_overdue(office, texts["words"])
    yield from under_way_today(office, texts)
    for row in texts["act"]:
        yield from _act(office, texts, row)


def _draw_up(office: Office, texts: Texts) -> None:
    """The deputy draws all of them up, those of the center first."""
    keys: dict[str, int] = {}
    for row in texts["target"]:
        told = {"level": "unit", **row}
        made = _draft(office, told, keys.get(row.get("serves", "")))
        if "key" in row:
            keys[row["key"]] = made.id
    for level, people in (("unit", "people"), ("person", "own")):
        for unit, owner, _value in texts["quarter"][people]:
            row = {**texts["quarter"], "level": level, "unit": unit, "owner": owner}
            _draft(office, {**row, "line": "management", "wanted": "100", "weight": "100"}, None)


def _draft(office: Office, row: Mapping[str, Any], serves: int | None) -> Target:
    values = {
        "year": YEAR,
        "level": row["level"],
        "parent": serves,
        "indicator": row["indicator"],
        "details": row.get("details", ""),
        "work_line": row["line"],
        "wanted": row["wanted"],
        "unit_of_measure": row.get("measure", "%"),
        "direction": row.get("direction", "higher"),
        "weight": row["weight"],
        "unit": office.unit(row["unit"]).id,
        "owner": office.staff_id(row["owner"]),
        "due_on": row["due"],
    }
    return create_record(Target, values, actor=office.actor("deputy"))


def _publish(office: Office) -> None:
    drafts = [Seen(row.id) for row in Target.select().where(Target.status == "draft")]
    for outcome in publish_targets(seen=drafts, actor=office.actor("director")):
        only([outcome])


def _target(office: Office, indicator: str, owner: str) -> Target:
    return Target.get((Target.indicator == indicator) & (Target.owner == office.staff_id(owner)))


def _report(office: Office, texts: Texts, row: Mapping[str, Any], value: str) -> None:
    """The owner reports; once it is reached somebody else confirms it."""
    target = _target(office, row["indicator"], row["owner"])
    only(
        report_targets(
            seen=[Seen(target.id)],
            attained=Decimal(value),
            note=texts["words"]["targets"],
            actor=office.actor_for(row["owner"]),
        )
    )
    _confirm(office, target)


def _confirm(office: Office, target: Target) -> None:
    if Target.get_by_id(target.id).status == "reached":
        is_deputys = target.owner_id == office.staff_id("deputy")
        actor = office.actor("director" if is_deputys else "deputy")
        only(confirm_targets(seen=[Seen(target.id)], actor=actor))


def _quarter(office: Office, texts: Texts) -> Iterator[Entry]:
    """What was due at the end of March: most in time, the rest made good ten days later."""
    row = texts["quarter"]
    for _unit, owner, value in (*row["people"], *row["own"]):
        told = {"indicator": row["indicator"], "owner": owner}
        yield Entry(moment(row["due"], 15), 0, partial(_report, office, texts, told, value))
        if Decimal(value) < FULL:
            yield Entry(moment(row["late"], 15), 0, partial(_report, office, texts, told, "100"))


def _act(office: Office, texts: Texts, row: Mapping[str, Any]) -> Iterator[Entry]:
    """Proposed on its day, stated on, looked into and decided within the week; or entered."""
    day: dt.date = row["day"]
    if day > local_today():
        return
    yield Entry(moment(day, 9), 0, partial(_propose, office, row))
    if row["kind"] in FORMAL:
        return
    if "statement" in row:
        yield Entry(moment(add_workdays(day, 1), 10), 0, partial(_state, office, row))
    yield Entry(moment(add_workdays(day, 2), 10), 0, partial(_review, office, texts, row))
    yield Entry(moment(add_workdays(day, 3), 15), 0, partial(_decide, office, row))


def _propose(office: Office, row: Mapping[str, Any]) -> None:
    formal = row["kind"] in FORMAL
    actor = office.actor("discipline" if formal else "assessor")
    values = {
        "staff": office.staff_id(row["who"]),
        "kind": row["kind"],
        "amount": row.get("amount"),
        "reason": row["reason"],
        "basis": row["basis"],
        "authority": row.get("authority", ""),
        "authority_paper": row.get("paper", ""),
        "effective_to": row.get("until"),
    }
    made = create_record(RewardPenalty, values, actor=actor)
    step = enter_discipline if formal else propose_rewards
    only(step(seen=[Seen(made.id)], actor=actor))


def _found(office: Office, row: Mapping[str, Any]) -> Seen:
    found = RewardPenalty.get(
        (RewardPenalty.staff == office.staff_id(row["who"])) & (RewardPenalty.kind == row["kind"])
    )
    return Seen(found.id)


def _state(office: Office, row: Mapping[str, Any]) -> None:
    actor = office.actor_for(row["who"])
    only(state_on_rewards(seen=[_found(office, row)], statement=row["statement"], actor=actor))


def _review(office: Office, texts: Texts, row: Mapping[str, Any]) -> None:
    deputy = office.actor("deputy")
    if "refused" in row:
        only(reject_rewards(seen=[_found(office, row)], comment=row["refused"], actor=deputy))
        return
    comment = texts["words"]["reward_review"]
    only(review_rewards(seen=[_found(office, row)], comment=comment, actor=deputy))


def _decide(office: Office, row: Mapping[str, Any]) -> None:
    if "refused" not in row:
        only(decide_rewards(seen=[_found(office, row)], actor=office.actor("director")))
