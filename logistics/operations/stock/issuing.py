"""The issue: goods leave the warehouse of each site of a sheet, all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from logistics.auditing import transaction
from logistics.database import local_today, now
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.stock.balances import Place, lock_balances
from logistics.operations.stock.moving import Movement, move_stock
from logistics.operations.stock.sheets import LineIssue, refuse_foreign, settings_for
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.stock.sheets import lines_of_sheet, places_of_sheets
from logistics.tables.stock import IssueSheet, IssueSlipLine
from logistics.wording import _

VERB = "issue_supplies"
SLIP_LINK = "/admin/issue_slip/details/?id=%s"


def issue_supplies(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    lines: Sequence[LineIssue] = (),
    moved_on: dt.date | None = None,
    note: str = "",
) -> list[Outcome]:
    """Issue sheets: movements, balances, average cost and the units' cost together (R58, R60).

    ``lines`` are the quantities that the keeper has set; a line without one is issued as the sheet
    says. A sheet is issued whole: where one site's warehouse does not hold what was set, nothing
    leaves any of them (``NotEnough``), and nothing is shortened. What stays open rolls over to the
    next purchase run. ``note`` is needed for a day whose books are closed.
    """
    with transaction():
        places = places_of_sheets([row.id for row in seen])
        refuse_foreign((line for line, _warehouse, _item in places), lines)
        # All balances of all sheets in one order, so that two sets cannot wait for each other.
        lock_balances((warehouse, item) for _line, warehouse, item in places)

        def issue(wanted: Seen) -> IssueSheet:
            return _issue(wanted, lines, moved_on or local_today(), note, actor)

        return each(seen, issue, done=_("Issued"), model=IssueSheet)


def _issue(
    wanted: Seen, lines: Sequence[LineIssue], day: dt.date, note: str, actor: Actor
) -> IssueSheet:
    require_verb(actor, VERB, load(IssueSheet, wanted))
    sheet = move(
        IssueSheet,
        wanted,
        to="issued",
        out_of=("draft",),
        actor=actor,
        verb=VERB,
        changes={"issued_on": day, "issued_by": actor.account_id, "issued_at": now()},
    )
    rows = lines_of_sheet(sheet)
    for slip in {row.slip_id: row.slip for row in rows}.values():
        require_verb(actor, VERB, slip)
    settings = settings_for(rows, lines)
    _refuse_settings(rows, settings)
    held = lock_balances(_place(row) for row in rows)
    available = [held[_place(row)].quantity for row in rows]
    values = _move(rows, settings, day, note, actor)
    _write_lines(rows, settings, available, values, actor)
    _write_slips(rows, actor)
    _write_requests(rows, actor)
    return sheet


def _place(row: IssueSlipLine) -> Place:
    return row.slip.warehouse_id, row.item_id


def _refuse_settings(rows: Sequence[IssueSlipLine], settings: Sequence[LineIssue]) -> None:
    if not any(setting.issued for setting in settings):
        raise RuleViolation(_("Nothing would be issued. Set at least one quantity."))
    for row, setting in zip(rows, settings, strict=True):
        excused = setting.old_returned or row.request_line.no_old_item_reason
        if row.item.trade_in and setting.issued and not excused:
            raise RuleViolation(
                _(
                    "%(item)s is issued old for new: %(unit)s has to return the old one or to "
                    "say in the request why none comes back.",
                    item=str(row.item),
                    unit=str(row.unit),
                ),
                field="old_returned",
            )


def _move(
    rows: Sequence[IssueSlipLine],
    settings: Sequence[LineIssue],
    day: dt.date,
    note: str,
    actor: Actor,
) -> dict[int, Decimal]:
    """Book what leaves; returns the cost of each line by its id."""
    leaving = [
        (row, setting) for row, setting in zip(rows, settings, strict=True) if setting.issued
    ]
    values = move_stock(
        [
            Movement(
                row.slip.warehouse_id,
                row.item_id,
                "issue",
                -setting.issued,
                None,
                day,
                "issue_slip",
                row.slip_id,
                unit_id=row.unit_id,
                note=note,
            )
            for row, setting in leaving
        ],
        actor=actor,
    )
    return {row.id: -value for (row, _setting), value in zip(leaving, values, strict=True)}


def _write_lines(
    rows: Sequence[IssueSlipLine],
    settings: Sequence[LineIssue],
    available: Sequence[Decimal],
    values: Mapping[int, Decimal],
    actor: Actor,
) -> None:
    changes = [
        {
            "issued": setting.issued,
            "old_returned": setting.old_returned,
            "available": held,
            "value": values.get(row.id, Decimal(0)),
        }
        for row, setting, held in zip(rows, settings, available, strict=True)
    ]
    change_many(rows, changes, actor=actor, verb=VERB)
    served = [row for row in rows if row.issued]
    change_many(
        [row.request_line for row in served],
        [{"issued": row.request_line.issued + row.issued} for row in served],
        actor=actor,
        verb=VERB,
    )


def _write_slips(rows: Sequence[IssueSlipLine], actor: Actor) -> None:
    """A slip by which nothing was issued has nothing to be signed for."""
    served = {row.slip_id for row in rows if row.issued}
    for slip in {row.slip_id: row.slip for row in rows}.values():
        status = "issued" if slip.id in served else "cancelled"
        change(slip, {"status": status}, actor=actor, verb=VERB)


def _write_requests(rows: Sequence[IssueSlipLine], actor: Actor) -> None:
    requests = {row.request_line.request_id: row.request_line.request for row in rows}
    short = {row.request_line.request_id for row in rows if row.short > 0}
    change_many(
        list(requests.values()),
        [{"status": "short" if key in short else "issued"} for key in requests],
        actor=actor,
        verb=VERB,
    )
    slips = {row.request_line.request_id: row.slip_id for row in rows if row.issued}
    for key, slip_id in slips.items():
        request = requests[key]
        words = _("Supplies for %(request)s have been issued.", request=str(request))
        notify(request.requester, words, link=SLIP_LINK % slip_id)
