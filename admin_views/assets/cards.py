"""Cards: from an accepted delivery, to repair and back, into the pool, and on paper (资产卡片)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import DecimalField, SelectField, StringField, TextAreaField

from admin_views import current, words
from admin_views.entering import LookupField, WordsField
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations import assets
from logistics.permissions import Actor
from logistics.queries.assets.depreciation import book_value, months_between, written_down
from logistics.queries.assets.standards import too_dear
from logistics.tables.assets.pooling import CONDITIONS
from logistics.wording import Words, _
from models import AssetClass, AssetTransfer, AssetTransferLine, Room, Staff


def class_choices() -> list[tuple[int, str]]:
    """The classes of assets with their least lives."""
    return [
        (
            row.id,
            words.words(_("%(name)s (%(years)s years)", name=row.name, years=row.min_life_years)),
        )
        for row in AssetClass.select().order_by(AssetClass.code)
    ]


def register_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many cards each line gives, and what costs more than the standard allows."""
    effects: list[Words] = []
    for row in rows:
        bought = row.receipt_line.order_line
        effects.append(
            _(
                "%(count)s × %(what)s at ¥ %(price)s get a card of their own.",
                count=words.quantity(row.good),
                what=bought.name,
                price=words.money(bought.unit_price),
            )
        )
        code = bought.item.catalogue_code if bought.item_id is not None else ""
        standard = too_dear(code, bought.unit_price) if code else None
        if standard is not None:
            effects.append(
                _(
                    "Above the standard: %(standard)s may cost ¥ %(cap)s at most.",
                    standard=standard.name,
                    cap=words.money(standard.price_cap),
                )
            )
    return effects


ACCEPTED_LINE_VERBS = (
    Verb(
        assets.register_assets,
        _("Register as assets"),
        icon="upc-scan",
        effects=register_effects,
        when=lambda row: bool(row.good),
        primary=True,
        fields={
            "asset_class_id": SelectField(_("Asset class"), coerce=int, choices=class_choices),
            "room_id": LookupField(_("Room"), Room),
            "custodian_id": LookupField(_("Custodian"), Staff),
        },
    ),
)


class AssetView(TableView):
    """An asset prints its card."""

    verbs = (
        Verb(
            assets.send_assets_to_repair,
            _("Send to repair"),
            icon="wrench",
            tail="repair",
            states=("in_use",),
            fields={"note": StringField(_("What is wrong with it"))},
        ),
        Verb(
            assets.take_assets_from_repair,
            _("Back from repair"),
            icon="check-lg",
            tail="repaired",
            states=("repair",),
            primary=True,
            fields={"note": StringField(_("What was done"))},
        ),
        Verb(
            assets.return_assets,
            _("Take back"),
            icon="box-arrow-in-left",
            states=("in_use", "loaned"),
            fields={
                "room_id": LookupField(
                    _("Room"),
                    Room,
                    description=_("Empty: where it is; a loan: where it came from."),
                )
            },
        ),
        Verb(
            assets.offer_assets,
            _("Offer in the pool"),
            icon="recycle",
            states=("idle",),
            primary=True,
            fields={
                "condition": WordsField(_("Condition of the asset"), CONDITIONS, default="good"),
                "new_price": DecimalField(
                    _("Price of a new one"),
                    description=_("What a unit would pay if it bought instead."),
                ),
                "repair_cost": DecimalField(_("Cost of repair"), default=0),
                "description": TextAreaField(_("Marks and parts")),
            },
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the card")),)

    @expose("/print/")
    def print(self) -> Any:
        row, today = self.one(), local_today()
        day = row.retired_on or today
        moves = (
            AssetTransferLine.select(AssetTransferLine, AssetTransfer)
            .join(AssetTransfer)
            .where((AssetTransferLine.asset == row.id) & (AssetTransfer.status == "accepted"))
            .order_by(AssetTransfer.accepted_at)
        )
        return self.render(
            "assets/card_print.html",
            row=row,
            day=day,
            months=months_between(row.acquired_on, day),
            written=written_down(row.cost, row.life_years, months_between(row.acquired_on, day)),
            left=book_value(row.cost, row.life_years, row.acquired_on, day),
            moves=list(moves),
            statuses=type(row).status.labels,
            origins=type(row).origin.labels,
            kinds=AssetClass.kind.labels,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
