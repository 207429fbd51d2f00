"""Cars that stand where they should not: told, and dealt with (R33)."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import now
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.guarding.parking import earlier_violations
from logistics.queries.people import head_of
from logistics.tables.guarding import ParkingViolation
from logistics.wording import _

VIOLATION_PAGE = "/admin/parking_violation/details/?id={id}"
TELL_THE_UNIT_FROM = 3
"""From so many violations within a year on, the head of the unit hears of it too."""


def notify_parking_violations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give the notice (违停告知单): it takes its number, and the keeper of the car is told.

    From the third within a year on, the head of his unit is told as well.
    """
    require_verb(actor, "notify_parking_violations")

    def tell(row: Seen) -> ParkingViolation:
        violation = load(ParkingViolation, row)
        require_verb(actor, "notify_parking_violations", violation)
        if violation.found_at > now():
            raise RuleViolation(_("It cannot be found in the future."), field="found_at")
        violation = move(
            ParkingViolation,
            row,
            to="notified",
            out_of=("found",),
            actor=actor,
            verb="notify_parking_violations",
            changes={"doc_no": take_number("PV"), "notified_at": now()},
        )
        _tell_keeper(violation)
        return violation

    return each(seen, tell, done=_("Notice given."), model=ParkingViolation)


def handle_parking_violations(*, seen: Sequence[Seen], handled: str, actor: Actor) -> list[Outcome]:
    """Record how violations were dealt with after the notice."""
    require_verb(actor, "handle_parking_violations")
    if not handled.strip():
        raise RuleViolation(_("Write how it was dealt with."), field="handled")

    def deal(row: Seen) -> ParkingViolation:
        require_verb(actor, "handle_parking_violations", load(ParkingViolation, row))
        return move(
            ParkingViolation,
            row,
            to="handled",
            out_of=("notified",),
            actor=actor,
            verb="handle_parking_violations",
            changes={"handled": handled.strip()[:200], "handled_at": now()},
        )

    return each(seen, deal, done=_("Dealt with."), model=ParkingViolation)


def _tell_keeper(violation: ParkingViolation) -> None:
    owner = violation.owner
    if owner is None:
        return
    link = VIOLATION_PAGE.format(id=violation.id)
    words = _(
        "Your car stood outside its place: %(place)s, %(at)s.",
        place=violation.place,
        at=violation.found_at,
    )
    notify(owner, words, link=link)
    count = earlier_violations(violation) + 1
    head = head_of(owner.unit)
    if count >= TELL_THE_UNIT_FROM and head is not None and head.id != owner.id:
        notify(
            head,
            _(
                "The car of %(name)s stood outside its place for the %(count)s. time.",
                name=owner.name,
                count=count,
            ),
            link=link,
        )
