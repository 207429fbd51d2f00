"""Satisfaction, the pulse of the staff, suggestions and care: R43, R66, R78, R79, R88, R89."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from logistics.queries.care.surveys import LEAST_GROUP, Results, results_of
from logistics.queries.care.talks import own_people, talk_coverage
from logistics.queries.facts.kinds import (
    HUNDRED,
    TENTH,
    Fact,
    Figure,
    Period,
    at_least,
    exactly,
    share,
)
from logistics.tables.care import CareEvent, Suggestion, Survey
from logistics.tables.care.surveys import DIMENSIONS
from logistics.wording import _

ENDED_ON = "status__eq=closed&ends_on__between={first} to {last}"
RECEIVED_ON = "received_on__between={first} to {last}"
HELD_ON = "held_on__between={first} to {last}"
GOOD, VERY_GOOD = Decimal(90), Decimal(80)
HALF = Decimal(50)


def surveys_about(period: Period, **columns: str) -> list[Results]:
    """The results of the surveys that ended in a period, with these values in their columns."""
    query = Survey.select().where((Survey.status == "closed") & period.has_day(Survey.ends_on))
    for name, value in columns.items():
        query = query.where(Survey._meta.fields[name] == value)
    return [results_of(survey) for survey in query.order_by(Survey.id)]


def satisfied(results: list[Results]) -> Figure:
    """满意率 over surveys: very satisfied and satisfied of the valid answers, with its n."""
    good = sum(one.whole.counts["very"] + one.whole.counts["satisfied"] for one in results)
    figure = share(good, sum(one.whole.valid for one in results))
    people = {"people": sum(one.answered for one in results)} if results else {}
    return Figure(figure.value, figure.n, people)


def mail_and_duty(period: Period) -> Figure:
    """Staff satisfied with duty, letters and newspapers (R43)."""
    return satisfied(surveys_about(period, subject="mail_duty"))


def service_as_a_whole(period: Period) -> Figure:
    """Staff satisfied with the center: the service figure beside those of management (R78)."""
    return satisfied(surveys_about(period, subject="center", audience="staff", kind="satisfaction"))


def guests_very_satisfied(period: Period) -> Figure:
    """Guests who were very satisfied, of the valid answers (R79)."""
    results = surveys_about(period, audience="guests")
    very = sum(one.whole.counts["very"] for one in results)
    return share(very, sum(one.whole.valid for one in results))


def pulse(period: Period) -> Figure:
    """The pulse of the staff: agreement in all, and by dimension in the parts (R88)."""
    results = surveys_about(period, kind="pulse")
    parts: dict[str, Decimal | int | str] = {
        question.dimension: shares.rate
        for one in results
        for question, shares in one.questions
        if shares.rate is not None
    }
    figure = satisfied(results)
    return Figure(figure.value, figure.n, parts)


def _suggestions(period: Period) -> Any:
    return Suggestion.select().where(period.has_day(Suggestion.received_on))


def suggestions_a_hundred(period: Period) -> Figure:
    """Suggestions for each hundred of the center's own people, as a sign of initiative (R66)."""
    people = len(own_people(period.first, period.last))
    made = _suggestions(period).count()
    if not people or not made:
        return Figure(None, made)
    return Figure((HUNDRED * made / people).quantize(TENTH), made)


def answered_in_time(period: Period) -> Figure:
    """Suggestions answered by their day, of those whose day has come (R89)."""
    due = _suggestions(period)
    in_time = due.where(Suggestion.answered_on <= Suggestion.answer_by)
    return share(in_time.count(), due.count())


def talks_held(period: Period) -> Figure:
    """The center's own people with the talks that they are to have by then (R89)."""
    coverage = talk_coverage(period.first, period.last)
    talks = CareEvent.select().where((CareEvent.kind == "talk") & period.has_day(CareEvent.held_on))
    if not talks.exists():
        return Figure(None, 0)
    figure = share(coverage.covered, coverage.people)
    return Figure(figure.value, talks.count())


def acts_of_care(period: Period) -> Figure:
    """Visits, help and congratulations, by kind; talks aside (R89)."""
    acts: dict[str, int] = {}
    for row in CareEvent.select(CareEvent.kind).where(
        (CareEvent.kind != "talk") & period.has_day(CareEvent.held_on)
    ):
        acts[row.kind] = acts.get(row.kind, 0) + 1
    return Figure(sum(acts.values()) or None, sum(acts.values()), dict(sorted(acts.items())))


def _shown(figure: Figure, least: Decimal) -> bool:
    """That high, from so many answers that a rate says something."""
    return figure.n >= LEAST_GROUP and figure.number is not None and figure.number >= least


FACTS: tuple[Fact, ...] = (
    Fact(
        "R43",
        "mail_and_duty",
        _("Satisfied with duty, letters and newspapers"),
        "survey",
        mail_and_duty,
        lambda figure: _shown(figure, HUNDRED),
        unit=_("%"),
        filters=f"subject__eq=mail_duty&{ENDED_ON}",
    ),
    Fact(
        "R66",
        "suggestions_a_hundred",
        _("Suggestions for each hundred of the center's people"),
        "suggestion",
        suggestions_a_hundred,
        lambda figure: figure.number is not None and figure.number < HALF,
        filters=RECEIVED_ON,
    ),
    Fact(
        "R78",
        "service_as_a_whole",
        _("Satisfied with the service of the center"),
        "survey",
        service_as_a_whole,
        lambda figure: _shown(figure, GOOD),
        unit=_("%"),
        filters=f"subject__eq=center&{ENDED_ON}",
    ),
    Fact(
        "R79",
        "guests_very_satisfied",
        _("Guests very satisfied"),
        "survey",
        guests_very_satisfied,
        lambda figure: _shown(figure, VERY_GOOD),
        unit=_("%"),
        filters=f"audience__eq=guests&{ENDED_ON}",
    ),
    Fact(
        "R88",
        "pulse",
        _("Identity, belonging, cohesion and fighting strength felt by the staff"),
        "survey",
        pulse,
        lambda figure: _shown(figure, VERY_GOOD) and set(figure.parts) == set(DIMENSIONS),
        unit=_("%"),
        filters=f"kind__eq=pulse&{ENDED_ON}",
    ),
    Fact(
        "R89",
        "suggestions_answered",
        _("Suggestions answered within thirty days"),
        "suggestion",
        answered_in_time,
        exactly(HUNDRED),
        unit=_("%"),
        filters=RECEIVED_ON,
    ),
    Fact(
        "R89",
        "talks_held",
        _("The center's people talked with heart to heart"),
        "care_event",
        talks_held,
        at_least(GOOD),
        unit=_("%"),
        filters=f"kind__eq=talk&{HELD_ON}",
    ),
    Fact(
        "R89",
        "acts_of_care",
        _("Visits, help and congratulations"),
        "care_event",
        acts_of_care,
        lambda figure: figure.n > 0 and "hardship" in figure.parts,
        filters=f"kind__ne=talk&{HELD_ON}",
    ),
)
