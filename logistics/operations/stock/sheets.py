"""Issue sheets before the issue: gathered from requests, prepared, given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.auditing import record, transaction
from logistics.database import local_today, trimmed
from logistics.errors import NotFound, RuleViolation
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows, change_many
from logistics.operations.stock.numbers import clean_quantity
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.stock.levels import on_hand, warehouse_of
from logistics.queries.stock.sheets import lines_of_sheet
from logistics.tables.organisation import Site
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
)
from logistics.wording import _


class LineIssue(NamedTuple):
    """What the keeper has set for one slip line."""

    id: int
    issued: Decimal
    old_returned: bool = False


def make_issue_sheet(*, seen: Sequence[Seen], actor: Actor, title: str = "") -> list[Outcome]:
    """Gather the open lines of approved requests into one new sheet with a slip for each site
    (R58, R60).

    What is issued is filled in as far as each site's warehouse reaches, earliest approval first;
    the keeper then sets it as he finds right. One outcome per request; those refused stay out, and
    when none is left no sheet is made.
    """
    require_verb(actor, "make_issue_sheet")
    with transaction():
        outcomes = each(
            seen,
            lambda wanted: _take_up(wanted, actor),
            done=_("Taken up"),
            model=IssueRequest,
        )
        taken = [outcome.id for outcome in outcomes if outcome.done]
        if not taken:
            return outcomes
        sheet = _new_sheet(title, actor)
        _fill(sheet, taken, actor)
    words = _("On issue sheet %(number)s", number=sheet.doc_no)
    return [replace(outcome, words=words) if outcome.done else outcome for outcome in outcomes]


def prepare_issue_sheets(
    *, seen: Sequence[Seen], actor: Actor, lines: Sequence[LineIssue] = ()
) -> list[Outcome]:
    """Keep the quantities that the keeper has set, without issuing anything yet."""

    def prepare(wanted: Seen) -> IssueSheet:
        sheet = load(IssueSheet, wanted)
        require_verb(actor, "prepare_issue_sheets", sheet)
        # Raises the version, so that a page opened before does not issue other quantities.
        sheet = move(
            IssueSheet,
            wanted,
            to="draft",
            out_of=("draft",),
            actor=actor,
            verb="prepare_issue_sheets",
        )
        rows = lines_of_sheet(sheet)
        refuse_foreign((row.id for row in rows), lines)
        settings = settings_for(rows, lines)
        change_many(
            rows,
            [
                {"issued": setting.issued, "old_returned": setting.old_returned}
                for setting in settings
            ],
            actor=actor,
            verb="prepare_issue_sheets",
        )
        return sheet

    return each(seen, prepare, done=_("Saved"), model=IssueSheet)


def cancel_issue_sheets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give up sheets that were not issued; their requests wait for the next one."""

    def cancel(wanted: Seen) -> IssueSheet:
        require_verb(actor, "cancel_issue_sheets", load(IssueSheet, wanted))
        sheet = move(
            IssueSheet,
            wanted,
            to="cancelled",
            out_of=("draft",),
            actor=actor,
            verb="cancel_issue_sheets",
        )
        for slip in IssueSlip.select().where(IssueSlip.sheet == sheet.id):
            change(slip, {"status": "cancelled"}, actor=actor, verb="cancel_issue_sheets")
        lines = lines_of_sheet(sheet)
        requests = {line.request_line.request_id: line.request_line.request for line in lines}
        served = {line.request_line.request_id for line in lines if line.request_line.issued > 0}
        rows = list(requests.values())
        back = [{"status": "short" if row.id in served else "approved"} for row in rows]
        change_many(rows, back, actor=actor, verb="cancel_issue_sheets")
        return sheet

    return each(seen, cancel, done=_("Cancelled"), model=IssueSheet)


def spread(quantity: Decimal, wanted: Sequence[Decimal]) -> list[Decimal]:
    """Share ``quantity`` out in order: each gets what it wants as long as something is left."""
    shares = []
    for want in wanted:
        share = min(want, quantity)
        shares.append(share)
        quantity -= share
    return shares


