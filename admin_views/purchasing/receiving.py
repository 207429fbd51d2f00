"""Deliveries: counted, accepted by several people, put into stock or sent back; printed slips."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import DateField, StringField, TextAreaField

from admin_views import current
from admin_views.entering import (
    LookupField,
    day_of,
    figure,
    number_input,
    numbers,
)
from admin_views.purchasing.accept_page import accept_arguments, accept_effects, accept_page
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now, trimmed
from logistics.operations.purchasing.accepting import accept_goods
from logistics.operations.purchasing.receiving import receive_goods, return_goods
from logistics.operations.purchasing.stocking import stock_goods
from logistics.permissions import Actor
from logistics.queries.purchasing.accepting import inspection_of
from logistics.wording import Words, _
from models import GoodsAcceptance, PurchaseOrderLine, Warehouse

ZERO = Decimal(0)


def order_lines(order: Any) -> list[PurchaseOrderLine]:
    """The lines of an order in their order."""
    return list(order.lines.order_by(PurchaseOrderLine.id))


def receive_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What was ordered and came so far, with an input for what has come now."""
    return {
        "tables": [
            {
                "title": _("What arrived"),
                "sub": str(row),
                "columns": [
                    {"label": _("Goods")},
                    {"label": _("Quantity ordered"), "numeric": True},
                    {"label": _("Received so far"), "numeric": True},
                    {"label": _("Found bad"), "numeric": True},
                    {"label": _("Still due"), "numeric": True},
                    {"label": _("Arrived now"), "numeric": True},
                ],
                "rows": [_due_row(line) for line in order_lines(row)],
            }
            for row in rows
        ]
    }


def receive_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The counts of the form."""
    names = {line.id: line.name for row in rows for line in order_lines(row)}
    return {
        "quantities": numbers("arrived", names),
        "received_on": day_of(form, "received_on"),
        "delivery_note": form["delivery_note"].data or "",
        "note": form["note"].data or "",
    }


def stock_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What enters the warehouse."""
    return [
        _(
            "%(quantity)s %(measure)s of %(goods)s enter the warehouse.",
            quantity=trimmed(line.good),
            measure=line.receipt_line.order_line.unit_of_measure,
            goods=line.receipt_line.order_line.name,
        )
        for row in rows
        for line in inspection_of(row).lines
        if line.good and line.receipt_line.order_line.item_id is not None
    ] or [_("Nothing of it is kept in stock; it is only noted as done.")]


def _due_row(line: PurchaseOrderLine) -> dict[str, Any]:
    return {
        "head": line.name,
        "sub": f"{line.spec} {line.unit_of_measure}".strip(),
        "cells": [
            figure(line.quantity),
            figure(line.received),
            figure(line.rejected, tone="bad" if line.rejected else ""),
            figure(line.outstanding),
            number_input(
                f"arrived-{line.id}", line.outstanding, _("Arrived now: %(goods)s", goods=line.name)
            ),
        ],
    }


RECEIVING_VERBS = (
    Verb(
        receive_goods,
        _("Receive"),
        icon="box-arrow-in-down",
        states=("placed", "receiving"),
        fields={
            "received_on": DateField(_("Received on"), default=local_today),
            "delivery_note": StringField(_("Delivery note")),
            "note": StringField(_("Note")),
        },
        effects=lambda _rows, _actor: [_("The delivery then waits for its acceptors.")],
        bulk=False,
        primary=True,
        template="purchasing/lines.html",
        context=receive_page,
        collect=receive_arguments,
    ),
)


class GoodsAcceptanceView(TableView):
    """An acceptance is signed on a page of its own and prints as 验收单 and 入库单."""

    verbs = (
        Verb(
            accept_goods,
            _("Accept the goods"),
            icon="clipboard-check",
            states=("open",),
            fields={
                "opinion": StringField(_("Opinion")),
                "technical_opinion": TextAreaField(
                    _("Technical opinion"),
                    description=_("Needed once for what was bought by inquiry or procedure."),
                ),
            },
            effects=accept_effects,
            bulk=False,
            primary=True,
            template="purchasing/lines.html",
            context=accept_page,
            collect=accept_arguments,
        ),
        Verb(
            stock_goods,
            _("Put into stock"),
            icon="box-seam",
            states=("accepted", "part_accepted"),
            fields={
                "warehouse": LookupField(
                    _("Warehouse"),
                    Warehouse,
                    description=_("Empty: the one from which the office area is supplied."),
                )
            },
            effects=stock_effects,
            primary=True,
        ),
        Verb(
            return_goods,
            _("Send back"),
            icon="arrow-return-left",
            states=("part_accepted", "rejected", "stocked"),
            fields={
                "returned_on": DateField(_("Returned on"), default=local_today),
                "note": StringField(_("Note")),
            },
            collect=lambda form, _rows: {
                "returned_on": day_of(form, "returned_on"),
                "note": form["note"].data or "",
            },
            when=lambda row: row.returned_on is None and any(line.bad for line in row.lines),
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the acceptance slip")),
        ("print_stocked", _("Print the goods-in slip")),
    )

    @expose("/print/")
    def print(self) -> Any:
        """验收单."""
        return self._printed(self.one(), _("Acceptance slip"))

    @expose("/print_stocked/")
    def print_stocked(self) -> Any:
        """入库单."""
        return self._printed(self.one(), _("Goods-in slip"))

    def _printed(self, row: GoodsAcceptance, title: Words) -> str:
        inspection = inspection_of(row)
        return self.render(
            "purchasing/print_acceptance.html",
            row=row,
            form_title=title,
            order=row.receipt.order,
            inspection=inspection,
            worth=sum((_worth(line) for line in inspection.lines), ZERO),
            worth_of=_worth,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


def _worth(line: Any) -> Decimal:
    """What the good part of a line is worth at the order's price, in yuan."""
    exact = Decimal(line.good or 0) * Decimal(line.receipt_line.order_line.unit_price)
    return exact.quantize(Decimal("0.01"))


__all__ = ["RECEIVING_VERBS", "GoodsAcceptanceView", "order_lines"]
