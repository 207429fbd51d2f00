"""Cycles: opened with their schemes and people, closed for events, closed for ratings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.errors import RuleViolation, WrongState
from logistics.operations.assessment.scoring.months import months_served
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows
from logistics.operations.transitions import change, label_of_status, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.people import Holder, holders
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentParticipant,
    AssessmentScheme,
    CycleScheme,
)
from logistics.wording import _

SHARED_SETTINGS = (
    "excellent_from",
    "competent_from",
    "basic_from",
    "quota",
    "quota_rounding",
    "peer_minimum",
    "weight_self",
    "weight_peer",
    "weight_served",
    "weight_leader",
    "least_raters",
    "trim_from",
    "normalise_from",
    "factor_low",
    "factor_high",
    "dispute_days",
    "publicity_days",
    "objection_days",
)
"""What must be equal in all schemes of a cycle, because people of several are ranked together."""
SETTABLE = ("graded", "not_excellent", "not_graded")
BEFORE_SCORING = ("collecting", "closed", "rated")


def open_cycles(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Begin to collect: fix the schemes and enrol everybody who holds a post of their families.

    Without schemes of its own a cycle takes the newest published one of each family.
    """
    require_verb(actor, "open_cycles")

    def open_one(one: Seen) -> AssessmentCycle:
        cycle = move(
            AssessmentCycle,
            one,
            to="collecting",
            out_of=("draft",),
            actor=actor,
            verb="open_cycles",
        )
        schemes = _schemes_of(cycle, actor)
        _enrol(cycle, schemes, actor)
        return cycle

    return each(seen, open_one, done=_("Cycle opened"), model=AssessmentCycle)


def _schemes_of(cycle: AssessmentCycle, actor: Actor) -> dict[str, AssessmentScheme]:
    """The cycle's schemes by post family, checked to go together."""
    chosen = list(
        AssessmentScheme.select().join(CycleScheme).where(CycleScheme.cycle == cycle.id)
    ) or _newest(cycle, actor)
    if not chosen:
        raise RuleViolation(
            _("There is no published scheme for the period “%(cycle)s”.", cycle=str(cycle))
        )
    for scheme in chosen:
        if scheme.status == "draft" or scheme.period != cycle.period:
            raise RuleViolation(
                _("%(scheme)s is not published for this kind of period.", scheme=str(scheme))
            )
    families = {scheme.post_family: scheme for scheme in chosen}
    if len(families) < len(chosen):
        raise RuleViolation(_("Two of the schemes are for the same post family."))
    for column in SHARED_SETTINGS:
        if len({getattr(scheme, column) for scheme in chosen}) > 1:
            raise RuleViolation(
                _(
                    "The schemes of one cycle must agree on “%(column)s”.",
                    column=AssessmentScheme._meta.fields[column].verbose_name,
                )
            )
    return families


def _newest(cycle: AssessmentCycle, actor: Actor) -> list[AssessmentScheme]:
    published = (AssessmentScheme.status == "published") & (AssessmentScheme.period == cycle.period)
    schemes = list(
        AssessmentScheme.select().where(published).order_by(AssessmentScheme.published_at)
    )
    newest = list({scheme.post_family: scheme for scheme in schemes}.values())
    rows = [(cycle.id, scheme.id) for scheme in newest]
    append_rows(CycleScheme, ("cycle", "scheme"), rows, actor=actor)
    return newest


def _enrol(cycle: AssessmentCycle, schemes: dict[str, AssessmentScheme], actor: Actor) -> None:
    people = holders(list(schemes), cycle.starts_on, cycle.ends_on)
    if not people:
        raise RuleViolation(_("Nobody holds a post of these families in this period."))
    whole = months_served(cycle.starts_on, cycle.ends_on, None, None)
    append_rows(
        AssessmentParticipant,
        ("cycle", "staff", "scheme", "post", "months", "standing"),
        (_participant(cycle, schemes[person.family], person, whole) for person in people),
        actor=actor,
    )


def _participant(
    cycle: AssessmentCycle, scheme: AssessmentScheme, person: Holder, whole: Decimal
) -> tuple[Any, ...]:
    """The values of one row; too short a service gives no grade."""
    months = months_served(cycle.starts_on, cycle.ends_on, person.hired_on, person.left_on)
    short = months * 100 < whole * scheme.least_served
    standing = "too_short" if short else "graded"
    return (cycle.id, person.staff, scheme.id, person.post, months, standing)


def set_standings(
    *, seen: Sequence[Seen], standing: str, reason: str = "", actor: Actor
) -> list[Outcome]:
    """Say who is not graded (probation, investigation, long absence) or not to be excellent.

    Only before scoring, never about oneself, and with a reason unless it is lifted.
    """
    require_verb(actor, "set_standings")
    if standing not in SETTABLE:
        raise RuleViolation(_("Choose one from the list."), field="standing")
    if standing != "graded" and not reason.strip():
        raise RuleViolation(_("Give the reason."), field="reason")

    def set_one(one: Seen) -> AssessmentParticipant:
        person = load(AssessmentParticipant, one)
        require_verb(actor, "set_standings", person)
        if person.staff_id == actor.staff_id:
            raise RuleViolation(_("Nobody decides on his own standing."))
        guard_before_scoring(person.cycle)
        return change(
            person,
            {"standing": standing, "reason": reason.strip()},
            actor=actor,
            verb="set_standings",
        )

    return each(seen, set_one, done=_("Standing set"), model=AssessmentParticipant)


def guard_before_scoring(cycle: AssessmentCycle) -> None:
    """Refuse when the cycle has not begun or what goes into it is already fixed."""
    if cycle.status not in BEFORE_SCORING:
        raise WrongState(
            _(
                "%(cycle)s is “%(status)s”; what goes into it can no longer be changed.",
                cycle=str(cycle),
                status=label_of_status(AssessmentCycle, cycle.status),
            )
        )


def close_cycles(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """End the collection and begin the ratings. The period must be over."""
    require_verb(actor, "close_cycles")

    def close(one: Seen) -> AssessmentCycle:
        cycle = load(AssessmentCycle, one)
        if cycle.ends_on >= local_today():
            raise RuleViolation(
                _("The period runs until %(day)s; close it after that.", day=cycle.ends_on)
            )
        return move(
            AssessmentCycle,
            one,
            to="closed",
            out_of=("collecting",),
            actor=actor,
            verb="close_cycles",
        )

    return each(seen, close, done=_("Collection ended"), model=AssessmentCycle)


def close_ratings(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """End the ratings: the cycle is ready to be scored. Open disputes must be settled first."""
    require_verb(actor, "close_ratings")

    def close(one: Seen) -> AssessmentCycle:
        disputed = (
            AssessmentEvent.select()
            .where((AssessmentEvent.cycle == one.id) & (AssessmentEvent.status == "disputed"))
            .count()
        )
        if disputed:
            raise RuleViolation(
                _("%(count)s events are disputed; settle them first.", count=disputed)
            )
        return move(
            AssessmentCycle,
            one,
            to="rated",
            out_of=("closed",),
            actor=actor,
            verb="close_ratings",
        )

    return each(seen, close, done=_("Ready to score"), model=AssessmentCycle)
