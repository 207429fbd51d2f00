"""Transfers: submitted, handed over, accepted by the receiver, and on paper (资产调拨单)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import StringField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations import assets
from logistics.operations.assets.transfers import lines_of_transfer
from logistics.permissions import Actor
from logistics.queries.assets.depreciation import book_value
from logistics.queries.assets.standards import Excess, over_after
from logistics.wording import Words, _

REASON = {"reason": StringField(_("Reason"))}


def transfer_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Which asset goes to whom."""
    return [
        _(
            "%(asset)s goes to %(person)s, %(unit)s, %(site)s.",
            asset=str(line.asset),
            person=row.to_custodian.name,
            unit=str(row.to_unit),
            site=str(row.to_site),
        )
        for row in rows
        for line in lines_of_transfer(row)
    ]


def transfer_cautions(rows: Sequence[Any], _actor: Actor) -> Mapping[str, Any]:
    """Where the receiving unit would stand above the allocation standard."""
    adding: dict[Any, Counter[str]] = {}
    for row in rows:
        codes = Counter(line.asset.catalogue_code for line in lines_of_transfer(row))
        adding.setdefault(row.to_unit, Counter()).update(codes)
    over = [excess for unit, codes in adding.items() for excess in over_after(unit, codes)]
    return {"cautions": [caution_of(excess) for excess in over]}


def caution_of(excess: Excess) -> dict[str, Any]:
    """An excess as the page of a verb warns of it."""
    return {
        "lead": _("Above the standard."),
        "text": _(
            "%(unit)s would have %(held)s × %(what)s for %(heads)s people; allowed: %(allowed)s.",
            unit=str(excess.unit),
            held=excess.held,
            what=excess.standard.name,
            heads=excess.heads,
            allowed=excess.allowed,
        ),
    }


class AssetTransferView(TableView):
    """A transfer prints its slip."""

    verbs = (
        Verb(
            assets.submit_asset_transfers,
            _("Submit"),
            icon="send",
            states=("draft",),
            primary=True,
            effects=transfer_effects,
            context=transfer_cautions,
        ),
        Verb(
            assets.hand_over_assets,
            _("Hand the assets over"),
            icon="box-arrow-right",
            states=("submitted",),
            primary=True,
            effects=transfer_effects,
        ),
        Verb(
            assets.accept_assets,
            _("Accept the assets"),
            icon="check-lg",
            states=("handed_over",),
            primary=True,
            effects=transfer_effects,
        ),
        Verb(
            assets.decline_assets,
            _("Do not accept"),
            icon="x-lg",
            states=("handed_over",),
            danger=True,
            fields=REASON,
        ),
        Verb(
            assets.cancel_asset_transfers,
            _("Cancel the transfer"),
            icon="x-circle",
            states=("submitted", "handed_over"),
            danger=True,
            fields=REASON,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the slip")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        lines = lines_of_transfer(row)
        today = local_today()
        return self.render(
            "assets/transfer_print.html",
            row=row,
            lines=[
                (
                    line,
                    book_value(
                        line.asset.cost, line.asset.life_years, line.asset.acquired_on, today
                    ),
                )
                for line in lines
            ],
            cost=sum((line.asset.cost for line in lines), 0),
            kinds=type(row).kind.labels,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
