"""Assessment of the demonstration: the first quarter to its end, the half-year ready to score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.demo.diary import Entry, moment
from logistics.demo.evidence import Evidence
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.assessment import (
    Decided,
    answer_objections,
    close_cycles,
    close_ratings,
    decide_grades,
    dispute_events,
    draft_bonuses,
    finish_cycles,
    lodge_objections,
    notify_results,
    open_cycles,
    propose_events,
    publicise_results,
    review_results,
    score_cycles,
    seed_schemes,
    set_standings,
    share_bonuses,
    void_events,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.assessment.results import results_of
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentParticipant,
    BonusRun,
    Objection,
)

SCHEMES_PUBLISHED = dt.date(2026, 1, 5)
NOTE_ON_TIES = "总分、工作实绩、扣分次数、廉洁评价均相同，集体研究按规则等次确定。"


def events(office: Office) -> Iterator[Entry]:
    """The schemes at the year's start, then the steps of both cycles on their days."""
    texts = read_texts("assessment")
    yield Entry(moment(SCHEMES_PUBLISHED, 10), 0, partial(_publish_schemes, office))
    for name, steps in (("quarter", QUARTER), ("half", HALF)):
        told = {**texts, "cycle": texts[name]}
        for month, day, hour, act in steps:
            at = moment(dt.date(2026, month, day), hour)
            yield Entry(at, 5, partial(act, office, told))


def _publish_schemes(office: Office) -> None:
    for period in ("quarter", "half"):
        seed_schemes(period=period, actor=office.actor("director"))


def _cycle(texts: Mapping[str, Any]) -> AssessmentCycle:
    return AssessmentCycle.get(AssessmentCycle.code == texts["cycle"]["code"])


def _seen(texts: Mapping[str, Any]) -> list[Seen]:
    return [Seen(_cycle(texts).id)]


def _evidence(office: Office, texts: Mapping[str, Any]) -> Evidence:
    return Evidence(office, texts, _cycle(texts))


def _open(office: Office, texts: Mapping[str, Any]) -> None:
    assessor = office.actor("assessor")
    create_record(AssessmentCycle, texts["cycle"], actor=assessor)
    only(open_cycles(seen=_seen(texts), actor=assessor))


def _propose(office: Office, texts: Mapping[str, Any]) -> None:
    only(propose_events(seen=_seen(texts), actor=office.actor("assessor")))


def _enter(office: Office, texts: Mapping[str, Any]) -> None:
    _evidence(office, texts).enter()


def _dispute(office: Office, texts: Mapping[str, Any]) -> None:
    """Somebody says that what is proposed against him was otherwise."""
    person = office.person(texts["disputed"])
    event = (
        AssessmentEvent.select()
        .where(
            (AssessmentEvent.cycle == _cycle(texts).id)
            & (AssessmentEvent.staff == person.id)
            & (AssessmentEvent.points > Decimal(0))
        )
        .get()
    )
    actor = office.actor_of(person)
    only(dispute_events(seen=[Seen(event.id)], grounds=texts["dispute"], actor=actor))


def _settle(office: Office, texts: Mapping[str, Any]) -> None:
    """The deputy finds that the person is right."""
    disputed = AssessmentEvent.select().where(
        (AssessmentEvent.cycle == _cycle(texts).id) & (AssessmentEvent.status == "disputed")
    )
    for event in disputed:
        deputy = office.actor("deputy")
        only(void_events(seen=[Seen(event.id)], reason=texts["void"], actor=deputy))


def _set_standing(office: Office, texts: Mapping[str, Any]) -> None:
    row = texts["standing"]
    person = AssessmentParticipant.get(
        (AssessmentParticipant.cycle == _cycle(texts).id)
        & (AssessmentParticipant.staff == office.staff_id(row["name"]))
    )
    only(
        set_standings(
            seen=[Seen(person.id)],
            standing=row["standing"],
            reason=row["reason"],
            actor=office.actor("assessor"),
        )
    )


def _confirm(office: Office, texts: Mapping[str, Any]) -> None:
    _evidence(office, texts).confirm()


