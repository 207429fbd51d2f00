"""Assets with their classes, what stands in the pool, and transfers on their way."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.operations.assets import (
    hand_over_assets,
    offer_assets,
    submit_asset_transfers,
    submit_disposals,
)
from logistics.operations.outcomes import Seen, only
from models import (
    Asset,
    AssetClass,
    AssetDisposal,
    AssetDisposalLine,
    AssetTransfer,
    AssetTransferLine,
    Building,
    PoolListing,
    Room,
    Site,
)
from tests.cast import Cast
from tests.factories import serial

LONG_AGO = dt.date(2010, 5, 20)


def make_asset_class(**overrides: Any) -> AssetClass:
    number = serial()
    return AssetClass.create(
        **{
            "code": f"K{number}",
            "name": f"Class {number}",
            "kind": "general",
            "min_life_years": 6,
            **overrides,
        }
    )


def make_asset(cast: Cast, **overrides: Any) -> Asset:
    """A computer of the bureau in use by its clerk at site A, long past its life."""
    number = serial()
    if "asset_class" not in overrides:
        overrides["asset_class"] = make_asset_class()
    return Asset.create(
        **{
            "tag": f"T{number}",
            "name": "Computer",
            "site": cast.site_a,
            "unit": cast.units["BUREAU"],
            "custodian": cast.staff_staff,
            "cost": Decimal(4800),
            "acquired_on": LONG_AGO,
            "life_years": 6,
            **overrides,
        }
    )


def make_idle(cast: Cast, **overrides: Any) -> Asset:
    return make_asset(cast, **{"status": "idle", "custodian": None, **overrides})


def make_place(site: Site) -> Room:
    number = serial()
    building = Building.create(site=site, code=f"H{number}", name=f"House {number}")
    return Room.create(building=building, code=f"{number}", kind="store")


def make_listing(cast: Cast, asset: Asset | None = None, **told: Any) -> PoolListing:
    """An idle asset on offer, a new one of which would cost 4,480 yuan."""
    asset = asset or make_idle(cast)
    told = {"new_price": Decimal(4480), **told}
    only(offer_assets(seen=[Seen(asset.id)], actor=cast.assets, **told))
    return PoolListing.get(PoolListing.asset == asset.id, PoolListing.status == "offered")


def make_transfer(cast: Cast, *assets: Asset, **overrides: Any) -> AssetTransfer:
    """A draft from the bureau to the second bureau's clerk at site B."""
    transfer = AssetTransfer.create(
        **{
            "from_unit": cast.units["BUREAU"],
            "to_unit": cast.units["BUREAU2"],
            "to_site": cast.site_b,
            "to_custodian": cast.staff2_staff,
            "reason": "Moved",
            **overrides,
        }
    )
    for asset in assets:
        AssetTransferLine.create(transfer=transfer, asset=asset)
    return transfer


def submit(cast: Cast, transfer: AssetTransfer) -> None:
    only(submit_asset_transfers(seen=[Seen(transfer.id)], actor=cast.assets))


def hand_over(cast: Cast, transfer: AssetTransfer) -> AssetTransfer:
    """A draft submitted and handed over by the keeper."""
    submit(cast, transfer)
    only(hand_over_assets(seen=[Seen(transfer.id)], actor=cast.assets))
    return AssetTransfer.get_by_id(transfer.id)


def make_disposal(cast: Cast, *assets: Asset, **overrides: Any) -> AssetDisposal:
    """A disposal of the bureau's assets, submitted by the keeper."""
    disposal = AssetDisposal.create(
        **{"unit": cast.units["BUREAU"], "reason": "Worn out", **overrides}
    )
    for asset in assets:
        AssetDisposalLine.create(disposal=disposal, asset=asset, defect="Does not start")
    only(submit_disposals(seen=[Seen(disposal.id)], actor=cast.assets))
    return AssetDisposal.get_by_id(disposal.id)
