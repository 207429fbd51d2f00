"""Opening balances, reversals and transfers, and the printed transfer slip (调拨单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import DateField, DecimalField, SelectField, StringField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now, trimmed
from logistics.operations import stock
from logistics.operations.stock.books import REVERSIBLE
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import Item, StockTransferLine, Warehouse


def warehouse_choices() -> list[tuple[int, str]]:
    """The warehouses in use."""
    query = Warehouse.select().where(Warehouse.is_active).order_by(Warehouse.code)
    return [(row.id, str(row)) for row in query]


def lines_of(transfer: Any) -> list[StockTransferLine]:
    """A transfer's lines with their items."""
    query = StockTransferLine.select(StockTransferLine, Item).join(Item)
    return list(query.where(StockTransferLine.transfer == transfer.id).order_by(Item.code))


def transfer_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What goes from where to where."""
    return [
        _(
            "%(quantity)s %(measure)s of %(item)s go from %(source)s to %(target)s.",
            quantity=trimmed(line.quantity),
            measure=line.item.unit_of_measure,
            item=str(line.item),
            source=str(row.from_warehouse),
            target=str(row.to_warehouse),
        )
        for row in rows
        for line in lines_of(row)
    ]


ITEM_VERBS = (
    Verb(
        stock.open_stock_of,
        _("Enter an opening balance"),
        icon="journal-plus",
        tail="open",
        right="open_stock",
        bulk=False,
        fields={
            "warehouse_id": SelectField(_("Warehouse"), coerce=int, choices=warehouse_choices),
            "quantity": DecimalField(_("Quantity")),
            "value": DecimalField(_("Value in all, yuan")),
            "opened_on": DateField(_("As of"), default=local_today),
        },
    ),
)
MOVEMENT_VERBS = (
    Verb(
        stock.reverse_movements,
        _("Reverse"),
        icon="arrow-counterclockwise",
        fields={"reason": StringField(_("Reason"))},
        danger=True,
        when=lambda row: row.kind in REVERSIBLE and row.reversal_of_id is None,
    ),
)


class StockTransferView(TableView):
    """A transfer prints its slip."""

    verbs = (
        Verb(
            stock.transfer_stock,
            _("Transfer"),
            icon="arrow-left-right",
            states=("draft",),
            fields={"moved_on": DateField(_("Moved on"), default=local_today)},
            effects=transfer_effects,
            primary=True,
        ),
        Verb(
            stock.reverse_transfers,
            _("Reverse"),
            icon="arrow-counterclockwise",
            states=("transferred",),
            fields={"reason": StringField(_("Reason"))},
            danger=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the slip")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self.render(
            "stock/transfer_print.html",
            row=row,
            lines=lines_of(row),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
