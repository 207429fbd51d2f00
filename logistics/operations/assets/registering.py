"""Cards for what was bought: from the accepted lines of a delivery to tagged assets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logistics.database import local_today, lock
from logistics.errors import NotFound, RuleViolation, WrongState
from logistics.operations.assets.common import person_named, room_named
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, load
from logistics.permissions import Actor, require_verb
from logistics.tables.assets import Asset, AssetClass
from logistics.tables.organisation import Room
from logistics.tables.people import Staff
from logistics.tables.purchasing.orders import PurchaseOrderAllocation, PurchaseOrderLine
from logistics.tables.purchasing.receiving import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsReceiptLine,
)
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine
from logistics.wording import _

ACCEPTED = ("accepted", "part_accepted", "stocked")
TAG = "FA"


class Owner(NamedTuple):
    """For whom one piece was bought."""

    unit_id: int
    site_id: int
    catalogue_code: str


def register_assets(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    asset_class_id: int,
    room_id: int | None = None,
    custodian_id: int | None = None,
) -> list[Outcome]:
    """A card with its own tag for every accepted piece that has none yet (R50, R54, R57).

    Each piece belongs to the unit whose request it was ordered for and costs the order's price.
    """
    asset_class = AssetClass.get_or_none(AssetClass.id == asset_class_id)
    if asset_class is None:
        raise NotFound(_("Choose one from the list."), field="asset_class_id")
    room = room_named(room_id)
    custodian = person_named(custodian_id, "custodian_id") if custodian_id else None

    def register(wanted: Seen) -> GoodsAcceptanceLine:
        line = load(GoodsAcceptanceLine, wanted)
        require_verb(actor, "register_assets", line)
        lock(GoodsAcceptanceLine.select().where(GoodsAcceptanceLine.id == line.id)).get()
        bought = line.receipt_line.order_line
        _refuse(line, bought)
        owners = list(_owners(bought))
        before = _registered_of(bought)
        for number in range(_pieces_left(line)):
            owner = owners[min(before + number, len(owners) - 1)]
            asset = _card(bought, owner, asset_class, room, custodian)
            asset.acceptance_line = line.id
            add(asset, actor=actor, verb="register_assets")
        return line

    return each(seen, register, done=_("Registered"), model=GoodsAcceptanceLine)


def _refuse(line: GoodsAcceptanceLine, bought: PurchaseOrderLine) -> None:
    acceptance: GoodsAcceptance = line.acceptance
    if acceptance.status not in ACCEPTED:
        raise WrongState(_("%(acceptance)s is not accepted yet.", acceptance=str(acceptance)))
    if bought.item_id is not None and bought.item.kind != "fixed_asset":
        raise RuleViolation(
            _("%(item)s is no fixed asset; it needs no card.", item=str(bought.item))
        )
    if line.good is None or line.good != line.good.to_integral_value():
        raise RuleViolation(_("Only whole pieces become assets."))
    if _pieces_left(line) <= 0:
        raise RuleViolation(_("Every accepted piece of this line has its card."))


def _pieces_left(line: GoodsAcceptanceLine) -> int:
    carded = Asset.select().where(Asset.acceptance_line == line.id).count()
    return int(line.good) - int(carded)


def _registered_of(bought: PurchaseOrderLine) -> int:
    """Pieces of the order line that have their card, over all its deliveries."""
    lines = (
        GoodsAcceptanceLine.select(GoodsAcceptanceLine.id)
        .join(GoodsReceiptLine)
        .where(GoodsReceiptLine.order_line == bought.id)
    )
    return int(Asset.select().where(Asset.acceptance_line.in_(lines)).count())


def _owners(bought: PurchaseOrderLine) -> Iterator[Owner]:
    """One owner for every piece ordered, in the order of the requests."""
    shares = (
        PurchaseOrderAllocation.select(
            PurchaseOrderAllocation, PurchaseRequestLine, PurchaseRequest
        )
        .join(PurchaseRequestLine)
        .join(PurchaseRequest)
        .where(PurchaseOrderAllocation.order_line == bought.id)
        .order_by(PurchaseOrderAllocation.id)
    )
    for share in shares:
        request = share.request_line.request
        code = share.request_line.catalogue_code
        if not code and bought.item_id is not None:
            code = bought.item.catalogue_code
        for _piece in range(max(1, int(share.quantity))):
            yield Owner(request.unit_id, request.site_id, code)


def _card(
    bought: PurchaseOrderLine,
    owner: Owner,
    asset_class: AssetClass,
    room: Room | None,
    custodian: Staff | None,
) -> Asset:
    return Asset(
        tag=take_number(TAG),
        name=bought.name,
        spec=bought.spec,
        asset_class=asset_class.id,
        catalogue_code=owner.catalogue_code,
        site=room.building.site_id if room is not None else owner.site_id,
        room=room.id if room is not None else None,
        unit=owner.unit_id,
        custodian=custodian.id if custodian is not None else None,
        cost=bought.unit_price,
        acquired_on=local_today(),
        life_years=asset_class.min_life_years,
        origin="purchase",
        source_order=bought.order_id,
    )
