"""The issue page: sites side by side, the keeper's quantities in, what is short told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from admin_views import words
from admin_views.columns import TONES
from logistics.database import local_day, trimmed
from logistics.errors import RuleViolation
from logistics.operations.stock import LineIssue, share_out
from logistics.operations.stock.numbers import clean_quantity
from logistics.permissions import Actor
from logistics.queries.stock import preview_sheet
from logistics.queries.stock.sheets import ItemShare, Offer, SheetPreview, SiteShare
from logistics.wording import Words, _
from models import IssueSlipLine

ZERO = Decimal(0)


def page_of(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """Everything that templates/stock/issue.html shows."""
    by_unit = request.args.get("by") == "unit"
    typed = request.form if request.method == "POST" else MultiDict()
    previews = [preview_sheet(row) for row in rows]
    sheets = [_sheet(preview, by_unit, typed, actor) for preview in previews]
    shown = [row for sheet in sheets for site in sheet["sites"] for row in site["rows"]]
    return {
        "sheets": sheets,
        "is_open": all(row.status == "draft" for row in rows),
        "issued": sum((row["value"] for row in shown), ZERO),
        "short": sum((max(row["requested"] - row["value"], ZERO) for row in shown), ZERO),
        "served": sum(preview.requests_served for preview in previews),
        "requests": sum(preview.requests for preview in previews),
        "views": _views(rows, by_unit),
        "issue_url": _address(rows, "issue", by_unit),
        "prepare_url": _address(rows, "prepare", by_unit),
    }


def settings_of(rows: Sequence[Any]) -> list[LineIssue]:
    """What the form sets for each line; a line that it does not show stays as the sheet says."""
    settings: list[LineIssue] = []
    for row in rows:
        for site in preview_sheet(row).sites:
            for share in site.items:
                for name, lines in _inputs(share, by_unit=False) + _inputs(share, by_unit=True):
                    if name in request.form:
                        settings += _setting(name, lines)
    return settings


def site_table(
    site: SiteShare,
    actor: Actor,
    *,
    by_unit: bool = False,
    typed: Mapping[str, str] | None = None,
    readonly: bool = True,
) -> dict[str, Any]:
    """One site as the macro ``site_issue`` takes it."""
    rows = [
        _row(share, name, lines, typed or {})
        for share in site.items
        for name, lines in _inputs(share, by_unit)
    ]
    slip = site.slip
    issuer = slip.sheet.issued_by.name if slip.sheet.issued_by_id else actor.name
    receiver = slip.receiver.name if slip.receiver_id else None
    return {
        "name": slip.site.name,
        "sub": _(
            "%(units)s units, %(requests)s requests, from %(warehouse)s",
            units=site.units,
            requests=site.requests,
            warehouse=slip.warehouse.name,
        ),
        "short_items": site.short_items,
        "rows": rows,
        "requested": site.requested,
        "readonly": readonly,
        "state": {
            "text": slip._meta.fields["status"].labels[slip.status],
            "tone": slip._meta.fields["status"].tones.get(slip.status, TONES.get(slip.status)),
        },
        "signatures": [
            (_("Issued by"), issuer),
            (_("Received by"), receiver),
            (_("Date"), words.day(local_day(slip.signed_at)) if slip.signed_at else None),
        ],
    }


def _sheet(
    preview: SheetPreview, by_unit: bool, typed: Mapping[str, str], actor: Actor
) -> dict[str, Any]:
    is_open = preview.sheet.status == "draft"
    return {
        "sheet": preview.sheet,
        "sites": [
            site_table(site, actor, by_unit=by_unit, typed=typed, readonly=not is_open)
            for site in preview.sites
        ],
        "offers": [offer_words(offer) for offer in preview.offers],
        "draft_url": url_for("issue_sheet.verb", tail="draft", id=preview.sheet.id),
        "requests": preview.requests,
    }


def _inputs(share: ItemShare, by_unit: bool) -> list[tuple[str, Sequence[IssueSlipLine]]]:
    """The inputs of an item: one for all units together, or one for each line."""
    if by_unit:
        return [(f"line-{line.id}", [line]) for line in share.lines]
    return [(f"item-{share.slip.id}-{share.item.id}", share.lines)]


def _row(
    share: ItemShare, name: str, lines: Sequence[IssueSlipLine], typed: Mapping[str, str]
) -> dict[str, Any]:
    value, error = sum((line.issued for line in lines), ZERO), None
    if name in typed:
        try:
            value = clean_quantity(typed[name].strip() or 0)
        except RuleViolation as refusal:
            error = refusal.words
    waits_for_old = share.item.trade_in and any(
        not line.request_line.no_old_item_reason for line in lines
    )
    returned = f"old-{name}" in typed if typed else all(line.old_returned for line in lines)
    single = lines[0] if name.startswith("line-") else None
    return {
        "item": share.item.name,
        "spec": f"{share.item.spec} · {single.unit}".strip(" ·") if single else share.item.spec,
        "unit": share.item.unit_of_measure,
        "requested": sum((line.requested for line in lines), ZERO),
        "available": share.available,
        "name": name,
        "value": value,
        "typed": typed.get(name),
        "error": error,
        "old": {"name": f"old-{name}", "checked": returned} if waits_for_old else None,
    }


def _setting(name: str, lines: Sequence[IssueSlipLine]) -> list[LineIssue]:
    try:
        return share_out(
            lines, request.form[name].strip() or 0, old_returned=f"old-{name}" in request.form
        )
    except RuleViolation as refusal:
        told = _("%(item)s: %(problem)s", item=str(lines[0].item), problem=refusal.words)
        raise RuleViolation(told, field=name) from None


def offer_words(offer: Offer) -> Words:
    """What one site lacks and another could lend."""
    item, short, source = offer.short.item, offer.short.slip, offer.source.slip
    return _(
        "%(short)s lacks %(missing)s %(measure)s of %(item)s; %(source)s keeps %(left)s after "
        "this issue.",
        short=short.site.name,
        missing=trimmed(offer.short.short),
        measure=item.unit_of_measure,
        item=str(item),
        source=source.site.name,
        left=trimmed(offer.source.left),
    )


def _views(rows: Sequence[Any], by_unit: bool) -> list[dict[str, Any]]:
    labels: Sequence[tuple[Words, bool]] = ((_("By item"), False), (_("By unit"), True))
    return [
        {"label": label, "url": _address(rows, "issue", units), "current": units == by_unit}
        for label, units in labels
    ]


def _address(rows: Sequence[Any], tail: str, by_unit: bool) -> str:
    address: Callable[..., str] = url_for
    ids = ",".join(str(row.id) for row in rows)
    by = {"by": "unit"} if by_unit else {}
    return address("issue_sheet.verb", tail=tail, id=ids, **by)
