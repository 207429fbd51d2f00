"""Assets: registered, moved, lent, offered again, counted and written off."""

from logistics.operations.assets.counting import (
    approve_asset_counts,
    begin_asset_counts,
    count_assets,
    note_surplus,
    return_asset_counts,
    submit_asset_counts,
)
from logistics.operations.assets.disposing import (
    approve_disposals,
    check_disposals,
    examine_disposals,
    reject_disposals,
    return_disposals,
    scrap_assets,
    submit_disposals,
)
from logistics.operations.assets.holding import (
    return_assets,
    send_assets_to_repair,
    take_assets_from_repair,
)
from logistics.operations.assets.pooling import (
    check_reuse,
    offer_assets,
    take_listings,
    withdraw_listings,
)
from logistics.operations.assets.registering import register_assets
from logistics.operations.assets.transfers import (
    accept_assets,
    cancel_asset_transfers,
    decline_assets,
    hand_over_assets,
    submit_asset_transfers,
)

__all__ = [
    "accept_assets",
    "approve_asset_counts",
    "approve_disposals",
    "begin_asset_counts",
    "cancel_asset_transfers",
    "check_disposals",
    "check_reuse",
    "count_assets",
    "decline_assets",
    "examine_disposals",
    "hand_over_assets",
    "note_surplus",
    "offer_assets",
    "register_assets",
    "reject_disposals",
    "return_asset_counts",
    "return_assets",
    "return_disposals",
    "scrap_assets",
    "send_assets_to_repair",
    "submit_asset_counts",
    "submit_asset_transfers",
    "submit_disposals",
    "take_assets_from_repair",
    "take_listings",
    "withdraw_listings",
]
