"""Invoices and payments: entered line by line, matched with order and acceptance, printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import DateField, StringField

from admin_views import current, words
from admin_views.capitals import in_capitals
from admin_views.entering import (
    WordsField,
    amount,
    day_of,
    figure,
    money_input,
    number,
    number_input,
    numbers,
    plain,
    text_cell,
)
from admin_views.purchasing.receiving import order_lines
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.errors import RuleViolation
from logistics.operations.purchasing.invoicing import register_invoices, void_invoices
from logistics.operations.purchasing.paying import (
    cancel_payments,
    make_payments,
    request_payments,
)
from logistics.permissions import Actor
from logistics.queries.purchasing.matching import MatchRow, match_of
from logistics.tables.purchasing.orders import OPEN_STATUSES
from logistics.wording import Words, _
from models import Invoice, Payment, PurchaseOrderLine

ZERO = Decimal(0)


def invoice_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The lines of an order with inputs for what the paper charges."""
    return {
        "tables": [
            {
                "title": _("What the invoice charges"),
                "sub": str(row),
                "columns": [
                    {"label": _("Goods")},
                    {"label": _("Quantity ordered"), "numeric": True},
                    {"label": _("Accepted"), "numeric": True},
                    {"label": _("Invoiced so far"), "numeric": True},
                    {"label": _("Invoiced now"), "numeric": True},
                    {"label": _("Unit price (yuan)"), "numeric": True},
                ],
                "rows": [_charge_row(line) for line in order_lines(row)],
            }
            for row in rows
        ]
    }


def invoice_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The invoice as it was entered."""
    names = {line.id: line.name for row in rows for line in order_lines(row)}
    charged = (form["amount"].data or "").strip()
    tax = (form["tax"].data or "").strip()
    if not charged:
        raise RuleViolation(_("Give the amount of the invoice."), field="amount")
    return {
        "invoice_no": form["invoice_no"].data or "",
        "invoiced_on": day_of(form, "invoiced_on"),
        "amount": number(charged, words.words(_("Amount"))),
        "tax": number(tax, words.words(_("Tax in it"))) if tax else None,
        "quantities": numbers("quantity", names),
        "prices": numbers("price", names),
    }


def match_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """Order, acceptance and invoice beside each other, for invoices or for payments."""
    invoices = [row.invoice if isinstance(row, Payment) else row for row in rows]
    matches = [(invoice, match_of(invoice)) for invoice in invoices]
    problems = [row.problem for _invoice, found in matches for row in found if row.problem]
    return {
        "tables": [_match_table(invoice, found) for invoice, found in matches],
        "notes": [("bad", _("This cannot be paid."), problem) for problem in problems],
    }


def _charge_row(line: PurchaseOrderLine) -> dict[str, Any]:
    left = max(min(line.accepted, line.quantity) - line.invoiced, ZERO)
    return {
        "head": line.name,
        "sub": f"{line.spec} {line.unit_of_measure}".strip(),
        "cells": [
            figure(line.quantity),
            figure(line.accepted),
            figure(line.invoiced),
            number_input(
                f"quantity-{line.id}", left, _("Invoiced now: %(goods)s", goods=line.name)
            ),
            money_input(
                f"price-{line.id}", line.unit_price, _("Unit price: %(goods)s", goods=line.name)
            ),
        ],
    }


def _match_table(invoice: Invoice, rows: Sequence[MatchRow]) -> dict[str, Any]:
    return {
        "title": _("Order, acceptance and invoice"),
        "sub": str(invoice),
        "columns": [
            {"label": _("Goods")},
            {"label": _("Quantity ordered"), "numeric": True},
            {"label": _("Accepted"), "numeric": True},
            {"label": _("Invoiced in all"), "numeric": True},
            {"label": _("Price of the order"), "numeric": True},
            {"label": _("Price of the invoice"), "numeric": True},
            {"label": _("Amount (yuan)"), "numeric": True},
            {"label": _("Result")},
        ],
        "rows": [_match_row(row) for row in rows],
        "total": [
            *({"text": " "} for _column in range(5)),
            amount(invoice.amount),
            text_cell(" "),
        ],
    }


def _match_row(row: MatchRow) -> dict[str, Any]:
    ordered, charged = row.order_line, row.line
    return {
        "head": ordered.name,
        "sub": ordered.unit_of_measure,
        "tone": "short" if row.problem else "",
        "cells": [
            figure(ordered.quantity),
            figure(ordered.accepted, tone="bad" if ordered.accepted < row.invoiced else ""),
            figure(row.invoiced),
            amount(ordered.unit_price),
            amount(
                charged.unit_price, tone="bad" if charged.unit_price != ordered.unit_price else ""
            ),
            amount(charged.amount),
            {"text": _("Does not agree"), "tone": "bad"}
            if row.problem
            else {"text": _("Agrees"), "tone": "ok"},
        ],
    }


def paid_page(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What paying leads to."""
    total = sum((row.amount for row in rows), ZERO)
    return [
        _("¥ %(amount)s of what was committed becomes spent.", amount=words.money(total)),
        _("Orders that are accepted and paid in full close, and their requests with them."),
    ]


