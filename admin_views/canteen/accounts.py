"""Accounts of a month with their sheet for the wall (收支公示表), and evaluations of waste."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import TextAreaField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.calendar import month_days
from logistics.database import now
from logistics.operations.canteen.accounts import (
    approve_settlements,
    approve_waste_evaluations,
    publish_settlements,
    publish_waste_evaluations,
    return_settlements,
    return_waste_evaluations,
    submit_settlements,
    submit_waste_evaluations,
)
from logistics.permissions import Actor
from logistics.queries.canteen.accounts import food_cost_of, meals_of, year_so_far
from logistics.wording import Words, _

COMMENT = {"comment": TextAreaField(_("What has to be changed"))}


def settle_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the receipts and counts of each month add up to."""
    effects: list[Words] = []
    for row in rows:
        cost = food_cost_of(row.canteen_id, row.month)
        effects.append(
            _(
                "%(month)s: ingredients %(cost)s yuan, balance %(balance)s yuan, %(meals)s meals.",
                month=str(row),
                cost=cost,
                balance=row.income + row.subsidy - cost,
                meals=meals_of(row.canteen_id, *month_days(row.month)),
            )
        )
    return effects


class CanteenSettlementView(TableView):
    """The accounts of a month print as the sheet that is hung up."""

    verbs = (
        Verb(
            submit_settlements,
            _("Submit"),
            icon="send",
            states=("draft",),
            effects=settle_effects,
            primary=True,
        ),
        Verb(
            approve_settlements, _("Approve"), icon="check-lg", states=("submitted",), primary=True
        ),
        Verb(
            return_settlements,
            _("Return"),
            icon="arrow-return-left",
            states=("submitted", "approved"),
            fields=COMMENT,
        ),
        Verb(
            publish_settlements, _("Publish"), icon="megaphone", states=("approved",), primary=True
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self.render(
            "canteen/settlement_print.html",
            row=row,
            year=year_so_far(row.canteen_id, row.month),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


WASTE_VERBS = (
    Verb(submit_waste_evaluations, _("Submit"), icon="send", states=("draft",), primary=True),
    Verb(
        approve_waste_evaluations,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        primary=True,
    ),
    Verb(
        return_waste_evaluations,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted", "approved"),
        fields=COMMENT,
    ),
    Verb(
        publish_waste_evaluations,
        _("Publish"),
        icon="megaphone",
        states=("approved",),
        primary=True,
    ),
)
