"""Events: proposed from the records or by hand, confirmed by the line, disputed by the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from logistics import permissions
from logistics.auditing import record, transaction
from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.assessment.cycles import BEFORE_SCORING
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import move
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.objections import upheld_objection
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentDimension,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
)
from logistics.wording import _

BY_VALUE = ("target", "ratio")


@dataclass(frozen=True)
class NewEvent:
    """An event entered by hand: about whom (``participant``), under which item and clause.

    ``quantity`` counts the clause; for a target or a ratio it is what was achieved of ``possible``.
    """

    participant: int
    item: int
    day: dt.date
    note: str
    clause: int | None = None
    quantity: Decimal = Decimal(1)
    possible: Decimal = Decimal(0)


def record_events(*, events: Sequence[NewEvent], actor: Actor) -> list[AssessmentEvent]:
    """Propose events by hand, all or nothing. The points are the clause's; nobody types them."""
    require_verb(actor, "record_events")
    with transaction():
        return [_record(event, actor) for event in events]


def _record(new: NewEvent, actor: Actor) -> AssessmentEvent:
    person = AssessmentParticipant.get_or_none(AssessmentParticipant.id == new.participant)
    if person is None or not permissions.may_verb(actor, "record_events", person):
        raise NotFound(_("There is no such record."))
    guard_open_for(person.cycle, person.staff_id)
    _not_oneself(person.staff_id, actor)
    item = _item_of(person, new.item)
    clause = _clause_of(item, new.clause)
    if not person.cycle.starts_on <= new.day <= person.cycle.ends_on:
        raise RuleViolation(_("The day lies outside the period of the cycle."), field="day")
    if not new.note.strip():
        raise RuleViolation(_("Say what happened and where it is written."), field="note")
    event = AssessmentEvent.create(
        cycle=person.cycle,
        staff=person.staff,
        item=item,
        clause=clause,
        day=new.day,
        quantity=new.quantity,
        possible=new.possible,
        points=Decimal(0) if clause is None else new.quantity * Decimal(clause.points),
        note=new.note.strip(),
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    record(actor, "record_events", event)
    notify(
        person.staff,
        _("An event was proposed for your assessment: %(item)s", item=str(item)),
        link=f"/admin/assessment_event/details/?id={event.id}",
    )
    return event


def _item_of(person: AssessmentParticipant, item: int) -> AssessmentItem:
    found: AssessmentItem | None = (
        AssessmentItem.select()
        .join(AssessmentDimension)
        .where((AssessmentItem.id == item) & (AssessmentDimension.scheme == person.scheme_id))
        .first()
    )
    if found is None or found.method in ("rating", "ballot"):
        raise RuleViolation(_("This item takes no events for this person."), field="item")
    return found


def _clause_of(item: AssessmentItem, clause: int | None) -> AssessmentClause | None:
    if item.method in BY_VALUE:
        return None
    found = AssessmentClause.get_or_none(
        (AssessmentClause.id == clause) & (AssessmentClause.item == item.id)
    )
    if found is None:
        raise RuleViolation(_("Choose the clause that applies."), field="clause")
    return found


def confirm_events(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Confirm proposals, or uphold disputed events after hearing the person."""
    require_verb(actor, "confirm_events")

    def confirm(one: Seen) -> AssessmentEvent:
        event = _decidable(one, "confirm_events", actor)
        if event.doc_type is None and event.created_by_id == actor.account_id:
            raise NotPermitted(_("Who proposed an event by hand does not confirm it."))
        return move(
            AssessmentEvent,
            one,
            to="confirmed",
            out_of=("proposed", "disputed"),
            actor=actor,
            verb="confirm_events",
            changes={"confirmed_on": local_today()},
        )

    return each(seen, confirm, done=_("Confirmed"), model=AssessmentEvent)


def void_events(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Strike events out, with the reason; they stay to be read and count for nothing."""
    require_verb(actor, "void_events")
    if not reason.strip():
        raise RuleViolation(_("Give the reason."), field="reason")

    def void(one: Seen) -> AssessmentEvent:
        event = _decidable(one, "void_events", actor)
        return move(
            AssessmentEvent,
            one,
            to="void",
            out_of=("proposed", "disputed", "confirmed"),
            actor=actor,
            verb="void_events",
            changes={"note": f"{event.note} · {reason.strip()}".strip(" ·")[:200]},
        )

    return each(seen, void, done=_("Struck out"), model=AssessmentEvent)


def dispute_events(*, seen: Sequence[Seen], grounds: str, actor: Actor) -> list[Outcome]:
    """The person says that an event is wrong: a proposal at any time, a confirmed one in time."""
    require_verb(actor, "dispute_events")
    if not grounds.strip():
        raise RuleViolation(_("Say what is wrong."), field="grounds")

    def dispute(one: Seen) -> AssessmentEvent:
        event = _load(one, "dispute_events", actor)
        if event.staff_id != actor.staff_id:
            raise NotPermitted(_("Only the person concerned may dispute an event."))
        if event.cycle.status not in BEFORE_SCORING:
            raise WrongState(
                _("The events of this cycle are settled; object to the result instead.")
            )
        last_day = dispute_until(event)
        if last_day is not None and local_today() > last_day:
            raise RuleViolation(_("This event could be disputed until %(day)s.", day=last_day))
        return move(
            AssessmentEvent,
            one,
            to="disputed",
            out_of=("proposed", "confirmed"),
            actor=actor,
            verb="dispute_events",
            changes={"dispute": grounds.strip()},
        )

    return each(seen, dispute, done=_("Disputed"), model=AssessmentEvent)


def dispute_until(event: AssessmentEvent) -> dt.date | None:
    """The last day to dispute a confirmed event; None while it is only proposed."""
    if event.confirmed_on is None:
        return None
    days = event.item.dimension.scheme.dispute_days
    return add_workdays(event.confirmed_on, days)


def guard_open_for(cycle: AssessmentCycle, staff: int) -> None:
    """Refuse once the events are settled, except where an upheld objection reopens them."""
    if cycle.status in BEFORE_SCORING or upheld_objection(cycle, staff):
        return
    raise WrongState(
        _(
            "The events of %(cycle)s are settled; only an upheld objection reopens them.",
            cycle=cycle.name,
        )
    )


def _decidable(one: Seen, verb: str, actor: Actor) -> AssessmentEvent:
    event = _load(one, verb, actor)
    _not_oneself(event.staff_id, actor)
    guard_open_for(event.cycle, event.staff_id)
    return event


def _load(one: Seen, verb: str, actor: Actor) -> AssessmentEvent:
    event = AssessmentEvent.get_or_none(AssessmentEvent.id == one.id)
    if event is None:
        raise NotFound(_("There is no such record."))
    require_verb(actor, verb, event)
    return event


def _not_oneself(staff: int, actor: Actor) -> None:
    if staff == actor.staff_id:
        raise NotPermitted(_("Nobody decides about events of his own."))