INVOICING_VERBS = (
    Verb(
        register_invoices,
        _("Write down an invoice"),
        icon="receipt",
        states=OPEN_STATUSES,
        tail="invoice",
        fields={
            "invoice_no": StringField(
                _("Invoice number"), description=_("As printed on the invoice.")
            ),
            "invoiced_on": DateField(_("Invoice date"), default=local_today),
            "amount": StringField(_("Amount (yuan)"), description=_("Tax included.")),
            "tax": StringField(_("Tax in it (yuan)")),
        },
        bulk=False,
        template="purchasing/lines.html",
        context=invoice_page,
        collect=invoice_arguments,
    ),
)
INVOICE_VERBS = (
    Verb(
        request_payments,
        _("Request payment"),
        icon="cash-coin",
        states=("registered",),
        fields={
            "means": WordsField(
                _("Means"), Payment._meta.fields["means"].labels, default="transfer"
            ),
            "note": StringField(_("Note")),
        },
        primary=True,
        template="purchasing/lines.html",
        context=match_page,
        collect=lambda form, _rows: {
            "means": form["means"].data or "",
            "note": form["note"].data or "",
        },
        leads_to=lambda rows: (
            url_for("payment.index", invoice__eq=rows[0].id)
            if len(rows) == 1
            else url_for("payment.index")
        ),
    ),
    Verb(
        void_invoices,
        _("Send back"),
        icon="arrow-return-left",
        states=("registered",),
        fields={"reason": StringField(_("Why sent back"))},
        collect=plain("reason"),
        danger=True,
    ),
)


class PaymentView(TableView):
    """A payment is made on a page that matches three papers, and prints as 付款申请单."""

    verbs = (
        Verb(
            make_payments,
            _("Pay"),
            icon="cash-stack",
            states=("requested",),
            tail="pay",
            fields={
                "paid_on": DateField(_("Paid on"), default=local_today),
                "voucher_no": StringField(_("Voucher number")),
            },
            effects=paid_page,
            primary=True,
            template="purchasing/lines.html",
            context=match_page,
            collect=lambda form, _rows: {
                "paid_on": day_of(form, "paid_on"),
                "voucher_no": form["voucher_no"].data or "",
            },
        ),
        Verb(
            cancel_payments,
            _("Withdraw"),
            icon="x-circle",
            states=("requested",),
            fields={"reason": StringField(_("Why it is not paid"))},
            collect=plain("reason"),
            danger=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the payment request")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self.render(
            "purchasing/print_payment.html",
            row=row,
            invoice=row.invoice,
            order=row.invoice.order,
            means=row._meta.fields["means"].labels[row.means],
            matches=match_of(row.invoice),
            capitals=in_capitals(row.amount, words.language()),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


__all__ = ["INVOICE_VERBS", "INVOICING_VERBS", "PaymentView"]
