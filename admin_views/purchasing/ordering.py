"""Placing orders from requests, and ending orders and requests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import DateField, StringField, TextAreaField

from admin_views import current, words
from admin_views.details import Details
from admin_views.entering import (
    LookupField,
    amount,
    figure,
    number,
    number_input,
    numbers,
    plain,
    text_cell,
)
from admin_views.purchasing.paying import INVOICING_VERBS
from admin_views.purchasing.receiving import RECEIVING_VERBS
from admin_views.purchasing.urgent import urgent_caution
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics import permissions
from logistics.database import now
from logistics.operations.purchasing.closing import cancel_orders, close_orders, close_purchases
from logistics.operations.purchasing.ordering import order_purchases
from logistics.operations.purchasing.requests import may_be_ordered
from logistics.permissions import Actor
from logistics.queries.purchasing.ordering import Orderable, orderable_lines, shares_of
from logistics.wording import Words, _
from models import PurchaseOrderLine, PurchaseRequest, Staff

ZERO = Decimal(0)
REASON = {"reason": StringField(_("Why it is ended"))}


def order_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What was awarded for the requests, with an input for what is ordered now."""
    sources = orderable_lines([row.id for row in rows])
    return {
        "tables": [
            {
                "title": _("What is ordered"),
                "sub": _("one order for each supplier and office area"),
                "columns": [
                    {"label": _("What is bought")},
                    {"label": _("Purchase request")},
                    {"label": _("Supplier")},
                    {"label": _("Deliver to")},
                    {"label": _("Unit price (yuan)"), "numeric": True},
                    {"label": _("Left to order"), "numeric": True},
                    {"label": _("Order now"), "numeric": True},
                ],
                "rows": [_source_row(source) for source in sources],
            }
        ]
    }


def order_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many orders for how much come of it when all that is left is ordered."""
    sources = [source for source in orderable_lines([row.id for row in rows]) if source.left]
    places = {(source.award.supplier_id, source.line.request.site_id) for source in sources}
    worth = sum((source.left * source.unit_price for source in sources), ZERO)
    urgent = [caution for caution in map(urgent_caution, rows) if caution]
    return [
        *(caution["text"] for caution in urgent),
        _(
            "Orders placed: %(count)s, for up to ¥ %(amount)s in all.",
            count=len(places),
            amount=words.money(worth.quantize(Decimal("0.01"))),
        ),
        _("What is ordered is committed out of the reservation of each request."),
    ]


def is_left_to_order(request: PurchaseRequest) -> bool:
    """Whether the button stands there: what is ordered in full is not ordered again."""
    if not may_be_ordered(request):
        return False
    # Approved means that something is left; a word of mouth stays as it is when all is ordered.
    sources = orderable_lines([request.id]) if request.status == "submitted" else ()
    return not sources or any(source.left > 0 for source in sources)


def order_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The quantities of the form and the terms of the orders."""
    sources = orderable_lines([row.id for row in rows])
    names = {source.line.id: source.line.title for source in sources}
    tolerance = (form["tolerance"].data or "").strip()
    return {
        "second_buyer": form["second_buyer"].data,
        "quantities": numbers("quantity", names),
        "deliver_by": form["deliver_by"].data,
        "contract_no": form["contract_no"].data or "",
        "terms": form["terms"].data or "",
        "tolerance": number(tolerance, "%") if tolerance else ZERO,
    }


def _source_row(source: Orderable) -> dict[str, Any]:
    line, request = source.line, source.line.request
    return {
        "head": line.title,
        "sub": line.spec,
        "cells": [
            text_cell(request.doc_no, sub=request.purpose),
            text_cell(source.award.supplier.name),
            text_cell(request.site.name),
            amount(source.unit_price),
            figure(source.left, sub=line.unit_of_measure),
            number_input(
                f"quantity-{line.id}", source.left, _("Order now: %(line)s", line=line.title)
            ),
        ],
    }


