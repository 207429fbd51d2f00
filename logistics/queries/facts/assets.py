"""Assets in the report: what was bought for Sishui and for room 503, and what was used again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee

from logistics.queries.assets.pool import savings
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.assets import (
    AllocationStandard,
    Asset,
    AssetClass,
    AssetCount,
    AssetCountLine,
    AssetTransfer,
    AssetTransferLine,
)
from logistics.tables.organisation import Building, Room, Site
from logistics.wording import _

SISHUI = "SISHUI"
ROOM_503 = "503"
LEAST_REUSES = 5
YUAN = _("yuan")
PIECES = _("pieces")


def furniture_at_sishui(period: Period) -> Figure:
    """Furniture whose cards stand at Sishui, acquired within the period and bought by an order."""
    query = (
        Asset.select(Asset.id, Asset.name)
        .join(AssetClass)
        .switch(Asset)
        .join(Site, on=(Asset.site == Site.id))
        .where(
            (Site.code == SISHUI)
            & (AssetClass.kind == "furniture")
            & Asset.source_order.is_null(False)
            & Asset.acquired_on.between(period.first, period.last)
        )
        .tuples()
    )
    rows = list(query)
    return Figure(len(rows) or None, len(rows))


def power_and_cooling(period: Period) -> Figure:
    """The generator set and the central cooling of Sishui on the register."""
    machines: Any = (
        Asset.select(Asset.name)
        .join(AssetClass)
        .switch(Asset)
        .join(Site, on=(Asset.site == Site.id))
        .where(
            (Site.code == SISHUI)
            & (AssetClass.kind == "general")
            & (Asset.name.contains("发电机") | Asset.name.contains("空调"))
            & (Asset.status != "scrapped")
            & Asset.acquired_on.between(period.first, period.last)
        )
        .order_by(Asset.name)
        .tuples()
    )
    names = [name for (name,) in machines]
    kinds = {word for word in ("发电机", "空调") if any(word in name for name in names)}
    return Figure(len(kinds) or None, len(names), dict.fromkeys(names, 1))


def assets_of_503(period: Period) -> Figure:
    """Furniture and audio whose cards stand in the leased room, acquired within the period."""
    rows: Any = (
        Asset.select(Asset.name)
        .join(Room, on=(Asset.room == Room.id))
        .join(Building)
        .switch(Asset)
        .where(
            (Room.code == ROOM_503)
            & (Room.ownership == "leased")
            & (Asset.status != "scrapped")
            & Asset.acquired_on.between(period.first, period.last)
        )
        .order_by(Asset.name)
        .tuples()
    )
    names = [name for (name,) in rows]
    return Figure(len(names) or None, len(names), {name: names.count(name) for name in names})


def moved_and_mislaid(period: Period) -> Figure:
    """Assets handed over to Sishui and refused, or never accepted; none went astray."""
    moved: Any = (
        AssetTransferLine.select(AssetTransfer.status, peewee.fn.COUNT(AssetTransferLine.id))
        .join(AssetTransfer)
        .join(Site, on=(AssetTransfer.to_site == Site.id))
        .where(
            (Site.code == SISHUI)
            & AssetTransfer.status.not_in(["draft", "cancelled"])
            & (AssetTransfer.handed_over_at >= period.begins_at)
            & (AssetTransfer.handed_over_at < period.ends_at)
        )
        .group_by(AssetTransfer.status)
        .tuples()
    )
    by_status = dict(moved)
    pieces = sum(by_status.values())
    return Figure(pieces - by_status.get("accepted", 0) if pieces else None, pieces)


def count_accuracy(period: Period) -> Figure:
    """Lines of approved counts that agree with the card, in percent."""
    rows: Any = (
        AssetCountLine.select(AssetCountLine.result, peewee.fn.COUNT(AssetCountLine.id))
        .join(AssetCount)
        .where(
            (AssetCount.status == "approved")
            & AssetCount.counted_on.between(period.first, period.last)
        )
        .group_by(AssetCountLine.result)
        .tuples()
    )
    by_result = dict(rows)
    lines = sum(by_result.values())
    share = Decimal(by_result.get("found", 0)) * 100 / lines if lines else None
    return Figure(share.quantize(Decimal("0.1")) if share is not None else None, lines)


def reused(period: Period) -> Figure:
    """Assets taken from the pool, with the purchases avoided."""
    saved = savings(period.begins_at, period.ends_at)
    return Figure(saved.pieces or None, saved.pieces, {"saved": saved.amount})


def avoided(period: Period) -> Figure:
    """Yuan of purchases that reuse made needless."""
    saved = savings(period.begins_at, period.ends_at)
    return Figure(saved.amount if saved.pieces else None, saved.pieces)


def standards(_period: Period) -> Figure:
    """Kinds of assets with an allocation standard."""
    count = AllocationStandard.select().count()
    return Figure(count or None, count)


def some(figure: Figure) -> bool:
    """There are records, and they show something."""
    return figure.value is not None and figure.n > 0


FACTS: tuple[Fact, ...] = (
    Fact(
        "R50",
        "furniture_for_sishui",
        _("Furniture bought for Sishui, on cards"),
        "asset",
        furniture_at_sishui,
        some,
        unit=PIECES,
        filters="acquired_on__between={first} to {last}",
    ),
    Fact(
        "R53",
        "assets_mislaid_in_the_move",
        _("Assets mislaid in the move"),
        "asset_transfer",
        moved_and_mislaid,
        lambda figure: figure.value == 0,
        unit=PIECES,
        filters="handed_over_at__between={first} to {last}",
    ),
    Fact(
        "R54",
        "power_and_cooling",
        _("Generator set and central cooling at Sishui"),
        "asset",
        power_and_cooling,
        lambda figure: figure.value == 2,
        filters="acquired_on__between={first} to {last}",
    ),
    Fact(
        "R57",
        "assets_of_room_503",
        _("Furniture and audio of room 503"),
        "asset",
        assets_of_503,
        lambda figure: any("音响" in name for name in figure.parts) and len(figure.parts) > 1,
        unit=PIECES,
        filters="acquired_on__between={first} to {last}",
    ),
    Fact(
        "R72",
        "allocation_standards",
        _("Kinds of assets with an allocation standard"),
        "allocation_standard",
        standards,
        some,
    ),
    Fact(
        "R72",
        "asset_count_accuracy",
        _("Asset count: lines that agree"),
        "asset_count_line",
        count_accuracy,
        some,
        unit=_("%"),
    ),
    Fact(
        "R74",
        "assets_reused",
        _("Old things used again"),
        "pool_listing",
        reused,
        lambda figure: isinstance(figure.value, int) and figure.value >= LEAST_REUSES,
        unit=PIECES,
        filters="status__eq=taken&ended_at__between={first} to {last}",
    ),
    Fact(
        "R74",
        "purchases_avoided",
        _("Purchases avoided by reuse"),
        "pool_listing",
        avoided,
        lambda figure: isinstance(figure.value, Decimal) and figure.value > 0,
        unit=YUAN,
        filters="status__eq=taken&ended_at__between={first} to {last}",
    ),
)

__all__ = ["FACTS"]
