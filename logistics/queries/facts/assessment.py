"""Assessment, openness and the trail of every act: R66, R80, R82."""

from __future__ import annotations

from typing import Any

import peewee

from logistics.calendar import workdays_between
from logistics.queries.assessment.results import results_of
from logistics.queries.facts.kinds import (
    HUNDRED,
    Fact,
    Figure,
    Period,
    at_least,
    exactly,
    share,
)
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentScheme,
    Publicity,
    ScoreRun,
)
from logistics.tables.people import FAMILIES
from logistics.tables.system import AuditEntry
from logistics.wording import _

DECIDED = ("decided", "publicised", "notified", "final")
PUBLICITY_DAYS = 5
MOST = 80


def _cycles(period: Period) -> Any:
    return AssessmentCycle.select().where(period.has_day(AssessmentCycle.ends_on))


def families_with_scheme(period: Period) -> Figure:
    """Post families with a published scheme; the records are the schemes (R80)."""
    schemes = list(
        AssessmentScheme.select().where(
            (AssessmentScheme.status == "published")
            & (AssessmentScheme.published_at < period.ends_at)
        )
    )
    families = {scheme.post_family for scheme in schemes}
    return Figure(len(families) or None, len(schemes))


def results_decided(period: Period) -> Figure:
    """People whose result was decided on in the cycles of the period, by grade (R80)."""
    grades: dict[str, int] = {}
    for cycle in _cycles(period).where(AssessmentCycle.status.in_(DECIDED)):
        for result in results_of(cycle):
            grades[result.grade] = grades.get(result.grade, 0) + 1
    people = sum(grades.values())
    return Figure(people or None, people, grades)


def people_ranked(period: Period) -> Figure:
    """People ranked among their peers, of all with a result (R66)."""
    results = [result for cycle in _scored(period) for result in results_of(cycle)]
    return share(sum(result.rank is not None for result in results), len(results))


def _scored(period: Period) -> list[AssessmentCycle]:
    return list(_cycles(period).where(AssessmentCycle.current_run.is_null(False)))


def shown_long_enough(period: Period) -> Figure:
    """Lists of the excellent that were shown for five working days or more (R82)."""
    shown = list(Publicity.select().where(Publicity.cycle.in_(_cycles(period))))
    enough = sum(workdays_between(row.starts_on, row.ends_on) >= PUBLICITY_DAYS for row in shown)
    return share(enough, len(shown))


def runs_kept(period: Period) -> Figure:
    """Scoring runs of the period, each with the fingerprint of its inputs (R82)."""
    runs = ScoreRun.select().where(ScoreRun.cycle.in_(_cycles(period)))
    kept = runs.where(ScoreRun.inputs_hash != "").count()
    return share(kept, runs.count())


def trail_gaps(_period: Period) -> Figure:
    """Numbers missing in the trail of all acts; the records are its entries (R82)."""
    rows: Any = AuditEntry.select(
        peewee.fn.COUNT(AuditEntry.id), peewee.fn.MAX(AuditEntry.seq)
    ).tuples()
    count, highest = rows.get()
    return Figure(highest - count if count else None, count)


FACTS: tuple[Fact, ...] = (
    Fact(
        "R66",
        "people_ranked",
        _("People ranked among their peers"),
        "assessment_result",
        people_ranked,
        at_least(MOST),
        unit=_("%"),
    ),
    Fact(
        "R80",
        "families_with_scheme",
        _("Post families with an assessment scheme"),
        "assessment_scheme",
        families_with_scheme,
        exactly(len(FAMILIES)),
        filters="status__eq=published",
    ),
    Fact(
        "R80",
        "results_decided",
        _("People whose assessment was decided on"),
        "assessment_cycle",
        results_decided,
        lambda figure: figure.n > 0 and "excellent" in figure.parts,
        filters="ends_on__between={first} to {last}",
    ),
    Fact(
        "R82",
        "shown_long_enough",
        _("Lists of the excellent shown for five working days"),
        "publicity",
        shown_long_enough,
        exactly(HUNDRED),
        unit=_("%"),
    ),
    Fact(
        "R82",
        "runs_kept",
        _("Scoring runs with the fingerprint of their inputs"),
        "score_run",
        runs_kept,
        exactly(HUNDRED),
        unit=_("%"),
    ),
    Fact(
        "R82",
        "trail_gaps",
        _("Numbers missing in the trail of all acts"),
        "audit_entry",
        trail_gaps,
        exactly(0),
    ),
)
