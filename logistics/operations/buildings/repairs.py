"""Small repairs by the center's own technicians: ordered, on the spot, finished, accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from logistics.database import local_day, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.buildings.common import cleaned, permitted, said
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, move
from logistics.permissions import Actor, require_verb
from logistics.tables.buildings import BuildingDefect, WorkOrder
from logistics.tables.service_desk.tickets import UNFINISHED
from logistics.wording import _

ORDER_PAGE = "/admin/work_order/details/?id={id}"


def order_repairs(
    *,
    seen: Sequence[Seen],
    technician: int | None,
    task: str,
    due_at: dt.datetime | str | None,
    actor: Actor,
    is_urgent: bool = False,
) -> list[Outcome]:
    """Send a technician to defects; each gets a work order, and the technician is told."""
    require_verb(actor, "order_repairs")
    values = cleaned(
        WorkOrder,
        {"technician": technician, "task": task, "due_at": due_at, "is_urgent": is_urgent},
    )

    def order(row: Seen) -> BuildingDefect:
        permitted(BuildingDefect, row, "order_repairs", actor)
        defect = move(
            BuildingDefect,
            row,
            to="in_repair",
            out_of=("open",),
            actor=actor,
            verb="order_repairs",
        )
        write_order(defect, values, actor=actor, verb="order_repairs")
        return defect

    return each(seen, order, done=_("A work order is written."), model=BuildingDefect)


def write_order(
    defect: BuildingDefect, values: Mapping[str, Any], *, actor: Actor, verb: str
) -> WorkOrder:
    """Write the work order of a defect that is in repair from now on, and tell the technician."""
    order = WorkOrder(
        **values,
        doc_no=take_number(WorkOrder.doc_no.prefix),
        defect=defect,
        site=defect.site_id,
    )
    add(order, actor=actor, verb=verb)
    notify(
        order.technician,
        _("You are to mend by %(moment)s: %(order)s", moment=order.due_at, order=str(order)),
        link=ORDER_PAGE.format(id=order.id),
    )
    return order


def arrive_at_work_orders(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Report being on the spot; every arrival counts as a visit."""
    require_verb(actor, "arrive_at_work_orders")

    def arrive(row: Seen) -> WorkOrder:
        order = permitted(WorkOrder, row, "arrive_at_work_orders", actor)
        return move(
            WorkOrder,
            row,
            to="working",
            out_of=("assigned",),
            actor=actor,
            verb="arrive_at_work_orders",
            changes={"arrived_at": order.arrived_at or now(), "visits": order.visits + 1},
        )

    return each(seen, arrive, done=_("Arrival noted."), model=WorkOrder)


def finish_work_orders(*, seen: Sequence[Seen], result: str, actor: Actor) -> list[Outcome]:
    """Report repairs as finished, with what was done; the parts stand in the order."""
    require_verb(actor, "finish_work_orders")
    result = said(result, _("Say what was done."), "result")

    def finish(row: Seen) -> WorkOrder:
        permitted(WorkOrder, row, "finish_work_orders", actor)
        return move(
            WorkOrder,
            row,
            to="done",
            out_of=("working",),
            actor=actor,
            verb="finish_work_orders",
            changes={"finished_at": now(), "result": result},
        )

    return each(seen, finish, done=_("Waits for acceptance."), model=WorkOrder)


def accept_work_orders(
    *, seen: Sequence[Seen], actor: Actor, remark: str = "", is_unsafe: bool = False
) -> list[Outcome]:
    """Accept repairs; their defects are closed. Nobody accepts what he mended himself."""
    require_verb(actor, "accept_work_orders")
    if is_unsafe and not remark.strip():
        raise RuleViolation(_("Say which safety rule was broken."), field="remark")

    def accept(row: Seen) -> WorkOrder:
        order = _of_another(row, "accept_work_orders", actor)
        order = move(
            WorkOrder,
            row,
            to="accepted",
            out_of=("done",),
            actor=actor,
            verb="accept_work_orders",
            changes={
                "accepted_by": actor.staff_id,
                "accepted_at": now(),
                "remark": remark.strip(),
                "is_unsafe": is_unsafe,
            },
        )
        changes = {
            "status": "closed",
            "repaired_on": local_day(order.finished_at),
            "outcome": order.result,
        }
        change(order.defect, changes, actor=actor, verb="accept_work_orders")
        notify(
            order.defect.reporter,
            _("%(defect)s was mended.", defect=str(order.defect)),
            link=ORDER_PAGE.format(id=order.id),
        )
        ticket = order.defect.ticket
        if ticket is not None and ticket.status in UNFINISHED:
            notify(
                ticket.owner,
                _(
                    "%(order)s is accepted; report %(ticket)s as done.",
                    order=str(order),
                    ticket=str(ticket),
                ),
                link=f"/admin/ticket/details/?id={ticket.id}",
            )
        return order

    return each(seen, accept, done=_("Accepted."), model=WorkOrder)


def return_work_orders(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Send the technician once more: it was not mended at the first visit."""
    require_verb(actor, "return_work_orders")
    comment = said(comment, _("Say what is still wrong."), "comment")

    def give_back(row: Seen) -> WorkOrder:
        _of_another(row, "return_work_orders", actor)
        order = move(
            WorkOrder,
            row,
            to="assigned",
            out_of=("done",),
            actor=actor,
            verb="return_work_orders",
            changes={"finished_at": None, "remark": comment},
        )
        notify(
            order.technician,
            _("%(order)s is not mended yet: %(comment)s", order=str(order), comment=comment),
            link=ORDER_PAGE.format(id=order.id),
        )
        return order

    return each(seen, give_back, done=_("Returned."), model=WorkOrder)


def cancel_work_orders(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Call technicians off; the defects are open again."""
    require_verb(actor, "cancel_work_orders")
    reason = said(reason, _("Say why."), "reason")

    def cancel(row: Seen) -> WorkOrder:
        permitted(WorkOrder, row, "cancel_work_orders", actor)
        order = move(
            WorkOrder,
            row,
            to="cancelled",
            out_of=("assigned", "working"),
            actor=actor,
            verb="cancel_work_orders",
            changes={"remark": reason},
        )
        change(order.defect, {"status": "open"}, actor=actor, verb="cancel_work_orders")
        return order

    return each(seen, cancel, done=_("Cancelled."), model=WorkOrder)


def _of_another(seen: Seen, verb: str, actor: Actor) -> WorkOrder:
    order = permitted(WorkOrder, seen, verb, actor)
    if order.technician_id == actor.staff_id:
        raise NotPermitted(_("Nobody accepts what he mended himself."))
    return order