def share_out(
    lines: Sequence[IssueSlipLine], quantity: Any, *, old_returned: bool = False
) -> list[LineIssue]:
    """What the keeper has set for one item of a slip, shared among its lines in their order."""
    amount = clean_quantity(quantity, "issued")
    wanted = sum((line.requested for line in lines), Decimal(0))
    if not 0 <= amount <= wanted:
        raise RuleViolation(
            _(
                "%(item)s: between 0 and %(requested)s can be issued.",
                item=str(lines[0].item),
                requested=trimmed(wanted),
            ),
            field="issued",
        )
    shares = spread(amount, [line.requested for line in lines])
    return [
        LineIssue(line.id, share, old_returned) for line, share in zip(lines, shares, strict=True)
    ]


def refuse_foreign(line_ids: Iterable[int], lines: Iterable[LineIssue]) -> None:
    """Refuse a setting for a line that is not among ``line_ids``."""
    if {line.id for line in lines} - set(line_ids):
        raise NotFound(_("There is no such line on this sheet."))


def settings_for(rows: Sequence[IssueSlipLine], lines: Iterable[LineIssue]) -> list[LineIssue]:
    """What each of ``rows`` gets: as set by ``lines``, or as the sheet already says.

    Refused: a quantity below zero or beyond what was asked for.
    """
    given: Mapping[int, LineIssue] = {line.id: line for line in lines}
    settings = []
    for row in rows:
        setting = given.get(row.id) or LineIssue(row.id, row.issued, row.old_returned)
        setting = setting._replace(issued=clean_quantity(setting.issued, "issued"))
        if not 0 <= setting.issued <= row.requested:
            raise RuleViolation(
                _(
                    "%(item)s for %(unit)s: between 0 and %(requested)s can be issued.",
                    item=str(row.item),
                    unit=str(row.unit),
                    requested=trimmed(row.requested),
                ),
                field="issued",
            )
        settings.append(setting)
    return settings


def _take_up(wanted: Seen, actor: Actor) -> IssueRequest:
    row = move(
        IssueRequest,
        wanted,
        to="picking",
        out_of=("approved", "short"),
        actor=actor,
        verb="make_issue_sheet",
    )
    if warehouse_of(row.site_id) is None:
        raise RuleViolation(_("%(site)s has no warehouse in use.", site=str(row.site)))
    return row


def _new_sheet(title: str, actor: Actor) -> IssueSheet:
    today = local_today()
    sheet = IssueSheet.create(
        doc_no=take_number("SI", today),
        title=title or f"{today:%G-W%V}",
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    record(actor, "make_issue_sheet", sheet)
    return sheet


def _fill(sheet: IssueSheet, request_ids: Sequence[int], actor: Actor) -> None:
    by_site: dict[int, list[IssueRequestLine]] = {}
    for line in _open_lines(request_ids):
        by_site.setdefault(line.request.site_id, []).append(line)
    sites = Site.select().where(Site.id.in_(list(by_site))).order_by(Site.position, Site.code)
    for site in sites:
        warehouse = warehouse_of(site.id)
        slip = IssueSlip.create(
            sheet=sheet,
            site=site,
            warehouse=warehouse,
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, "make_issue_sheet", slip)
        _fill_slip(slip, by_site[site.id], actor)


def _open_lines(request_ids: Sequence[int]) -> list[IssueRequestLine]:
    line = IssueRequestLine
    query = (
        line.select(line, IssueRequest)
        .join(IssueRequest)
        .where(IssueRequest.id.in_(list(request_ids)))
        .order_by(IssueRequest.approved_at, line.id)
    )
    return [row for row in query if row.open_quantity > 0]


def _fill_slip(slip: IssueSlip, lines: Sequence[IssueRequestLine], actor: Actor) -> None:
    by_item: dict[int, list[IssueRequestLine]] = {}
    for line in lines:
        by_item.setdefault(line.item_id, []).append(line)
    held = on_hand(slip.warehouse_id, list(by_item))
    rows = (
        (slip.id, line.id, item, line.request.unit_id, line.open_quantity, share)
        for item, wants in by_item.items()
        for line, share in zip(
            wants, spread(held[item], [want.open_quantity for want in wants]), strict=True
        )
    )
    names = ("slip", "request_line", "item", "unit", "requested", "issued")
    append_rows(IssueSlipLine, names, rows, actor=actor)


__all__ = [
    "LineIssue",
    "cancel_issue_sheets",
    "make_issue_sheet",
    "prepare_issue_sheets",
    "refuse_foreign",
    "settings_for",
    "share_out",
    "spread",
]
