"""Handing a guard post over to the next guard, at the gate or from the paper book (R31)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from logistics.auditing import transaction
from logistics.database import local_day, now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.expected import expect_rows
from logistics.operations.guarding.visitors import flag_overdue_at
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many, know_neighbours
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.guarding.coverage import relief_of
from logistics.tables.guarding import GuardHandover, GuardShift
from logistics.tables.guarding.posts import KEPT_STATES
from logistics.wording import Words, _

HANDED_OVER_WITHIN = dt.timedelta(minutes=30)
"""A shift is handed over in its last half hour or later; a book entry lies as near its end."""
LATEST = dt.timedelta(hours=2)
HANDOVER_PAGE = "/admin/guard_handover/details/?id={id}"
NOTHING_WRITTEN = _("Write what happened, or that nothing did.")


@dataclass(frozen=True)
class BookEntry:
    """What the paper book says of the end of one shift."""

    handed_at: dt.datetime
    received_at: dt.datetime
    matters: str
    open_items: str = ""
    equipment_complete: bool = True
    is_complete: bool = True
    remark: str = ""


def hand_over_guard_shifts(
    *,
    seen: Sequence[Seen],
    matters: str,
    actor: Actor,
    open_items: str = "",
    equipment_complete: bool = True,
) -> list[Outcome]:
    """Hand one's own shift over to whoever relieves, in its last half hour or later.

    Visitors who should be out by now are flagged. A post that is manned day and night is handed
    over only to somebody: without a relief the guard stays and calls the captain.
    """
    require_verb(actor, "hand_over_guard_shifts")
    if not matters.strip():
        raise RuleViolation(NOTHING_WRITTEN, field="matters")

    def hand_over(row: Seen) -> GuardHandover:
        shift = _own_shift(row, actor)
        relief = relief_of(shift)
        if relief is None and shift.post.requires_24h:
            raise WrongState(
                _("Nobody is planned to relieve you. Stay at the post and call the captain.")
            )
        flag_overdue_at(shift.post, actor=actor)
        change(shift, {"status": "kept"}, actor=actor, verb="hand_over_guard_shifts")
        handover = GuardHandover(
            outgoing=shift,
            incoming=relief,
            handed_at=now(),
            matters=matters.strip(),
            open_items=open_items.strip(),
            equipment_complete=equipment_complete,
            status="received" if relief is None else "handed",
            received_at=now() if relief is None else None,
        )
        add(handover, actor=actor, verb="hand_over_guard_shifts")
        if relief is not None:
            notify(
                relief.staff,
                _("%(name)s hands the post over to you; please confirm.", name=shift.staff.name),
                link=HANDOVER_PAGE.format(id=handover.id),
            )
        return handover

    return each(seen, hand_over, done=_("Handed over."), model=GuardShift)


def take_over_guard_shifts(
    *, seen: Sequence[Seen], actor: Actor, is_complete: bool = True, remark: str = ""
) -> list[Outcome]:
    """Confirm that one has taken over; what was not found as written is said in the remark."""
    require_verb(actor, "take_over_guard_shifts")
    if not is_complete and not remark.strip():
        raise RuleViolation(_("Say what was not as written."), field="remark")

    def take_over(row: Seen) -> GuardHandover:
        handover = load(GuardHandover, row)
        relief = handover.incoming
        if relief is not None and relief.staff_id != actor.staff_id:
            raise NotPermitted(
                _("The plan names %(name)s to relieve.", name=relief.staff.name),
            )
        return move(
            GuardHandover,
            row,
            to="received",
            out_of=("handed",),
            actor=actor,
            verb="take_over_guard_shifts",
            changes={
                "received_at": now(),
                "received_by": actor.staff_id,
                "is_complete": is_complete,
                "remark": remark.strip()[:200],
            },
        )

    return each(seen, take_over, done=_("Taken over."), model=GuardHandover)


def enter_guard_handovers(
    *, seen: Sequence[Seen], entries: Sequence[BookEntry], actor: Actor
) -> list[Outcome]:
    """Enter what the paper book of a gate says of the ends of shifts, one entry a shift.

    For gates without a screen: the captain copies the book. Set-wise, all or those that are in
    order; nobody copies the end of his own shift.
    """
    require_verb(actor, "enter_guard_handovers")
    words = _("Entered.")
    outcomes: list[Outcome] = []
    taken: list[tuple[GuardShift, BookEntry]] = []
    ids = [row.id for row in seen]
    with transaction():
        found = list(GuardShift.select().where(GuardShift.id.in_(ids)))
        shifts = {row.id: row for row in know_neighbours(found)}
        for row, entry in zip(seen, entries, strict=True):
            shift = shifts.get(row.id)
            refusal = _book_refusal(shift, row, entry, actor)
            outcomes.append(Outcome(row.id, str(shift or row.id), refusal or words))
            if refusal is None and shift is not None:
                taken.append((shift, entry))
            else:
                outcomes[-1] = replace(outcomes[-1], refusal=WrongState(refusal or words))
        if taken:
            _enter(taken, actor)
    return outcomes


def _enter(taken: Sequence[tuple[GuardShift, BookEntry]], actor: Actor) -> None:
    shifts = [shift for shift, _entry in taken]
    reliefs = _reliefs(shifts)
    rows = [
        {
            "outgoing": shift.id,
            "incoming": relief.id if relief else None,
            "handed_at": entry.handed_at,
            "received_at": entry.received_at,
            "received_by": relief.staff_id if relief else None,
            "matters": entry.matters.strip(),
            "open_items": entry.open_items.strip(),
            "equipment_complete": entry.equipment_complete,
            "is_complete": entry.is_complete,
            "remark": entry.remark.strip()[:200],
            "status": "received",
        }
        for (shift, entry), relief in zip(taken, reliefs, strict=True)
    ]
    verb = "enter_guard_handovers"
    change_many(shifts, [{"status": "kept"}] * len(shifts), actor=actor, verb=verb)
    expect_rows(GuardHandover, rows, key=("outgoing",), actor=actor, verb=verb)


def _reliefs(shifts: Sequence[GuardShift]) -> list[GuardShift | None]:
    """Who relieves in each shift; usually whoever begins at its very end, found in one look."""
    beginning = GuardShift.select().where(
        GuardShift.post.in_({shift.post_id for shift in shifts})
        & GuardShift.status.in_(KEPT_STATES)
        & (GuardShift.starts_at >= min(shift.ends_at for shift in shifts))
        & (GuardShift.starts_at <= max(shift.ends_at for shift in shifts))
    )
    known = {(row.post_id, row.starts_at): row for row in beginning}
    return [known.get((shift.post_id, shift.ends_at)) or relief_of(shift) for shift in shifts]


def _book_refusal(
    shift: GuardShift | None, seen: Seen, entry: BookEntry, actor: Actor
) -> Words | None:
    """Why an entry of the book cannot be taken; None when it can."""
    if shift is None:
        return _("There is no such record.")
    if shift.staff_id == actor.staff_id:
        return _("Nobody copies the end of his own shift.")
    if shift.status != "planned" or seen.row_version not in (None, shift.row_version):
        return _("This shift was handed over already.")
    if not entry.matters.strip():
        return NOTHING_WRITTEN
    earliest, latest = shift.ends_at - HANDED_OVER_WITHIN, shift.ends_at + LATEST
    if not earliest <= entry.handed_at <= entry.received_at <= min(latest, now()):
        return _("Handover and takeover lie near the end of the shift, in this order.")
    return None


def _own_shift(seen: Seen, actor: Actor) -> GuardShift:
    shift = load(GuardShift, seen)
    if shift.staff_id != actor.staff_id:
        raise NotPermitted(_("This is not your shift."))
    if shift.status != "planned":
        raise WrongState(_("This shift was handed over already."))
    if now() < shift.ends_at - HANDED_OVER_WITHIN:
        raise WrongState(
            _("Your shift ends at %(end)s; hand over in its last half hour.", end=shift.ends_at)
        )
    if local_day(now()) > local_day(shift.ends_at) + dt.timedelta(days=1):
        raise WrongState(_("This shift ended long ago; the captain enters it from the book."))
    return shift