def shares_table(order: Any, actor: Actor) -> dict[str, Any]:
    """For which requests the goods of an order are, and what of each share has come."""
    shares = shares_of(order.id)
    requests = PurchaseRequest.select().where(
        PurchaseRequest.id.in_({share.request_line.request_id for share in shares})
    )
    readable = {row.id for row in permissions.visible(actor, requests, PurchaseRequest)}
    return {
        "title": _("For which requests"),
        "sub": None,
        "columns": [
            {"label": _("Goods")},
            {"label": _("Purchase request")},
            {"label": _("Quantity ordered"), "numeric": True},
            {"label": _("Accepted"), "numeric": True},
            {"label": _("Given up"), "numeric": True},
            {"label": _("Amount (yuan)"), "numeric": True},
            {"label": _("Spent (yuan)"), "numeric": True},
        ],
        "rows": [
            {
                "head": share.order_line.name,
                "sub": share.order_line.unit_of_measure,
                "cells": [
                    _request_cell(share.request_line.request, readable),
                    figure(share.quantity),
                    figure(share.accepted),
                    figure(share.dropped),
                    amount(share.amount),
                    amount(share.spent),
                ],
            }
            for share in shares
        ],
    }


def _request_cell(request: Any, readable: set[int]) -> dict[str, Any]:
    is_readable = request.id in readable
    url = url_for("purchase_request.details", id=request.id) if is_readable else None
    return {"text": request.doc_no, "sub": request.purpose, "url": url}


def placed(rows: Sequence[Any]) -> str:
    """The list of the orders that were placed for the requests last, newest first."""
    return url_for("purchase_order.index", sort="-id") if len(rows) > 1 else _details(rows[0])


def _details(row: Any) -> str:
    return url_for("purchase_request.details", id=row.id)


ORDERING_VERBS = (
    Verb(
        order_purchases,
        _("Place the order"),
        icon="bag-check",
        when=is_left_to_order,
        fields={
            "second_buyer": LookupField(_("Second buyer"), Staff),
            "deliver_by": DateField(_("Deliver by")),
            "contract_no": StringField(_("Contract number")),
            "tolerance": StringField(
                _("Over-delivery allowed"),
                description=_("In percent. What comes beyond it goes back."),
            ),
            "terms": TextAreaField(_("Terms")),
        },
        effects=order_effects,
        primary=True,
        template="purchasing/lines.html",
        context=order_page,
        collect=order_arguments,
        leads_to=placed,
    ),
    Verb(
        close_purchases,
        _("End the purchase"),
        icon="archive",
        states=("approved", "ordered", "received"),
        fields=REASON,
        effects=lambda rows, _actor: [
            _("%(row)s gives back what it still holds of its budget.", row=str(row)) for row in rows
        ],
        collect=plain("reason"),
        danger=True,
    ),
)
ENDING_VERBS = (
    Verb(
        close_orders,
        _("End the order"),
        icon="archive",
        states=("placed", "receiving", "received"),
        fields=REASON,
        effects=lambda _rows, _actor: [
            _("What did not come can be ordered elsewhere; its budget stays reserved.")
        ],
        collect=plain("reason"),
    ),
    Verb(
        cancel_orders,
        _("Cancel the order"),
        icon="x-circle",
        states=("placed",),
        fields=REASON,
        effects=lambda _rows, _actor: [_("The requests can be ordered anew.")],
        collect=plain("reason"),
        danger=True,
    ),
)


class PurchaseOrderView(TableView):
    """An order shows for which requests its goods are."""

    verbs = (*RECEIVING_VERBS, *INVOICING_VERBS, *ENDING_VERBS)
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the contract")),)

    @expose("/details/")
    def details(self) -> Any:
        row, actor = self.one(), current.actor()
        tables = [shares_table(row, actor)]
        return self.render(
            "purchasing/record.html", tables=tables, **Details(self, row, actor).context()
        )

    @expose("/print/")
    def print(self) -> Any:
        """The order as the contract that both sides sign (采购合同)."""
        row = self.one()
        return self.render(
            "purchasing/print_contract.html",
            row=row,
            lines=list(row.lines.order_by(PurchaseOrderLine.id)),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


__all__ = ["ORDERING_VERBS", "PurchaseOrderView"]