def _close(office: Office, texts: Mapping[str, Any]) -> None:
    only(close_cycles(seen=_seen(texts), actor=office.actor("assessor")))


def _rate(office: Office, texts: Mapping[str, Any]) -> None:
    _evidence(office, texts).rate()


def _close_ratings(office: Office, texts: Mapping[str, Any]) -> None:
    only(close_ratings(seen=_seen(texts), actor=office.actor("assessor")))


def _score(office: Office, texts: Mapping[str, Any]) -> None:
    only(score_cycles(seen=_seen(texts), actor=office.actor("assessor")))


def _review(office: Office, texts: Mapping[str, Any]) -> None:
    only(review_results(seen=_seen(texts), actor=office.actor("deputy")))


def _decide(office: Office, texts: Mapping[str, Any]) -> None:
    """The collective keeps the grades by the rules; where there is a tie it says so."""
    tied = {
        row.id: Decided(row.grade, NOTE_ON_TIES) for row in results_of(_cycle(texts)) if row.tied
    }
    only(
        decide_grades(
            seen=_seen(texts),
            minutes_no=texts["minutes"],
            grades=tied,
            actor=office.actor("director"),
        )
    )


def _publicise(office: Office, texts: Mapping[str, Any]) -> None:
    assessor = office.actor("assessor")
    only(publicise_results(seen=_seen(texts), place=texts["place"], actor=assessor))


def _notify(office: Office, texts: Mapping[str, Any]) -> None:
    only(notify_results(seen=_seen(texts), actor=office.actor("assessor")))


def _object(office: Office, texts: Mapping[str, Any]) -> None:
    """The guard asks for a review of his result."""
    guard = office.actor("guard")
    own = next(row for row in results_of(_cycle(texts)) if row.staff_id == guard.staff_id)
    only(lodge_objections(seen=[Seen(own.id)], grounds=texts["objection"], actor=guard))


def _answer(office: Office, texts: Mapping[str, Any]) -> None:
    objection = Objection.get(Objection.cycle == _cycle(texts).id)
    discipline = office.actor("discipline")
    only(
        answer_objections(
            seen=[Seen(objection.id)], upheld=False, answer=texts["answer"], actor=discipline
        )
    )


def _finish(office: Office, texts: Mapping[str, Any]) -> None:
    only(finish_cycles(seen=_seen(texts), actor=office.actor("director")))


def _draft_bonus(office: Office, texts: Mapping[str, Any]) -> None:
    pool = Decimal(texts["pool"])
    only(draft_bonuses(seen=_seen(texts), pool=pool, actor=office.actor("assessor")))


def _share_bonus(office: Office, texts: Mapping[str, Any]) -> None:
    bonus = BonusRun.get(BonusRun.cycle == _cycle(texts).id)
    only(share_bonuses(seen=[Seen(bonus.id)], actor=office.actor("director")))


QUARTER = (
    # month, day, hour, step
    (3, 25, 9, _open),
    (4, 1, 9, _propose),
    (4, 2, 9, _enter),
    (4, 2, 16, _dispute),
    (4, 3, 10, _settle),
    (4, 8, 10, _confirm),
    (4, 9, 9, _close),
    (4, 10, 15, _rate),
    (4, 14, 9, _close_ratings),
    (4, 15, 9, _score),
    (4, 16, 15, _review),
    (4, 20, 15, _decide),
    (4, 21, 9, _publicise),
    (4, 29, 9, _notify),
    (5, 6, 10, _object),
    (5, 8, 15, _answer),
    (5, 18, 9, _finish),
    (5, 19, 10, _draft_bonus),
    (5, 20, 15, _share_bonus),
)
HALF = (
    (6, 25, 9, _open),
    (7, 1, 9, _propose),
    (7, 2, 9, _enter),
    (7, 2, 10, _set_standing),
    (7, 3, 15, _confirm),
    (7, 6, 9, _close),
    (7, 8, 15, _rate),
    (7, 10, 9, _close_ratings),
)
