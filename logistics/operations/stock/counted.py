"""Stocktakes after the count: handed in, checked by finance, approved by the deputy, booked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from logistics.database import local_day, now, trimmed
from logistics.errors import NotPermitted, RuleViolation, StaleRecord
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.stock.moving import Movement, move_stock
from logistics.operations.stock.numbers import require_reason
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.stock.counts import lines_of_stocktake, movements_entered_since
from logistics.tables.stock import Stocktake, StocktakeLine
from logistics.tables.stock.counting import WRITTEN_OFF_CAUSES
from logistics.tables.stock.ledger import CENT
from logistics.wording import _


def submit_stocktakes(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand counts to finance: every line counted, every difference with its cause."""

    def submit(wanted: Seen) -> Stocktake:
        stocktake = load(Stocktake, wanted)
        require_verb(actor, "submit_stocktakes", stocktake)
        _refuse_unexplained(lines_of_stocktake(stocktake))
        return move(
            Stocktake,
            wanted,
            to="submitted",
            out_of=("counting",),
            actor=actor,
            verb="submit_stocktakes",
            changes={"counted_by": _require_other_person(actor)},
        )

    return each(seen, submit, done=_("Submitted"), model=Stocktake)


def check_stocktakes(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Finance agrees with the differences and their causes. Keeping and checking are two duties."""

    def check(wanted: Seen) -> Stocktake:
        stocktake = load(Stocktake, wanted)
        require_verb(actor, "check_stocktakes", stocktake)
        checker = _require_other_person(actor, stocktake.counted_by_id)
        return move(
            Stocktake,
            wanted,
            to="checked",
            out_of=("submitted",),
            actor=actor,
            verb="check_stocktakes",
            changes={"checked_by": checker, "decision_note": comment},
        )

    return each(seen, check, done=_("Checked"), model=Stocktake)


def approve_stocktakes(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Book the differences on the day of the count. Whoever counted or checked cannot approve."""

    def approve(wanted: Seen) -> Stocktake:
        stocktake = load(Stocktake, wanted)
        require_verb(actor, "approve_stocktakes", stocktake)
        approver = _require_other_person(actor, stocktake.counted_by_id, stocktake.checked_by_id)
        stocktake = move(
            Stocktake,
            wanted,
            to="approved",
            out_of=("checked",),
            actor=actor,
            verb="approve_stocktakes",
            changes={
                "approved_by": approver,
                "approved_at": now(),
                "decision_note": comment,
            },
        )
        _book(stocktake, actor)
        return stocktake

    return each(seen, approve, done=_("Approved"), model=Stocktake)


def return_stocktakes(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Send counts back to the keeper; the comment says what to count again."""
    comment = require_reason(comment, _("Say what has to be counted again."), "comment")

    def send_back(wanted: Seen) -> Stocktake:
        require_verb(actor, "return_stocktakes", load(Stocktake, wanted))
        return move(
            Stocktake,
            wanted,
            to="counting",
            out_of=("submitted", "checked"),
            actor=actor,
            verb="return_stocktakes",
            changes={"decision_note": comment, "counted_by": None, "checked_by": None},
        )

    return each(seen, send_back, done=_("Returned"), model=Stocktake)


def cancel_stocktakes(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give up counts; nothing is booked."""

    def cancel(wanted: Seen) -> Stocktake:
        require_verb(actor, "cancel_stocktakes", load(Stocktake, wanted))
        return move(
            Stocktake,
            wanted,
            to="cancelled",
            out_of=("counting",),
            actor=actor,
            verb="cancel_stocktakes",
        )

    return each(seen, cancel, done=_("Cancelled"), model=Stocktake)


def _refuse_unexplained(lines: Sequence[StocktakeLine]) -> None:
    if not lines:
        raise RuleViolation(_("Nothing has been counted."))
    for line in lines:
        difference = line.difference
        if difference is None:
            raise RuleViolation(_("%(item)s has not been counted yet.", item=str(line.item)))
        if difference and not line.cause:
            raise RuleViolation(
                _(
                    "%(item)s differs by %(difference)s: give the cause.",
                    item=str(line.item),
                    difference=trimmed(difference),
                ),
                field="cause",
            )
        if difference > 0 and not line.book and line.unit_cost is None:
            raise RuleViolation(
                _(
                    "Nothing of %(item)s is on the books, so that its cost is not known: give it.",
                    item=str(line.item),
                ),
                field="unit_cost",
            )


def _require_other_person(actor: Actor, *others: int | None) -> int:
    """The actor as a member of staff who is none of ``others``."""
    if actor.staff_id is None:
        raise NotPermitted(_("Only a member of staff can answer for a count."))
    if actor.staff_id in others:
        raise NotPermitted(_("Counting, checking and approving are three persons' duties."))
    return actor.staff_id


def _book(stocktake: Stocktake, actor: Actor) -> None:
    lines = lines_of_stocktake(stocktake)
    _refuse_outdated(stocktake, lines)
    differing = sorted((line for line in lines if line.difference), key=lambda row: row.item_id)
    values = move_stock([_movement(stocktake, line) for line in differing], actor=actor)
    change_many(
        differing,
        [{"value": value} for value in values],
        actor=actor,
        verb="approve_stocktakes",
    )


def _movement(stocktake: Stocktake, line: StocktakeLine) -> Movement:
    difference = line.difference or Decimal(0)
    kind, value = "count_loss", None
    if difference > 0:
        kind = "count_gain"
        if line.unit_cost is not None:
            value = (line.unit_cost * difference).quantize(CENT, ROUND_HALF_UP)
    elif line.cause in WRITTEN_OFF_CAUSES:
        kind = "scrap"
    return Movement(
        stocktake.warehouse_id,
        line.item_id,
        kind,
        difference,
        value,
        stocktake.counted_on,
        "stocktake",
        stocktake.id,
        note=line.note or str(stocktake.doc_no),
    )


def _refuse_outdated(stocktake: Stocktake, lines: Sequence[StocktakeLine]) -> None:
    """Refuse a line whose book quantity lacked something entered later for before the count."""
    entered = movements_entered_since(stocktake)
    for line in lines:
        last_day = stocktake.counted_on
        if local_day(line.counted_at) == last_day:
            # What moved later that day is no fault of the count.
            last_day -= dt.timedelta(days=1)
        for movement in entered.get(line.item_id, ()):
            if movement.created_at > line.counted_at and movement.moved_on <= last_day:
                raise StaleRecord(
                    _(
                        "%(item)s: something was entered later for %(day)s, before the count. "
                        "Return the stocktake and count it again.",
                        item=str(line.item),
                        day=movement.moved_on,
                    )
                )
