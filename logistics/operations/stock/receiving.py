"""After the issue: the receiver signs, and what is not needed is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal

from logistics.database import local_today, lock, now, trimmed
from logistics.errors import NotEnough, NotPermitted, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.stock.moving import Movement, move_stock
from logistics.operations.stock.numbers import require_above_zero, require_reason
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
)
from logistics.tables.stock.ledger import CENT
from logistics.wording import _


def sign_slips(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Confirm under one's own log-in that a site got what its slips say (R60).

    Whoever issued the goods cannot be the one who received them.
    """

    def sign(wanted: Seen) -> IssueSlip:
        slip = load(IssueSlip, wanted)
        require_verb(actor, "sign_slips", slip)
        # Two receivers of one sheet at once: the second must see that the first has signed.
        sheet = lock(IssueSheet.select().where(IssueSheet.id == slip.sheet_id)).get()
        if actor.staff_id is None:
            raise NotPermitted(_("Only a member of staff can sign for goods."))
        if sheet.issued_by_id == actor.account_id:
            raise NotPermitted(_("Whoever issued the goods cannot sign for them."))
        slip = move(
            IssueSlip,
            wanted,
            to="signed",
            out_of=("issued",),
            actor=actor,
            verb="sign_slips",
            changes={"receiver": actor.staff_id, "signed_at": now()},
        )
        _finish_sheet(sheet, actor)
        close_served(_requests_on(slip), actor=actor, verb="sign_slips")
        return slip

    return each(seen, sign, done=_("Signed for"), model=IssueSlip)


def take_back_supplies(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    quantity: Decimal,
    reason: str,
    moved_on: dt.date | None = None,
) -> list[Outcome]:
    """Put ``quantity`` of each slip line back into the warehouse at the cost it was issued at.

    The unit's cost goes down with it. The request stays as it was: who needs the item after all
    asks anew.
    """
    quantity = require_above_zero(quantity)
    reason = require_reason(reason, _("Say why the goods come back."))

    def take_back(wanted: Seen) -> IssueSlipLine:
        line = load(IssueSlipLine, wanted)
        require_verb(actor, "take_back_supplies", line)
        if line.slip.status not in ("issued", "signed"):
            raise WrongState(_("Nothing has been issued by this slip yet."))
        left = line.issued - line.taken_back
        if quantity > left:
            raise NotEnough(
                _(
                    "%(left)s of %(item)s are still with the unit; no more can come back.",
                    left=trimmed(left),
                    item=str(line.item),
                ),
                field="quantity",
            )
        value = _share(line, line.taken_back + quantity) - _share(line, line.taken_back)
        line = change(
            line,
            {"taken_back": line.taken_back + quantity},
            actor=actor,
            verb="take_back_supplies",
        )
        back = Movement(
            line.slip.warehouse_id,
            line.item_id,
            "return",
            quantity,
            value,
            moved_on or local_today(),
            "issue_slip",
            line.slip_id,
            unit_id=line.unit_id,
            note=reason,
        )
        move_stock([back], actor=actor)
        return line

    return each(seen, take_back, done=_("Taken back into stock"), model=IssueSlipLine)


def close_served(request_ids: Collection[int], *, actor: Actor, verb: str) -> None:
    """Close the requests that wait for nothing more and whose slips are all signed for."""
    unsigned = (
        IssueRequestLine.select(IssueRequestLine.request)
        .join(IssueSlipLine, on=(IssueSlipLine.request_line == IssueRequestLine.id))
        .join(IssueSlip)
        .where((IssueSlip.status == "issued") & (IssueSlipLine.issued > 0))
    )
    rows = list(
        IssueRequest.select().where(
            IssueRequest.id.in_(list(request_ids))
            & (IssueRequest.status == "issued")
            & IssueRequest.id.not_in(unsigned)
        )
    )
    change_many(rows, [{"status": "closed"} for _row in rows], actor=actor, verb=verb)


def _share(line: IssueSlipLine, quantity: Decimal) -> Decimal:
    """What ``quantity`` of an issued line cost; all of it costs all."""
    return (Decimal(line.value) * quantity / Decimal(line.issued)).quantize(CENT, ROUND_HALF_UP)


def _requests_on(slip: IssueSlip) -> list[int]:
    rows = (
        IssueRequestLine.select(IssueRequestLine.request)
        .join(IssueSlipLine, on=(IssueSlipLine.request_line == IssueRequestLine.id))
        .where(IssueSlipLine.slip == slip.id)
        .distinct()
    )
    return [row.request_id for row in rows]


def _finish_sheet(sheet: IssueSheet, actor: Actor) -> None:
    open_slips = IssueSlip.select().where(
        (IssueSlip.sheet == sheet.id) & (IssueSlip.status == "issued")
    )
    if not open_slips.exists():
        change(sheet, {"status": "signed"}, actor=actor, verb="sign_slips")
