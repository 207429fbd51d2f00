"""Quotations and the award: prices line by line, the choice, the printed comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField

from admin_views import current
from admin_views.entering import (
    LookupField,
    WordsField,
    amount,
    day_of,
    figure,
    money_input,
    numbers,
    plain,
    text_input,
    texts,
    value_of,
)
from admin_views.purchasing.approve_parts import quotations_panel
from admin_views.purchasing.award_page import award_arguments, award_effects, award_page
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations.purchasing.awarding import award_purchases
from logistics.operations.purchasing.quoting import (
    extend_quotations,
    record_quotations,
    withdraw_quotations,
)
from logistics.operations.purchasing.suppliers import blacklist_suppliers, reinstate_suppliers
from logistics.permissions import Actor
from logistics.queries.purchasing.quoting import comparison_of, unawarded_lines
from logistics.tables.purchasing.quotations import METHODS
from logistics.wording import Words, _
from models import AwardMember, PurchaseRequestLine, Quotation, Staff, Supplier

USUALLY_VALID = dt.timedelta(days=30)


def quote_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The lines of each request with an input for the price and one for what is offered."""
    return {
        "tables": [
            {
                "title": _("Prices of the supplier"),
                "sub": str(row),
                "columns": [
                    {"label": _("What is bought")},
                    {"label": _("Quantity"), "numeric": True},
                    {"label": _("Estimated price (yuan)"), "numeric": True},
                    {"label": _("Quoted price (yuan)"), "numeric": True},
                    {"label": _("Offered make")},
                ],
                "rows": [_price_row(line) for line in lines_of(row)],
            }
            for row in rows
        ],
        "quotations": quotations_panel(rows[0]) if len(rows) == 1 else None,
    }


def quote_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The quotation as it was entered."""
    lines = {line.id: line.title for row in rows for line in lines_of(row)}
    return {
        "supplier": value_of(form, "supplier", _("Choose one from the list.")),
        "quoted_on": day_of(form, "quoted_on"),
        "valid_to": day_of(form, "valid_to"),
        "prices": numbers("price", lines),
        "offered": texts("offered", list(lines)),
        "delivery_days": form["delivery_days"].data,
        "is_sealed": form["is_sealed"].data,
        "terms": form["terms"].data or "",
    }


def lines_of(request: Any) -> list[PurchaseRequestLine]:
    """The lines of a request in the order in which they were entered."""
    return list(request.lines.order_by(PurchaseRequestLine.id))


def may_choose(request: Any) -> bool:
    """Whether a supplier can still be chosen: there are offers, and no award ended the matter."""
    if not request.quotations.where(Quotation.status == "standing").exists():
        return False
    return request.status == "submitted" or bool(unawarded_lines(request.id))


def _price_row(line: PurchaseRequestLine) -> dict[str, Any]:
    return {
        "head": line.title,
        "sub": line.spec,
        "cells": [
            figure(line.quantity, sub=line.unit_of_measure),
            amount(line.unit_price),
            money_input(f"price-{line.id}", None, _("Quoted price: %(line)s", line=line.title)),
            text_input(
                f"offered-{line.id}", "", _("Offered make: %(line)s", line=line.title), most=120
            ),
        ],
    }


QUOTING_VERBS = (
    Verb(
        record_quotations,
        _("Write down a quotation"),
        icon="tag",
        states=("submitted",),
        tail="quote",
        fields={
            "supplier": LookupField(_("Supplier"), Supplier),
            "quoted_on": DateField(_("Quoted on"), default=local_today),
            "valid_to": DateField(_("Valid until"), default=lambda: local_today() + USUALLY_VALID),
            "delivery_days": IntegerField(_("Delivery within (days)")),
            "is_sealed": BooleanField(
                _("Sealed, with licence"),
                description=_("The paper bears the supplier's seal and licence."),
            ),
            "terms": TextAreaField(_("Terms")),
        },
        effects=lambda _rows, _actor: [
            _("The price stands: a supplier gives one price a round, and it is not changed."),
            _("Who approved before is shown that the request has changed since."),
        ],
        bulk=False,
        template="purchasing/lines.html",
        context=quote_page,
        collect=quote_arguments,
    ),
    Verb(
        award_purchases,
        _("Choose the supplier"),
        icon="trophy",
        states=("submitted", "approved"),
        fields={
            "method": WordsField(
                _("Purchasing method"), {"": _("As the amount asks"), **METHODS}, default=""
            ),
            "member": LookupField(_("Compared with"), Staff),
            "member2": LookupField(
                _("and with"), Staff, description=_("An inquiry has a group of three.")
            ),
            "offers_equal": BooleanField(
                _("Offers equal in quality and service"),
                description=_("Then the lowest price wins."),
            ),
            "reason": TextAreaField(
                _("Reason"),
                description=_("For a single source, or for an offer above the lowest."),
            ),
        },
        effects=award_effects,
        bulk=False,
        template="purchasing/award.html",
        context=award_page,
        collect=award_arguments,
        when=may_choose,
    ),
)
QUOTATION_VERBS = (
    Verb(
        extend_quotations,
        _("Prolong"),
        icon="calendar-plus",
        states=("standing",),
        fields={"valid_to": DateField(_("Valid until"))},
        collect=lambda form, _rows: {"valid_to": day_of(form, "valid_to")},
    ),
    Verb(
        withdraw_quotations,
        _("Withdraw"),
        icon="x-circle",
        states=("standing",),
        fields={"reason": StringField(_("Why withdrawn"))},
        collect=plain("reason"),
        danger=True,
    ),
)
SUPPLIER_VERBS = (
    Verb(
        blacklist_suppliers,
        _("Blacklist"),
        icon="slash-circle",
        fields={"reason": StringField(_("Why it is blacklisted"))},
        effects=lambda rows, _actor: [
            _("%(row)s is neither asked nor awarded nor ordered from any more.", row=str(row))
            for row in rows
        ],
        collect=plain("reason"),
        when=lambda row: not row.is_blacklisted,
        danger=True,
    ),
    Verb(
        reinstate_suppliers,
        _("Reinstate"),
        icon="arrow-counterclockwise",
        fields={"reason": StringField(_("Why it may be dealt with again"))},
        collect=plain("reason"),
        when=lambda row: row.is_blacklisted,
    ),
)


class AwardView(TableView):
    """An award prints as the record of comparison (询(比)价记录单)."""

    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the comparison")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        members = AwardMember.select(AwardMember, Staff).join(Staff)
        return self.render(
            "purchasing/print_comparison.html",
            row=row,
            method=METHODS[row.method],
            comparison=comparison_of(row.request, method=row.method, day=row.decided_on),
            members=[
                member.staff.name
                for member in members.where(AwardMember.award == row.id).order_by(AwardMember.id)
            ],
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


__all__ = [
    "QUOTATION_VERBS",
    "QUOTING_VERBS",
    "SUPPLIER_VERBS",
    "AwardView",
    "lines_of",
]
