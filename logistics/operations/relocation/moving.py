"""The move itself: one event that gives a unit and its people their new office area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logistics.database import local_today, now
from logistics.errors import WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.relocation.preparing import refuse_closed_gate
from logistics.operations.sets import change_many
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.organisation import Building, Room, Unit
from logistics.tables.people import RoomAllocation, Staff
from logistics.tables.relocation import MoveSlot, PhoneExtension, Relocation
from logistics.wording import _

VERB = "execute_moves"


def execute_moves(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Units have arrived: unit, people, phones and rooms change over at once (R48, R53).

    Slots are taken in their order, whatever the order asked; refused while a unit before has not
    moved or the gate is shut again. With the last unit the move is done.
    """
    require_verb(actor, VERB)
    order = {slot.id: slot.seq for slot in MoveSlot.select().where(_named(seen))}
    rows = sorted(seen, key=lambda row: order.get(row.id, 0))
    return each(rows, lambda row: _move(row, actor), done=_("Moved."), model=MoveSlot)


def _move(row: Seen, actor: Actor) -> MoveSlot:
    slot = load(MoveSlot, row)
    require_verb(actor, VERB, slot)
    relocation = slot.relocation
    if relocation.status != "ready":
        raise WrongState(_("The move has not been found ready; look at its gate."))
    refuse_closed_gate(relocation.id)
    _refuse_turn(slot)
    people = _move_people(slot.unit, relocation, actor)
    _leave_rooms(slot.unit, relocation, actor)
    slot = move(
        MoveSlot,
        row,
        to="moved",
        out_of=("planned",),
        actor=actor,
        verb=VERB,
        changes={"moved_at": now(), "people_moved": len(people)},
    )
    words = _("%(unit)s now works at %(site)s.", unit=slot.unit.name, site=relocation.to_site.name)
    for person in people:
        notify(person, words, link="/admin/phone_extension/")
    _finish(relocation, actor)
    return slot


def _refuse_turn(slot: MoveSlot) -> None:
    before = (
        MoveSlot.select()
        .where(
            (MoveSlot.relocation == slot.relocation_id)
            & (MoveSlot.seq < slot.seq)
            & (MoveSlot.status == "planned")
        )
        .order_by(MoveSlot.seq)
        .first()
    )
    if before is not None:
        raise WrongState(_("Before it comes: %(slot)s.", slot=str(before)))


def _move_people(unit: Unit, relocation: Relocation, actor: Actor) -> list[Staff]:
    """The unit and those of its people who worked at the old place; with their new numbers."""
    change(unit, {"site": relocation.to_site_id}, actor=actor, verb=VERB)
    today = local_today()
    people = list(
        Staff.select().where(
            (Staff.unit == unit.id)
            & (Staff.site == relocation.from_site_id)
            & (Staff.left_on.is_null() | (Staff.left_on >= today))
        )
    )
    numbers = {
        extension.staff_id: extension.number
        for extension in PhoneExtension.select().where(
            (PhoneExtension.site == relocation.to_site_id)
            & PhoneExtension.is_active
            & PhoneExtension.staff.is_null(False)
        )
    }
    changes = [
        {"site": relocation.to_site_id, "phone": numbers.get(person.id, person.phone)}
        for person in people
    ]
    if people:
        change_many(people, changes, actor=actor, verb=VERB)
    return people


def _leave_rooms(unit: Unit, relocation: Relocation, actor: Actor) -> None:
    """What the unit used at the old place ends with the day before; its old numbers are dead."""
    last_day = local_today() - dt.timedelta(days=1)
    old_rooms = Room.select(Room.id).join(Building).where(Building.site == relocation.from_site_id)
    for allocation in RoomAllocation.select().where(
        (RoomAllocation.unit == unit.id)
        & RoomAllocation.room.in_(old_rooms)
        & RoomAllocation.ends_on.is_null()
        & (RoomAllocation.starts_on <= last_day)
    ):
        change(allocation, {"ends_on": last_day}, actor=actor, verb=VERB)
    for extension in PhoneExtension.select().where(
        (PhoneExtension.site == relocation.from_site_id)
        & (PhoneExtension.unit == unit.id)
        & PhoneExtension.is_active
    ):
        change(extension, {"is_active": False}, actor=actor, verb=VERB)


def _finish(relocation: Relocation, actor: Actor) -> None:
    waiting = MoveSlot.select().where(
        (MoveSlot.relocation == relocation.id) & (MoveSlot.status == "planned")
    )
    if not waiting.exists():
        move(
            Relocation,
            Seen(relocation.id),
            to="moved",
            out_of=("ready",),
            actor=actor,
            verb=VERB,
            changes={"moved_at": now()},
        )


def _named(seen: Sequence[Seen]) -> object:
    return MoveSlot.id.in_([row.id for row in seen])
